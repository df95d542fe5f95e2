/*
 * jsontape: one strict pass over JSON text (RFC 8259) to an array of spans.  Floor 3.
 *
 * Nothing is copied or converted: a node is where a value begins and ends, so numbers and strings leave as
 * the bytes they came in.  Nodes stand in document order; the node of an object is followed by key, value,
 * key, value…, each value with all that is below it.  Node 0 is the root.  Functions that take a node
 * accept JSONTAPE_NONE and answer as for a value that is not there.
 *
 * Refused, with the byte offset: anything RFC 8259 refuses, invalid UTF-8, bytes after the value, nesting
 * over CEILING_DEPTH, more than CEILING_JSON_NODES keys and values, text over 4 GiB.  Accepted: duplicate keys
 * (the first wins), lone surrogate escapes.
 */
#ifndef JSONTAPE_H
#define JSONTAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "diag.h"
#include "jsonscan.h"
#include "jsonstring.h"
#include "jsonwrite.h"
#include "mem.h"

#define JSONTAPE_NONE UINT32_MAX

struct jsontape {
    const char *text; /* not owned; must outlive the tape */
    size_t len;
    struct jsonscan_node *node;
    size_t count, room;
    bool surrogates; /* \u escapes of surrogates stand in what was read last, in pairs or alone */
    size_t deepest;  /* how deep the values nest at the most, one that was not read too */
    size_t stopped;  /* offset at which the pass ended: of the fault, when it failed */
};

/* For a tape that was never read: all zero.  A tape may be read again; it keeps its memory. */
void jsontape_init(struct jsontape *t);
void jsontape_free(struct jsontape *t);
/*
 * Returns 0, or -1 with err and an empty tape.  err is "at byte N: …", or "at byte N, in #/paths/~1a: …"
 * with the innermost container that has not ended, or the member of it that is wrong: nothing for the root.
 */
int jsontape_read(struct jsontape *t, const char *text, size_t len, struct diag_error *err);
/*
 * Reads one more value, which stands alone in text[at, len), behind what was read: its root is the node that
 * t->count was.  text holds what was read before at the same offsets, but may have moved.  Returns 0, or -1
 * with err (N counts from at) and the nodes as they were.
 */
int jsontape_more(struct jsontape *t, const char *text, size_t at, size_t len,
                  struct diag_error *err);

/*
 * For who writes JSON and need not read it again: notes the key or value that text[at, end) is, the next in document
 * order, and returns its node.  A container is noted when it begins, by its bracket, and ended when it is whole.
 * The writer keeps to the rules and ceilings above, and sets text, len and deepest in the end.
 */
static inline uint32_t jsontape_note(struct jsontape *t, size_t at, size_t end)
{
    uint32_t n = (uint32_t)t->count;
    t->node = mem_grow(t->node, t->count, &t->room, sizeof *t->node);
    t->node[t->count++] = (struct jsonscan_node){(uint32_t)at, (uint32_t)end, n + 1};
    return n;
}

static inline void jsontape_end(struct jsontape *t, uint32_t container, size_t end)
{
    t->node[container].end = (uint32_t)end;
    t->node[container].next = (uint32_t)t->count;
}

/* Makes room for so many more nodes. */
void jsontape_room(struct jsontape *t, size_t nodes);
/* Gives back the room that is not used. */
void jsontape_fit(struct jsontape *t);

/* '{' '[' '"' 't' 'f' 'n', '0' for any number, 0 for JSONTAPE_NONE. */
static inline char jsontape_kind(const struct jsontape *t, uint32_t n)
{
    if (n >= t->count)
        return 0;
    char c = t->text[t->node[n].at];
    return c == '-' || (c >= '0' && c <= '9') ? '0' : c;
}

/* No bytes, as of a value that is not there. */
const char *jsontape_raw_of_none(size_t *len);

/* The bytes of the value as they stand, quotes included. */
static inline const char *jsontape_raw(const struct jsontape *t, uint32_t n, size_t *len)
{
    if (n >= t->count)
        return jsontape_raw_of_none(len);
    *len = t->node[n].end - t->node[n].at;
    return t->text + t->node[n].at;
}

/* for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) … w.key, w.value
 * A node that is no object or array has no members.  key is JSONTAPE_NONE in an array. */
struct jsontape_walk {
    uint32_t key, value;
    uint32_t at, end;
    bool keyed;
};

static inline struct jsontape_walk jsontape_walk(const struct jsontape *t, uint32_t n)
{
    char kind = jsontape_kind(t, n);
    struct jsontape_walk w = {JSONTAPE_NONE, JSONTAPE_NONE, 0, 0, kind == '{'};
    if (kind == '{' || kind == '[') {
        w.at = n + 1;
        w.end = t->node[n].next;
    }
    return w;
}

static inline bool jsontape_step(const struct jsontape *t, struct jsontape_walk *w)
{
    if (w->at >= w->end)
        return false;
    w->key = w->keyed ? w->at++ : JSONTAPE_NONE;
    w->value = w->at;
    w->at = t->node[w->value].next;
    return true;
}

/* Members of an object or items of an array. */
size_t jsontape_size(const struct jsontape *t, uint32_t n);

/* The value of a member (a linear look: for big maps use a table), or JSONTAPE_NONE. */
uint32_t jsontape_get_bytes(const struct jsontape *t, uint32_t object, const char *key, size_t len);

static inline uint32_t jsontape_get(const struct jsontape *t, uint32_t object, const char *key)
{
    return jsontape_get_bytes(t, object, key, strlen(key));
}

/* Whether the string node, decoded, is this text. */
static inline bool jsontape_is(const struct jsontape *t, uint32_t n, const char *text)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    return *raw == '"' && jsonstring_equals(raw, len, text, strlen(text));
}
/* Whether it is one of them; NULL ends them. */
bool jsontape_is_among(const struct jsontape *t, uint32_t n, const char *const *texts);

/* Whether the node is a string that is not empty. */
static inline bool jsontape_says(const struct jsontape *t, uint32_t n)
{
    size_t len;
    return *jsontape_raw(t, n, &len) == '"' && len > 2;
}

/* Adds the decoded string to out; a lone surrogate becomes U+FFFD.  A node that is no string adds nothing. */
void jsontape_string(const struct jsontape *t, uint32_t n, struct buf *out);
/* The decoded string as a C string of the caller's, or NULL when the node is no string; U+0000 in it
 * becomes U+FFFD. */
char *jsontape_text(const struct jsontape *t, uint32_t n);
/* The number as a long long, saturated; otherwise if the node is no number. */
long long jsontape_count(const struct jsontape *t, uint32_t n, long long otherwise);
bool jsontape_true(const struct jsontape *t, uint32_t n);

/* Writes the value, or the key, without its white space; nothing for JSONTAPE_NONE. */
void jsontape_write(const struct jsontape *t, uint32_t n, struct jsonwrite *w);
void jsontape_write_key(const struct jsontape *t, uint32_t key, struct jsonwrite *w);
/* Writes a member, key and value, without its white space. */
void jsontape_write_member(const struct jsontape *t, uint32_t key, struct jsonwrite *w);
/* Adds the value to out without its white space. */
void jsontape_copy(const struct jsontape *t, uint32_t n, struct buf *out);

#endif
