#include "outcome.h"

#include <string.h>

#include "jsonwrite.h"
#include "utf8.h"

static const char *const names[OUTCOME_CLASSES] = {
    [OUTCOME_OK] = "ok",           [OUTCOME_AUTH] = "auth",
    [OUTCOME_BILLING] = "billing", [OUTCOME_QUOTA] = "quota",
    [OUTCOME_RATE] = "rate",       [OUTCOME_OVERLOAD] = "overload",
    [OUTCOME_SERVER] = "server",   [OUTCOME_NETWORK] = "network",
    [OUTCOME_TIMEOUT] = "timeout", [OUTCOME_CONTENT] = "content",
    [OUTCOME_CONTEXT] = "context", [OUTCOME_MODEL] = "model",
    [OUTCOME_REQUEST] = "request", [OUTCOME_OUTPUT] = "output",
    [OUTCOME_CONFIG] = "config",   [OUTCOME_INTERRUPTED] = "interrupted",
};

const char *outcome_name(enum outcome_class c)
{
    return names[c];
}

enum outcome_class outcome_find(const char *name)
{
    int c = 0;
    while (c < OUTCOME_CLASSES && strcmp(names[c], name) != 0)
        c++;
    return (enum outcome_class)c;
}

bool outcome_moves_on(enum outcome_class c)
{
    return c != OUTCOME_OK && c != OUTCOME_CONTENT && c != OUTCOME_REQUEST &&
           c != OUTCOME_INTERRUPTED && c != OUTCOME_CLASSES;
}

/* What holds for every vendor. */
static const struct outcome_pattern common[] = {
    {'c', "invalid_api_key", OUTCOME_AUTH},
    {'t', "authentication_error", OUTCOME_AUTH},
    {'t', "invalid_authentication_error", OUTCOME_AUTH},
    {'c', "model_not_found", OUTCOME_MODEL},
    {'c', "context_length_exceeded", OUTCOME_CONTEXT},
    {'t', "exceed_context_size_error", OUTCOME_CONTEXT},
    {'m', "maximum context length", OUTCOME_CONTEXT},
    {'m', "exceeds the context length", OUTCOME_CONTEXT},
    {'c', "content_filter", OUTCOME_CONTENT},
    {'t', "content_filter", OUTCOME_CONTENT},
    {'t', "unavailable_error", OUTCOME_OVERLOAD},
    {'m', "server busy", OUTCOME_OVERLOAD},
    {'m', "overloaded", OUTCOME_OVERLOAD},
    {'c', "rate_limit_exceeded", OUTCOME_RATE},
};

static bool fits(const struct outcome_pattern *p, const struct outcome_error *e)
{
    const char *text = p->where == 'c' ? e->code : p->where == 't' ? e->type : e->message;
    if (text == NULL)
        return false;
    return p->where == 'm' ? strcasestr(text, p->text) != NULL : strcmp(text, p->text) == 0;
}

static enum outcome_class by_status(long http)
{
    switch (http) {
    case 401:
    case 403:
        return OUTCOME_AUTH;
    case 402:
        return OUTCOME_BILLING;
    case 404:
        return OUTCOME_MODEL;
    case 408:
    case 504:
        return OUTCOME_TIMEOUT;
    case 429:
        return OUTCOME_RATE;
    case 503:
    case 529:
        return OUTCOME_OVERLOAD;
    default:
        return http >= 300 && http < 500 ? OUTCOME_REQUEST : OUTCOME_SERVER;
    }
}

enum outcome_class outcome_classify(const struct outcome_pattern *own, size_t patterns,
                                    const struct outcome_error *e)
{
    for (size_t i = 0; i < patterns; i++)
        if (fits(&own[i], e))
            return own[i].class;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (fits(&common[i], e))
            return common[i].class;
    return by_status(e->http);
}

/* A text of a provider, which may be of any length. */
static void write_cut(struct jsonwrite *w, const char *key, const char *text)
{
    if (text == NULL)
        return;
    size_t len = strlen(text);
    jsonwrite_key(w, key);
    jsonwrite_bytes(w, text, len > OUTCOME_MESSAGE ? utf8_cut(text, OUTCOME_MESSAGE) : len);
}

void outcome_error_json(struct buf *out, enum outcome_class c, const char *provider, long http,
                        const char *code, const char *message)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "class", names[c]);
    jsonwrite_member(&w, "provider", provider);
    if (http != 0)
        jsonwrite_member_int(&w, "http", http);
    write_cut(&w, "code", code);
    write_cut(&w, "message", message);
    jsonwrite_close(&w, '}');
}
