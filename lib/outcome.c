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
