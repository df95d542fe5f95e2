#include "credential.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const placeholders[] = {"Bearer ${AUTH_TOKEN}", "Basic ${BASIC_CREDENTIALS}",
                                           "${API_KEY}"};

enum { BEARER, BASIC, API_KEY };

const char *credential_placeholder(size_t number)
{
    return placeholders[number];
}

bool credential_needed(const struct record *r)
{
    const struct jsontape *t = &r->tape;
    bool any = false;
    struct jsontape_walk w = jsontape_walk(t, record_get(r, "security"));
    while (jsontape_step(t, &w)) {
        if (jsontape_size(t, w.value) == 0)
            return false;
        any = true;
    }
    return any;
}

/* What goes where for one requirement; what says neither is an Authorization header. */
static void put(const struct jsontape *t, uint32_t requirement, const char *place,
                struct table *names)
{
    const bool key = jsontape_is(t, jsontape_get(t, requirement, "type"), "apiKey");
    char *http = jsontape_text(t, jsontape_get(t, requirement, "http"));
    char *name = jsontape_text(t, jsontape_get(t, requirement, "name"));
    char *in = jsontape_text(t, jsontape_get(t, requirement, "in"));
    const char *called = name != NULL && name[0] != '\0' ? name : "Authorization";
    if (strcmp(in == NULL ? "header" : in, place) == 0)
        table_put(names, called, strlen(called))->value.number = key ? API_KEY
                                                                 : http != NULL &&
                                                                         strcasecmp(http,
                                                                                    "basic") == 0
                                                                     ? BASIC
                                                                     : BEARER;
    free(http);
    free(name);
    free(in);
}

static void put_all(const struct jsontape *t, uint32_t alternative, const char *place,
                    struct table *names)
{
    struct jsontape_walk w = jsontape_walk(t, alternative);
    while (jsontape_step(t, &w))
        if (!jsontape_is(t, jsontape_get(t, w.value, "type"), "mutualTLS"))
            put(t, w.value, place, names);
}

void credential_names(const struct record *r, const char *place, struct table *names)
{
    const struct jsontape *t = &r->tape;
    struct jsontape_walk alternatives = jsontape_walk(t, record_get(r, "security"));
    if (jsontape_step(t, &alternatives))
        put_all(t, alternatives.value, place, names);
}

void credential_names_of_all(const struct record *r, const char *place, struct table *names)
{
    const struct jsontape *t = &r->tape;
    struct jsontape_walk alternatives = jsontape_walk(t, record_get(r, "security"));
    while (jsontape_step(t, &alternatives))
        put_all(t, alternatives.value, place, names);
}

/* The kind of the first credential, or -1. */
static int first_kind(const struct record *r)
{
    static const char *const places[] = {"header", "query", "cookie"};
    struct table names;
    int kind = -1;
    for (size_t i = 0; kind < 0 && i < sizeof places / sizeof *places; i++) {
        table_init(&names);
        credential_names(r, places[i], &names);
        if (names.count > 0)
            kind = (int)names.entry[0].value.number;
        table_free(&names);
    }
    return kind;
}

const char *credential_malformed(const struct record *r)
{
    static const char *const values[] = {
        [BEARER] = "malformed-credentials", [BASIC] = "malformed-credentials", [API_KEY] = ""};
    const int kind = first_kind(r);
    return kind < 0 ? NULL : values[kind];
}

const char *credential_unknown(const struct record *r)
{
    static const char *const values[] = {[BEARER] = "Bearer not-a-valid-token",
                                         [BASIC] = "Basic bm9ib2R5Ondyb25n",
                                         [API_KEY] = "not-a-valid-key"};
    const int kind = first_kind(r);
    return kind < 0 ? NULL : values[kind];
}
