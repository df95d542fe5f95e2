/*
 * framing: the texts in a body as it arrives: server-sent events, one JSON object a line, or one whole.
 *
 * Which of them it is, the first bytes say; a content type may be wrong.  Lines end with LF, CRLF or CR, split
 * over reads in any way; a BOM and blank lines before are skipped.  Of events, `data:` lines are joined, comments
 * and other fields dropped (WHATWG, server-sent events); one that has no blank line behind it is no event.
 */
#ifndef FRAMING_H
#define FRAMING_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum framing_kind {
    FRAMING_UNKNOWN, /* nothing but blanks has come */
    FRAMING_WHOLE,   /* one text, to the end */
    FRAMING_LINES,   /* a text a line, the last one perhaps without its end */
    FRAMING_EVENTS,
};

struct framing {
    enum framing_kind kind;
    bool lines;      /* JSON comes one object a line */
    struct buf text; /* what has come of the line, or of the whole */
    struct buf data; /* of the event, its lines joined */
    bool has_data;   /* a data line of the event has come */
    bool error;      /* the event is named error */
    bool real; /* a whole line of events has come, which text that only begins like one has not */
    bool after_cr; /* the last byte was the CR that ended a line */
    size_t marks;  /* bytes of the BOM that have come; 3 too when none can come any more */
    void (*take)(void *owner, const char *text, size_t len);
    void *owner;
};

/* lines: a body of JSON is one object a line.  take gets each text, which lives only so long. */
void framing_init(struct framing *f, bool lines,
                  void (*take)(void *owner, const char *text, size_t len), void *owner);
void framing_free(struct framing *f);

/* Goes on with bytes of the body.  Returns false when a text is over its ceiling (CEILING_REPLY): from then on
 * nothing is handed over. */
bool framing_feed(struct framing *f, const char *bytes, size_t len);
/* No more comes: hands over what was kept for the end.  What only began like events is FRAMING_WHOLE now, and no text
 * of it was handed over. */
void framing_end(struct framing *f);

#endif
