#include "parameters.h"

#include <stdlib.h>

#include "ceiling.h"
#include "mem.h"

void parameters_init(struct parameters *p)
{
    *p = (struct parameters){0};
    table_init(&p->by_name);
}

void parameters_free(struct parameters *p)
{
    free(p->item);
    table_free(&p->by_name);
}

/* The last one of that name and place counts; it stands where the first did. */
static void add(struct parameters *p, const struct buf *key, struct parameter item)
{
    struct table_entry *e = table_put(&p->by_name, key->data, key->len);
    size_t at = e->value.number == 0 ? p->count : e->value.number - 1;
    if (at == p->count) {
        p->item = mem_grow(p->item, p->count, &p->room, sizeof *p->item);
        e->value.number = ++p->count;
    }
    p->item[at] = item;
}

static void read_list(struct parameters *p, struct shape *s, uint32_t list)
{
    const struct jsontape *t = s->t;
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    list = refs_follow(s->refs, list);
    for (struct jsontape_walk w = jsontape_walk(t, list); jsontape_step(t, &w);) {
        uint32_t target = refs_follow(s->refs, w.value);
        uint32_t name = refs_get(s->refs, target, "name");
        uint32_t in = refs_get(s->refs, target, "in");
        if (target == JSONTAPE_NONE) {
            report_lost(&s->report, refs_of(s->refs, w.value));
        } else if (jsontape_kind(t, name) != '"' || jsontape_kind(t, in) != '"') {
            report_warn(&s->report, w.value, "this parameter has no name or no place (`in`)");
        } else {
            buf_reset(&key);
            jsontape_string(t, in, &key);
            buf_char(&key, ' ');
            jsontape_string(t, name, &key);
            bool in_body = jsontape_is(t, in, "body") || jsontape_is(t, in, "formData");
            add(p, &key, (struct parameter){w.value, target, name, in, in_body});
        }
    }
    buf_free(&key);
}

void parameters_read(struct parameters *p, struct shape *s, const struct walk_operation *op)
{
    const uint32_t places[] = {op->item, op->beside, op->node};
    p->count = 0;
    table_clear(&p->by_name);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        uint32_t list = refs_get(s->refs, places[i], "parameters");
        if (list != JSONTAPE_NONE)
            read_list(p, s, list);
    }
}
