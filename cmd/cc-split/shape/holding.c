#include "holding.h"

static void note_items(struct holding *h, char kind)
{
    h->arrays += kind == '{' || kind == '[';
    h->constraints += kind == 'f';
}

static void note_fields(struct holding *h, const struct jsontape *t, uint32_t value)
{
    if (jsontape_kind(t, value) != '{')
        return;
    h->objects++;
    h->fields += (uint32_t)jsontape_size(t, value);
}

static void note_branches(struct holding *h, const struct jsontape *t, uint32_t value)
{
    uint32_t size = jsontape_kind(t, value) == '[' ? (uint32_t)jsontape_size(t, value) : 0;
    h->alternatives += size > 0 ? size - 1 : 0;
}

void holding_note(struct holding *h, enum holding_what what, const struct jsontape *t,
                  uint32_t value)
{
    char kind = jsontape_kind(t, value);
    switch (what) {
    case HOLDING_FIELDS:
        note_fields(h, t, value);
        break;
    case HOLDING_ITEMS:
        note_items(h, kind);
        break;
    case HOLDING_BRANCHES:
        note_branches(h, t, value);
        break;
    case HOLDING_CONSTRAINT:
        h->constraints++;
        break;
    case HOLDING_SWITCH:
        h->constraints += kind != 'f';
        break;
    case HOLDING_NAMES:
        h->constraints += kind == '[' ? (uint32_t)jsontape_size(t, value) : 0;
        break;
    case HOLDING_NOTHING:
    case HOLDING_APART:
        break;
    }
}

void holding_add(struct holding *h, const struct holding *more)
{
    h->fields += more->fields;
    h->objects += more->objects;
    h->arrays += more->arrays;
    h->constraints += more->constraints;
    h->alternatives += more->alternatives;
}

struct holding_choice holding_choice(const struct holding *h)
{
    return (struct holding_choice){.before = *h};
}

static void raise_to(uint32_t *most, uint32_t now, uint32_t before)
{
    if (now - before > *most)
        *most = now - before;
}

void holding_choose(struct holding_choice *c, struct holding *h)
{
    raise_to(&c->most.fields, h->fields, c->before.fields);
    raise_to(&c->most.objects, h->objects, c->before.objects);
    raise_to(&c->most.arrays, h->arrays, c->before.arrays);
    raise_to(&c->most.constraints, h->constraints, c->before.constraints);
    raise_to(&c->most.alternatives, h->alternatives, c->before.alternatives);
    *h = c->before;
}
