#include "prompt/sketch.h"

#include <string.h>

#include "prompt/plain.h"
#include "prompt/type.h"

/* Bytes of the operation's own words, and of a response's. */
enum { WORDS = 3000, RESPONSE = 200 };

static uint32_t get(const struct record *r, uint32_t object, const char *member)
{
    return jsontape_get(&r->tape, object, member);
}

/* The description, and the summary before it where that is not how it begins. */
static void add_words(const struct record *r, struct buf *out)
{
    uint32_t summary = record_get(r, "summary"), description = record_get(r, "description");
    struct buf first, second;
    buf_init(&first, out->max);
    buf_init(&second, out->max);
    plain_text(&r->tape, summary, WORDS, &first);
    plain_text(&r->tape, description, WORDS, &second);
    if (first.len > 0 && strncasecmp(second.data, first.data, first.len) != 0) {
        buf_add(out, first.data, first.len);
        buf_char(out, '\n');
    }
    if (second.len > 0) {
        buf_add(out, second.data, second.len);
        buf_char(out, '\n');
    }
    buf_free(&second);
    buf_free(&first);
}

static void add_scopes(const struct record *r, uint32_t scopes, struct buf *out)
{
    const char *sign = " (";
    for (struct jsontape_walk w = jsontape_walk(&r->tape, scopes); jsontape_step(&r->tape, &w);) {
        buf_text(out, sign);
        jsontape_string(&r->tape, w.value, out);
        sign = ", ";
    }
    if (sign[0] == ',')
        buf_char(out, ')');
}

static void add_requirement(const struct record *r, uint32_t one, struct buf *out)
{
    uint32_t http = get(r, one, "http");
    if (jsontape_is(&r->tape, get(r, one, "type"), "apiKey")) {
        buf_text(out, "key in ");
        jsontape_string(&r->tape, get(r, one, "in"), out);
        buf_char(out, ' ');
        jsontape_string(&r->tape, get(r, one, "name"), out);
    } else {
        jsontape_string(&r->tape, http != JSONTAPE_NONE ? http : get(r, one, "type"), out);
    }
    add_scopes(r, get(r, one, "scopes"), out);
}

static void add_security(const struct record *r, struct buf *out)
{
    uint32_t security = record_get(r, "security");
    const char * or = "";
    buf_text(out, "auth: ");
    for (struct jsontape_walk w = jsontape_walk(&r->tape, security); jsontape_step(&r->tape, &w);) {
        const char *and = "";
        buf_text(out, or);
        for (struct jsontape_walk i = jsontape_walk(&r->tape, w.value);
             jsontape_step(&r->tape, &i);) {
            buf_text(out, and);
            add_requirement(r, i.value, out);
            and = " and ";
        }
        if (*and == '\0')
            buf_text(out, "none");
        or = " | ";
    }
    buf_text(out, * or == '\0' ? "none\n" : "\n");
}

/* How a value is written where that is not as everybody expects. */
static void add_style(const struct record *r, uint32_t parameter, struct buf *out)
{
    static const struct {
        const char *in, *style;
    } usual[] = {{"path", "simple"}, {"query", "form"}, {"header", "simple"}, {"cookie", "form"}};
    uint32_t style = get(r, parameter, "style"), explode = get(r, parameter, "explode");
    bool as_usual = style == JSONTAPE_NONE;
    for (size_t i = 0; i < 4; i++)
        as_usual = as_usual || (jsontape_is(&r->tape, get(r, parameter, "in"), usual[i].in) &&
                                jsontape_is(&r->tape, style, usual[i].style));
    if (!as_usual) {
        buf_text(out, " style=");
        jsontape_string(&r->tape, style, out);
    }
    if (jsontape_kind(&r->tape, explode) == 'f' && !jsontape_is(&r->tape, style, "simple"))
        buf_text(out, " explode=false");
}

static void add_example(const struct record *r, uint32_t holder, struct buf *out)
{
    uint32_t example = get(r, holder, "example");
    struct jsontape_walk w = jsontape_walk(&r->tape, get(r, holder, "examples"));
    if (example == JSONTAPE_NONE && jsontape_step(&r->tape, &w))
        example = get(r, w.value, "value");
    size_t len;
    jsontape_raw(&r->tape, example, &len);
    if (example == JSONTAPE_NONE || len > WORDS)
        return;
    buf_text(out, " eg ");
    jsontape_copy(&r->tape, example, out);
}

static void add_parameter(const struct record *r, struct type *t, uint32_t parameter)
{
    jsontape_string(&r->tape, get(r, parameter, "in"), t->out);
    buf_char(t->out, ' ');
    jsontape_string(&r->tape, get(r, parameter, "name"), t->out);
    bool required = jsontape_true(&r->tape, get(r, parameter, "required"));
    buf_text(t->out, required ? ": " : "?: ");
    uint32_t schema = get(r, parameter, "schema");
    struct jsontape_walk content = jsontape_walk(&r->tape, get(r, parameter, "content"));
    if (schema == JSONTAPE_NONE && jsontape_step(&r->tape, &content)) {
        jsontape_string(&r->tape, content.key, t->out);
        buf_char(t->out, ' ');
        schema = get(r, content.value, "schema");
    }
    if (schema != JSONTAPE_NONE)
        type_write(t, schema, 0);
    add_style(r, parameter, t->out);
    add_example(r, parameter, t->out);
    uint32_t description = get(r, parameter, "description");
    if (jsontape_says(&r->tape, description) &&
        !jsontape_says(&r->tape, get(r, schema, "description"))) {
        buf_text(t->out, " # ");
        plain_text(&r->tape, description, WORDS / 10, t->out);
    }
    buf_char(t->out, '\n');
}

static void add_body(const struct record *r, struct type *t, uint32_t body)
{
    bool required = jsontape_true(&r->tape, get(r, body, "required"));
    for (struct jsontape_walk w = jsontape_walk(&r->tape, get(r, body, "content"));
         jsontape_step(&r->tape, &w);) {
        buf_text(t->out, required ? "body " : "body? ");
        jsontape_string(&r->tape, w.key, t->out);
        buf_text(t->out, ": ");
        if (get(r, w.value, "schema") != JSONTAPE_NONE)
            type_write(t, get(r, w.value, "schema"), 0);
        add_example(r, w.value, t->out);
        buf_char(t->out, '\n');
    }
}

static void add_responses(const struct record *r, struct buf *out)
{
    for (struct jsontape_walk w = jsontape_walk(&r->tape, record_get(r, "responses"));
         jsontape_step(&r->tape, &w);) {
        jsontape_string(&r->tape, w.key, out);
        buf_char(out, ' ');
        plain_text(&r->tape, get(r, w.value, "description"), RESPONSE, out);
        buf_char(out, '\n');
    }
}

void sketch_write(const struct record *r, struct buf *out)
{
    struct type t = type_to(&r->tape, out);
    uint32_t request = record_get(r, "request");
    jsontape_string(&r->tape, record_get(r, "method"), out);
    buf_char(out, ' ');
    jsontape_string(&r->tape, record_get(r, "path"), out);
    buf_char(out, '\n');
    add_words(r, out);
    add_security(r, out);
    for (struct jsontape_walk w = jsontape_walk(&r->tape, get(r, request, "parameters"));
         jsontape_step(&r->tape, &w);)
        add_parameter(r, &t, w.value);
    add_body(r, &t, get(r, request, "body"));
    type_write_named(&t, record_get(r, "$defs"));
    add_responses(r, out);
    type_free(&t);
}
