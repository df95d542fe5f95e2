/*
 * buf: bytes that grow up to a ceiling.  Floor 1; knows only mem.
 *
 * data is never NULL after buf_init and always has a NUL behind len bytes.  An addition that would pass
 * the ceiling adds nothing and sets a flag that stays: writers add freely and ask buf_over() once at
 * the end.
 */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
    char *data;
    size_t len;
    size_t room; /* bytes allocated, NUL included: never more than max + 1 */
    size_t max;  /* ceiling for len */
    bool over;   /* an addition was refused */
};

/* max: a ceiling from ceiling.h. */
void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
/* Empties it and clears the flag; keeps the memory. */
void buf_reset(struct buf *b);

static inline bool buf_over(const struct buf *b)
{
    return b->over;
}

/* What buf_add does where there is no room yet. */
void buf_grow(struct buf *b, const char *bytes, size_t len);

static inline void buf_add(struct buf *b, const char *bytes, size_t len)
{
    if (len == 0 || len >= b->room - b->len) {
        buf_grow(b, bytes, len);
        return;
    }
    memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

static inline void buf_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

static inline void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_format(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Keeps the first len bytes, which are there, and clears the flag. */
void buf_cut(struct buf *b, size_t len);
/* Gives back the room that is not used. */
void buf_fit(struct buf *b);
/* Drops the first n bytes. */
void buf_drop(struct buf *b, size_t n);
/* Room for n more bytes at data + len (the caller adds to len what it used); NULL over the ceiling. */
char *buf_room(struct buf *b, size_t n);
/* The bytes, NUL-terminated, now the caller's; b is as after buf_free. */
char *buf_take(struct buf *b);

#endif
