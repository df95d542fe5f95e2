#include "payload.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "style.h"

static void add_form(const struct jsontape *record, uint32_t encoding,
                     const struct jsontape *values, uint32_t body, struct buf *out)
{
    char joint = '\0';
    struct jsontape_walk w = jsontape_walk(values, body);
    while (jsontape_step(values, &w)) {
        char *name = jsontape_text(values, w.key);
        if (name == NULL)
            continue;
        struct style s;
        style_of_field(record, jsontape_get(record, encoding, name), &s);
        style_write(&s, name, values, w.value, &joint, out);
        free(name);
    }
}

/* A name inside the quotes of a header: what would end it is percent-encoded, as browsers do. */
static void add_quoted(const char *name, struct buf *out)
{
    for (; *name != '\0'; name++) {
        if (*name == '"' || *name == '\r' || *name == '\n')
            buf_format(out, "%%%02X", (unsigned char)*name);
        else
            buf_char(out, *name);
    }
}

/* A member of a multipart body. */
struct field {
    char *name;
    char *type; /* declared; NULL: the usual one of a value */
    bool file;
    struct style style;
};

static void open_field(struct field *f, const struct jsontape *record, uint32_t encoding,
                       const struct table *files, char *name)
{
    uint32_t row = jsontape_get(record, encoding, name);
    char *list = jsontape_text(record, jsontape_get(record, row, "contentType"));
    *f = (struct field){.name = name, .file = table_get(files, name, strlen(name)) != NULL};
    f->type = list == NULL ? NULL : media_first(list);
    style_of_field(record, row, &f->style);
    f->style.explode = f->style.explode || f->style.deep;
    f->style.whole = f->style.whole || f->style.explode;
    f->style.folded = true;
    f->style.named = f->style.encoded = f->style.deep = false;
    f->style.json = f->style.json && !f->file;
    free(list);
}

static void close_field(struct field *f)
{
    free(f->name);
    free(f->type);
}

static const char *type_of(const struct field *f, char kind)
{
    return f->type != NULL ? f->type
           : f->file       ? "application/octet-stream"
           : kind == '{'   ? "application/json"
                           : NULL;
}

static void add_part(const struct field *f, const struct jsontape *values, uint32_t value,
                     struct buf *out)
{
    const char *type = type_of(f, jsontape_kind(values, value));
    char joint = '\0';
    buf_text(out, "--" PAYLOAD_BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
    add_quoted(f->name, out);
    buf_char(out, '"');
    if (f->file) {
        buf_text(out, "; filename=\"");
        add_quoted(f->name, out);
        buf_char(out, '"');
    }
    if (type != NULL) {
        buf_text(out, "\r\nContent-Type: ");
        buf_text(out, type);
    }
    buf_text(out, "\r\n\r\n");
    style_write(&f->style, f->name, values, value, &joint, out);
    buf_text(out, "\r\n");
}

static void add_multipart(const struct jsontape *record, uint32_t encoding,
                          const struct table *files, const struct jsontape *values, uint32_t body,
                          struct buf *out)
{
    struct jsontape_walk w = jsontape_walk(values, body);
    while (jsontape_step(values, &w)) {
        char *name = jsontape_text(values, w.key);
        struct field f;
        if (name == NULL)
            continue;
        open_field(&f, record, encoding, files, name);
        struct jsontape_walk items = jsontape_walk(values, w.value);
        if (jsontape_kind(values, w.value) != '[' || !f.style.explode)
            add_part(&f, values, w.value, out);
        else
            while (jsontape_step(values, &items))
                add_part(&f, values, items.value, out);
        close_field(&f);
    }
    buf_text(out, "--" PAYLOAD_BOUNDARY "--\r\n");
}

void payload_write(enum media media, const struct jsontape *record, uint32_t encoding,
                   const struct table *files, const struct jsontape *values, uint32_t body,
                   struct buf *out)
{
    const bool object = jsontape_kind(values, body) == '{';
    if (media == MEDIA_FORM && object)
        add_form(record, encoding, values, body, out);
    else if (media == MEDIA_MULTIPART && object)
        add_multipart(record, encoding, files, values, body, out);
    else if (media != MEDIA_JSON && jsontape_kind(values, body) == '"')
        jsontape_string(values, body, out);
    else
        jsontape_copy(values, body, out);
}
