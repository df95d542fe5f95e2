#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max, .room = max < 63 ? max + 1 : 64};
    b->data = mem_resize(NULL, b->room, 1);
    b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->over = false;
    b->data[0] = '\0';
}

char *buf_room(struct buf *b, size_t n)
{
    if (n > b->max || b->len > b->max - n) {
        b->over = true;
        return NULL;
    }
    size_t need = b->len + n + 1;
    if (need > b->room) {
        size_t room = b->room > b->max / 2 ? b->max + 1 : b->room * 2;
        room = room > need ? room : need;
        b->data = mem_resize(b->data, room, 1);
        b->room = room;
    }
    return b->data + b->len;
}

void buf_grow(struct buf *b, const char *bytes, size_t len)
{
    char *at = buf_room(b, len);
    if (at == NULL)
        return;
    if (len > 0)
        memcpy(at, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_format(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int len = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *at = len < 0 ? NULL : buf_room(b, (size_t)len);
    if (at != NULL) {
        vsnprintf(at, (size_t)len + 1, fmt, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void buf_cut(struct buf *b, size_t len)
{
    b->len = len;
    b->data[len] = '\0';
    b->over = false;
}

void buf_fit(struct buf *b)
{
    b->room = b->len + 1;
    b->data = mem_resize(b->data, b->room, 1);
}

void buf_drop(struct buf *b, size_t n)
{
    n = n < b->len ? n : b->len;
    memmove(b->data, b->data + n, b->len - n + 1);
    b->len -= n;
}

char *buf_take(struct buf *b)
{
    char *bytes = b->data;
    *b = (struct buf){0};
    return bytes;
}
