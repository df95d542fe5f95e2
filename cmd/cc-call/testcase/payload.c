#include "payload.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "target.h"

static bool is_type(const char *content_type, size_t len, const char *name)
{
    return strlen(name) == len && strncasecmp(content_type, name, len) == 0;
}

enum payload_media payload_media(const char *content_type)
{
    size_t len = strcspn(content_type, "; ");
    if (is_type(content_type, len, "application/json") || is_type(content_type, len, "*/*") ||
        is_type(content_type, len, "application/*") ||
        (len > 5 && strncasecmp(content_type + len - 5, "+json", 5) == 0))
        return PAYLOAD_JSON;
    if (is_type(content_type, len, "application/x-www-form-urlencoded"))
        return PAYLOAD_FORM;
    return len > 10 && strncasecmp(content_type, "multipart/", 10) == 0 ? PAYLOAD_MULTIPART
                                                                        : PAYLOAD_TEXT;
}

static void add_form(const struct jsontape *record, uint32_t encoding,
                     const struct jsontape *values, uint32_t body, struct buf *out)
{
    char joint = '\0';
    struct jsontape_walk w = jsontape_walk(values, body);
    while (jsontape_step(values, &w)) {
        char *name = jsontape_text(values, w.key);
        if (name == NULL)
            continue;
        target_pairs(record, jsontape_get(record, encoding, name), name, values, w.value, &joint,
                     out);
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

static void add_part(const char *name, bool file, const struct jsontape *values, uint32_t value,
                     struct buf *out)
{
    char kind = jsontape_kind(values, value);
    buf_text(out, "--" PAYLOAD_BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
    add_quoted(name, out);
    buf_char(out, '"');
    if (file) {
        buf_text(out, "; filename=\"");
        add_quoted(name, out);
        buf_text(out, "\"\r\nContent-Type: application/octet-stream");
    } else if (kind == '{') {
        buf_text(out, "\r\nContent-Type: application/json");
    }
    buf_text(out, "\r\n\r\n");
    if (kind == '"')
        jsontape_string(values, value, out);
    else
        jsontape_copy(values, value, out);
    buf_text(out, "\r\n");
}

static void add_multipart(const struct table *files, const struct jsontape *values, uint32_t body,
                          struct buf *out)
{
    struct jsontape_walk w = jsontape_walk(values, body);
    while (jsontape_step(values, &w)) {
        char *name = jsontape_text(values, w.key);
        if (name == NULL)
            continue;
        const bool file = table_get(files, name, strlen(name)) != NULL;
        struct jsontape_walk items = jsontape_walk(values, w.value);
        if (jsontape_kind(values, w.value) != '[')
            add_part(name, file, values, w.value, out);
        else
            while (jsontape_step(values, &items))
                add_part(name, file, values, items.value, out);
        free(name);
    }
    buf_text(out, "--" PAYLOAD_BOUNDARY "--\r\n");
}

void payload_write(enum payload_media media, const struct jsontape *record, uint32_t encoding,
                   const struct table *files, const struct jsontape *values, uint32_t body,
                   struct buf *out)
{
    const bool object = jsontape_kind(values, body) == '{';
    if (media == PAYLOAD_FORM && object)
        add_form(record, encoding, values, body, out);
    else if (media == PAYLOAD_MULTIPART && object)
        add_multipart(files, values, body, out);
    else if (media != PAYLOAD_JSON && jsontape_kind(values, body) == '"')
        jsontape_string(values, body, out);
    else
        jsontape_copy(values, body, out);
}
