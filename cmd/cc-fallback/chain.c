#include "chain.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"

void chain_init(struct chain *c)
{
    *c = (struct chain){0};
    for (int i = 0; i < OUTCOME_CLASSES; i++)
        c->moves[i] = outcome_moves_on((enum outcome_class)i);
}

void chain_free(struct chain *c)
{
    options_list_free(&c->names);
}

int chain_on(struct chain *c, const struct options_list *classes, struct diag_error *err)
{
    if (classes->count == 0)
        return 0;
    memset(c->moves, 0, sizeof c->moves);
    for (size_t i = 0; i < classes->count; i++) {
        enum outcome_class class = outcome_find(classes->item[i]);
        if (class == OUTCOME_CLASSES || class == OUTCOME_OK)
            return diag_fail(err, "--on: there is no error class \"%s\" (cc-record(5) lists them)",
                             classes->item[i]);
        if (class == OUTCOME_INTERRUPTED)
            return diag_fail(err, "--on: class interrupted never moves on");
        c->moves[class] = true;
    }
    return 0;
}

bool chain_failed(const struct record *r)
{
    char kind = jsontape_kind(&r->tape, record_get(r, "error"));
    return kind != 0 && kind != 'n';
}

static bool moves_on(const struct chain *c, const struct record *r)
{
    uint32_t class = jsontape_get(&r->tape, record_get(r, "error"), "class");
    char *name = jsontape_text(&r->tape, class);
    enum outcome_class found = name != NULL ? outcome_find(name) : OUTCOME_CLASSES;
    free(name);
    return found != OUTCOME_CLASSES && c->moves[found];
}

static bool was_asked(const struct record *r, const char *name)
{
    const struct jsontape *t = &r->tape;
    if (jsontape_is(t, record_get(r, "provider"), name))
        return true;
    struct jsontape_walk w = jsontape_walk(t, record_get(r, "attempts"));
    while (jsontape_step(t, &w))
        if (jsontape_is(t, jsontape_get(t, w.value, "provider"), name))
            return true;
    return false;
}

static char *next_of_record(const struct record *r, uint32_t chain, size_t *place)
{
    struct jsontape_walk w = jsontape_walk(&r->tape, chain);
    for (size_t at = 0; at < CEILING_PROVIDERS && jsontape_step(&r->tape, &w); at++) {
        char *name = at < *place ? NULL : jsontape_text(&r->tape, w.value);
        if (name != NULL && name[0] != '\0' && !was_asked(r, name)) {
            *place = at + 1;
            return name;
        }
        free(name);
    }
    return NULL;
}

char *chain_next(const struct chain *c, const struct record *r, size_t *place)
{
    if (!moves_on(c, r))
        return NULL;
    uint32_t own = record_get(r, "chain");
    if (jsontape_kind(&r->tape, own) == '[')
        return next_of_record(r, own, place);
    for (size_t at = *place; at < c->names.count && at < CEILING_PROVIDERS; at++) {
        if (!was_asked(r, c->names.item[at])) {
            *place = at + 1;
            return mem_text(c->names.item[at]);
        }
    }
    return NULL;
}
