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
            return diag_fail(err, "--on: there is no error class \"%s\" (casecraft(7) lists them)",
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
    if (jsontape_is(t, record_get(r, "provider"), name) ||
        jsontape_is(t, jsontape_get(t, record_get(r, "error"), "provider"), name))
        return true;
    struct jsontape_walk w = jsontape_walk(t, record_get(r, "attempts"));
    while (jsontape_step(t, &w))
        if (jsontape_is(t, jsontape_get(t, w.value, "provider"), name))
            return true;
    return false;
}

/* Adds what the record's chain names to names, as many as count; a place that holds no name is "". */
static void chain_of_record(const struct record *r, uint32_t chain, struct options_list *names)
{
    struct jsontape_walk w = jsontape_walk(&r->tape, chain);
    while (names->count < CEILING_PROVIDERS && jsontape_step(&r->tape, &w)) {
        char *name = jsontape_text(&r->tape, w.value);
        options_list_add(names, name != NULL ? name : "");
        free(name);
    }
}

static bool stands_before(const struct options_list *names, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(names->item[i], names->item[at]) == 0)
            return true;
    return false;
}

static char *next_name(const struct options_list *names, const struct record *r, size_t *place)
{
    for (size_t at = *place; at < names->count && at < CEILING_PROVIDERS; at++) {
        const char *name = names->item[at];
        if (name[0] != '\0' && !stands_before(names, at) && !was_asked(r, name)) {
            *place = at + 1;
            return mem_text(name);
        }
    }
    return NULL;
}

char *chain_next(const struct chain *c, const struct record *r, size_t *place)
{
    if (!moves_on(c, r))
        return NULL;
    uint32_t own = record_get(r, "chain");
    if (jsontape_kind(&r->tape, own) != '[')
        return next_name(&c->names, r, place);
    struct options_list names = {0};
    chain_of_record(r, own, &names);
    char *next = next_name(&names, r, place);
    options_list_free(&names);
    return next;
}
