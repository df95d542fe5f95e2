/*
 * scan: one pass over the text of a state, a member at a time, in the memory of its largest value.
 *
 * Every key and value is checked as strictly as by jsontape.h.  Where the text stands is a source, so that parts of
 * it can be read again.
 */
#ifndef STATE_SCAN_H
#define STATE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

struct state_source {
    int fd;          /* a file; -1: the text */
    struct buf text; /* owned */
};

/* Reads up to n bytes from at on; fewer at the end of the source.  Returns how many, or -1 with errno. */
long state_scan_source(const struct state_source *s, size_t at, char *to, size_t n);

/* Bytes of the source. */
struct state_span {
    uint32_t at, len;
};

struct state_scan {
    const struct state_source *from;
    struct buf window;    /* bytes of the source */
    size_t base, at;      /* where the window begins in it; the next byte, in the window */
    struct jsontape tape; /* of the value that was read last: valid until the next call */
    int broken;           /* errno of a read that failed, or 0 */
};

void state_scan_init(struct state_scan *s, const struct state_source *from);
void state_scan_free(struct state_scan *s);

/* The first byte from here on that is no white space; 0 at the end. */
char state_scan_peek(struct state_scan *s);
/* Whether nothing but white space follows. */
bool state_scan_ended(struct state_scan *s);
/* Steps into an object, which begins here. */
void state_scan_enter(struct state_scan *s);
/*
 * Goes to the next member of the object: its key is added to text, and its value comes next.  first: whether it is the
 * first one; cleared.  Returns 1; 0 behind the end of the object; -1 with err.
 */
int state_scan_member(struct state_scan *s, bool *first, struct state_span *key, struct buf *text,
                      struct diag_error *err);
/* Reads a value to its end.  Returns 0, or -1 with err. */
int state_scan_value(struct state_scan *s, struct state_span *span, struct diag_error *err);

#endif
