#include "schema/pieces.h"

#include <stdlib.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "mem.h"

void schema_pieces_init(struct schema_pieces *p)
{
    table_init(&p->names);
    p->piece = NULL;
    buf_init(&p->text, CEILING_LINE);
}

void schema_pieces_free(struct schema_pieces *p)
{
    table_free(&p->names);
    free(p->piece);
    p->piece = NULL;
    buf_free(&p->text);
}

void schema_pieces_ready(struct schema_pieces *p)
{
    p->piece = mem_array(p->names.count + 1, sizeof *p->piece);
}

void schema_pieces_names(const struct schema_pieces *p, struct table *names)
{
    for (size_t i = 0; i < p->names.count; i++)
        table_put(names, p->names.entry[i].key, p->names.entry[i].len);
}

static void member(const struct schema_pieces *p, size_t i, bool comma, bool value, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    w.comma = comma;
    jsonwrite_key_bytes(&w, p->names.entry[i].key, p->names.entry[i].len);
    if (value)
        buf_add(out, p->text.data + p->piece[i].at, p->piece[i].len);
}

void schema_pieces_write(const struct schema_pieces *p, size_t without, struct buf *out)
{
    bool comma = false;
    buf_char(out, '{');
    for (size_t i = 0; i < p->names.count; i++) {
        if (i == without || !p->piece[i].in)
            continue;
        member(p, i, comma, true, out);
        comma = true;
    }
    buf_char(out, '}');
}

void schema_pieces_append(struct buf *object, const char *name, size_t len, const struct buf *value)
{
    struct jsonwrite w = jsonwrite_to(object);
    if (buf_over(object))
        return;
    object->len--;
    object->data[object->len] = '\0';
    w.comma = object->len > 1;
    jsonwrite_key_bytes(&w, name, len);
    buf_add(object, value->data, value->len);
    buf_char(object, '}');
}

void schema_pieces_before(const struct schema_pieces *p, size_t index, struct buf *out)
{
    bool comma = false;
    size_t end = p->piece[index].in ? index : p->names.count;
    buf_char(out, '{');
    for (size_t i = 0; i < end; i++) {
        if (!p->piece[i].in)
            continue;
        member(p, i, comma, true, out);
        comma = true;
    }
    member(p, index, comma, false, out);
}

void schema_pieces_after(const struct schema_pieces *p, size_t index, struct buf *out)
{
    for (size_t i = index + 1; p->piece[index].in && i < p->names.count; i++)
        if (p->piece[i].in)
            member(p, i, true, true, out);
    buf_char(out, '}');
}
