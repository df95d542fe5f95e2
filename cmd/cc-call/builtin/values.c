#include "values.h"

#include <string.h>

#include "ceiling.h"

struct context {
    struct candidate_list *list;
    const struct request *request;
    size_t part;
};

/* A header has no line of its own for signs beyond ASCII; a cookie none for what ends it. */
static bool is_sayable_in_header(enum request_in in, const char *value, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)value[i] >= 128 ||
            (in == REQUEST_COOKIE && i > 0 && i + 1 < len && strchr("; \"\\", value[i]) != NULL))
            return false;
    return true;
}

/* What cannot be said on the wire, or would be another request: an empty part of the path, a list or text
 * of nothing that is as good as absent, a member of an object in the query that is a parameter of its own. */
static bool is_sayable(const struct request_part *p, const struct schema_variation *v)
{
    const bool empty = v->len == 2 && strchr("\"[{", v->instance[0]) != NULL;
    if (p->in == REQUEST_BODY)
        return !(p->textual && empty && !p->required);
    if (p->textual &&
        (strcmp(v->technique, "extra_property") == 0 || strcmp(v->keyword, "maxProperties") == 0))
        return false;
    if ((p->in == REQUEST_HEADER || p->in == REQUEST_COOKIE) &&
        !is_sayable_in_header(p->in, v->instance, v->len))
        return false;
    return !empty || (p->in == REQUEST_QUERY && v->instance[0] == '"');
}

static bool take(void *ctx, const struct schema_variation *v)
{
    struct context *c = ctx;
    const struct candidate candidate = {
        .technique = v->technique, .keyword = v->keyword, .violates = v->violates, .part = c->part};
    if (!is_sayable(&c->request->part[c->part], v))
        return true;
    return candidate_add(c->list, candidate, v);
}

static void gather_part(struct candidate_list *l, const struct request *q, size_t part,
                        unsigned long long seed)
{
    const struct request_part *p = &q->part[part];
    struct context context = {l, q, part};
    const struct schema_vary vary = {.view = &q->view,
                                     .seed = seed,
                                     .request = true,
                                     .textual = p->textual,
                                     .careful = p->careful,
                                     .each = take,
                                     .ctx = &context};
    if (p->required && p->in != REQUEST_PATH)
        candidate_add(l,
                      (struct candidate){.technique = "missing_required",
                                         .keyword = "required",
                                         .violates = true,
                                         .proven = true,
                                         .part = part,
                                         .left_out = true},
                      NULL);
    if (p->schema != JSONTAPE_NONE && p->plain != NULL)
        schema_vary(&vary, p->schema, p->name);
}

/* The examples of the media type and of parameters. */
static void gather_examples(struct candidate_list *l, const struct request *q, size_t part)
{
    const struct jsontape *t = &q->record->tape;
    uint32_t node = q->part[part].node;
    uint32_t example = jsontape_get(t, node, "example");
    const struct candidate c = {.technique = "example", .keyword = "", .part = part};
    struct buf text;
    buf_init(&text, CEILING_LINE);
    if (example != JSONTAPE_NONE) {
        jsontape_copy(t, example, &text);
        candidate_add_value(l, c, text.data, text.len);
    }
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, node, "examples"));
    while (jsontape_step(t, &w)) {
        uint32_t value = jsontape_get(t, w.value, "value");
        buf_reset(&text);
        jsontape_copy(t, value, &text);
        if (value != JSONTAPE_NONE)
            candidate_add_value(l, c, text.data, text.len);
    }
    buf_free(&text);
}

void values_gather(struct candidate_list *l, const struct request *q, unsigned long long seed)
{
    for (size_t i = 0; i < q->parts; i++) {
        gather_examples(l, q, i);
        gather_part(l, q, i, seed);
    }
}
