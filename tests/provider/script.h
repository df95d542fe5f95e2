/*
 * script: what the provider is told to answer.
 *
 * A script is directives, one a line in a file, separated by `;` where it is a model's name or a
 * header:
 *
 *     status 429              status=429;retry-after=2;times=1;then;content=ok
 *     retry-after 2
 *     times 1
 *     then
 *     content ok
 *
 * A directive is a word and its value, parted by a blank, `=` or `:`.  Empty lines and lines that
 * begin with `#` are passed over.
 *
 * What is answered (the last one named wins; the default is `content ok`):
 *     content TEXT        a chat completion that says TEXT
 *     content-file FILE   the same, with what stands in FILE beside the script
 *     cases [N]           a chat completion that says {"cases":[…]} with N (12) cases for the
 *                         operation in the first line of a user message (GET /pets/{id}), the last such
 *     body TEXT           TEXT itself
 *     body-file FILE
 *     raw FILE            FILE for the whole answer, head included; only a fault changes its bytes
 *     capture DIR/FILE    the same with FILE.http of the captures
 *   Without any of these, a status other than 2xx answers an error object.
 *     status N
 *     header NAME: VALUE  repeatable; one of ours of that name gives way
 *     retry-after SECONDS
 *     finish REASON       finish_reason (stop); none leaves it out
 *     usage P C           the numbers of tokens; none leaves them out
 *     reasoning TEXT      what the model thought before it answered
 *     stream [yes|no]     events, or never; without it as the request's `stream` asks
 *     no-done             events without the [DONE] at their end
 *   A chat completion at a path that ends in /api/chat is in Ollama's form, events being lines; with
 *   `finish none` no line there is the last one.
 *
 * How the bytes go out:
 *     delay MS            before the first byte
 *     close               no keep-alive and no Content-Length: the end of the connection ends the body
 *     chunk N             chunked, N bytes a chunk
 *     packet N            N bytes a write
 *     gap MS              between writes; without packet, between chunks or events
 *     first MS            between the head and the first byte behind it, in place of gap
 *     repeat N            the body N times in a row, never chunked
 *     idle MS             the connection ends when no request follows for so long
 *     stale               a request that follows on the connection meets RST, and is not counted
 *   One of these faults; N counts bytes behind the head, chunk framing included; in a stream that
 *   has no `chunk`, `N events` counts those.  More than N bytes are always announced.
 *     cut N               closes after N bytes
 *     stall N             sends nothing more, and keeps the connection
 *     reset [N]           RST; without N before the first byte
 *
 * Which request:
 *     times N             this block answers N requests, then the next one does
 *     then                begins the next block (a block before it that has no times answers once)
 *   The last block answers for ever; one with times is followed by the default.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"

enum script_kind {
    SCRIPT_DEFAULT, /* content ok, or an error object by status */
    SCRIPT_CONTENT,
    SCRIPT_CONTENT_FILE,
    SCRIPT_CASES,
    SCRIPT_BODY,
    SCRIPT_BODY_FILE,
    SCRIPT_RAW,
    SCRIPT_CAPTURE,
};

enum script_fault { SCRIPT_WHOLE, SCRIPT_CUT, SCRIPT_STALL, SCRIPT_RESET };

enum script_stream { SCRIPT_STREAM_ASKED, SCRIPT_STREAM_YES, SCRIPT_STREAM_NO };

enum script_usage { SCRIPT_USAGE_COUNTED, SCRIPT_USAGE_GIVEN, SCRIPT_USAGE_NONE };

struct script_block {
    enum script_kind kind;
    char *text; /* TEXT; or the name of FILE, until catalogue puts its bytes here */
    size_t len;
    struct buf headers; /* "Name: value\r\n"… */
    char *finish;       /* NULL: stop; "": left out */
    char *reasoning;    /* NULL: none */
    enum script_stream stream;
    enum script_usage usage;
    long long prompt, completion;
    long long status, cases, times; /* 0: not given */
    long long delay, first, gap, chunk, packet, repeat, idle;
    bool close, stale, no_done;
    enum script_fault fault;
    long long fault_at; /* -1: before the first byte */
    bool fault_events;  /* fault_at counts events */
};

struct script {
    struct script_block *block; /* at least one */
    size_t blocks, room;
    long long served; /* requests the current block answered */
    size_t current;
};

/* Whether the text is a script and no name: it begins with a directive, or has a `=`. */
bool script_is_inline(const char *text);
/* Reads directives; parted is ';' or '\n'.  Returns 0, or -1 with err and nothing held. */
int script_parse(struct script *s, const char *text, char parted, struct diag_error *err);
void script_free(struct script *s);

/* The block that answers the next request, which is counted. */
const struct script_block *script_next(struct script *s);

#endif
