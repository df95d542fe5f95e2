#include "prompt/facet.h"

#include <string.h>

#include "jsonwrite.h"
#include "prompt/plain.h"

enum { VALUES = 100, NOTE = 300 };

void facet_name(const char *name, size_t len, struct buf *out)
{
    bool plain = len > 0;
    for (size_t i = 0; plain && i < len; i++)
        plain = (unsigned char)name[i] > ' ' && strchr(":?*#\\{}|&=\"", name[i]) == NULL;
    if (plain) {
        buf_add(out, name, len);
        return;
    }
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_bytes(&w, name, len);
}

void facet_range(const struct jsontape *t, uint32_t schema, const char *least, const char *most,
                 struct buf *out)
{
    uint32_t low = jsontape_get(t, schema, least), high = jsontape_get(t, schema, most);
    if (low == JSONTAPE_NONE && high == JSONTAPE_NONE)
        return;
    buf_char(out, '(');
    jsontape_copy(t, low, out);
    buf_text(out, "..");
    jsontape_copy(t, high, out);
    buf_char(out, ')');
}

void facet_string(const struct jsontape *t, uint32_t schema, struct buf *out)
{
    facet_range(t, schema, "minLength", "maxLength", out);
    uint32_t pattern = jsontape_get(t, schema, "pattern");
    if (jsontape_kind(t, pattern) != '"')
        return;
    buf_text(out, " /");
    jsontape_string(t, pattern, out);
    buf_char(out, '/');
}

/* exclusive is a limit of its own, or (OpenAPI 3.0) says so of the inclusive one. */
static void add_limit(const struct jsontape *t, uint32_t inclusive, uint32_t exclusive,
                      const char *sign, struct buf *out)
{
    bool own = jsontape_kind(t, exclusive) == '0';
    if (own || (jsontape_true(t, exclusive) && inclusive != JSONTAPE_NONE))
        buf_text(out, sign);
    if (own)
        jsontape_copy(t, exclusive, out);
    if (own && inclusive != JSONTAPE_NONE)
        buf_text(out, " & ");
    jsontape_copy(t, inclusive, out);
}

void facet_number(const struct jsontape *t, uint32_t schema, struct buf *out)
{
    uint32_t low = jsontape_get(t, schema, "minimum"), high = jsontape_get(t, schema, "maximum");
    uint32_t over = jsontape_get(t, schema, "exclusiveMinimum");
    uint32_t under = jsontape_get(t, schema, "exclusiveMaximum");
    uint32_t step = jsontape_get(t, schema, "multipleOf");
    if (jsontape_kind(t, low) == '0' || jsontape_kind(t, high) == '0' ||
        jsontape_kind(t, over) == '0' || jsontape_kind(t, under) == '0') {
        buf_char(out, '(');
        add_limit(t, low, over, ">", out);
        buf_text(out, "..");
        add_limit(t, high, under, "<", out);
        buf_char(out, ')');
    }
    if (step != JSONTAPE_NONE) {
        buf_text(out, " step ");
        jsontape_copy(t, step, out);
    }
}

void facet_format(const struct jsontape *t, uint32_t schema, struct buf *out)
{
    uint32_t format = jsontape_get(t, schema, "format");
    if (format == JSONTAPE_NONE)
        return;
    buf_char(out, '<');
    jsontape_string(t, format, out);
    buf_char(out, '>');
}

void facet_values(const struct jsontape *t, uint32_t values, struct buf *out)
{
    size_t n = 0;
    for (struct jsontape_walk w = jsontape_walk(t, values); jsontape_step(t, &w);) {
        if (n++ == VALUES) {
            buf_format(out, "|… (%zu values)", jsontape_size(t, values));
            return;
        }
        buf_text(out, n > 1 ? "|" : "");
        jsontape_copy(t, w.value, out);
    }
}

void facet_marks(const struct jsontape *t, uint32_t schema, struct buf *out)
{
    static const struct {
        const char *keyword, *word;
    } marks[] = {
        {"readOnly", " readonly"}, {"writeOnly", " writeonly"}, {"deprecated", " deprecated"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (jsontape_true(t, jsontape_get(t, schema, marks[i].keyword)))
            buf_text(out, marks[i].word);
}

void facet_notes(const struct jsontape *t, uint32_t schema, struct buf *out)
{
    struct jsontape_walk examples = jsontape_walk(t, jsontape_get(t, schema, "examples"));
    uint32_t example = jsontape_get(t, schema, "example");
    uint32_t by_default = jsontape_get(t, schema, "default");
    size_t len;
    if (by_default != JSONTAPE_NONE) {
        buf_text(out, " =");
        jsontape_copy(t, by_default, out);
    }
    if (example == JSONTAPE_NONE && jsontape_step(t, &examples))
        example = examples.value;
    jsontape_raw(t, example, &len);
    if (example != JSONTAPE_NONE && len <= NOTE &&
        jsontape_get(t, schema, "enum") == JSONTAPE_NONE) {
        buf_text(out, " eg ");
        jsontape_copy(t, example, out);
    }
    uint32_t description = jsontape_get(t, schema, "description");
    if (jsontape_says(t, description)) {
        buf_text(out, " # ");
        plain_text(t, description, NOTE, out);
    }
}
