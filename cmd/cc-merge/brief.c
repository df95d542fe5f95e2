#include "brief.h"

#include "jsonwrite.h"

/* Members of the record as they are; NULL ends them. */
static const char *const whole[] = {"id", "provider", "fallback_from", "partial", NULL};
static const char *const of_error[] = {"class", NULL};
static const char *const of_case[] = {"test_type", "technique", "priority", "provider", NULL};
static const char *const of_call[] = {"provider", "model", NULL};
static const char *const of_nothing[] = {NULL};

static void write_members(struct jsonwrite *w, const struct jsontape *t, uint32_t object,
                          const char *const *name)
{
    for (; *name != NULL; name++) {
        uint32_t node = jsontape_get(t, object, *name);
        if (jsontape_kind(t, node) != '"')
            continue;
        jsonwrite_key(w, *name);
        jsontape_write(t, node, w);
    }
}

static void write_object(struct jsonwrite *w, const struct jsontape *t, uint32_t object,
                         const char *const *name)
{
    jsonwrite_open(w, '{');
    write_members(w, t, object, name);
    jsonwrite_close(w, '}');
}

/* A member that is an object, cut to the members that are named. */
static void write_member(struct jsonwrite *w, const struct record *r, const char *member,
                         const char *const *name)
{
    uint32_t node = record_get(r, member);
    if (jsontape_kind(&r->tape, node) != '{')
        return;
    jsonwrite_key(w, member);
    write_object(w, &r->tape, node, name);
}

/* A member that is a list, with its items cut to the members that are named. */
static void write_list(struct jsonwrite *w, const struct record *r, const char *member,
                       const char *const *name)
{
    uint32_t list = record_get(r, member);
    if (jsontape_kind(&r->tape, list) != '[')
        return;
    jsonwrite_key(w, member);
    jsonwrite_open(w, '[');
    for (struct jsontape_walk walk = jsontape_walk(&r->tape, list); jsontape_step(&r->tape, &walk);)
        write_object(w, &r->tape, walk.value, name);
    jsonwrite_close(w, ']');
}

void brief_write(const struct record *r, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_members(&w, &r->tape, 0, whole);
    write_member(&w, r, "error", of_error);
    write_member(&w, r, "reply", of_nothing);
    write_list(&w, r, "cases", of_case);
    write_list(&w, r, "rejected", of_nothing);
    write_list(&w, r, "attempts", of_call);
    jsonwrite_close(&w, '}');
}
