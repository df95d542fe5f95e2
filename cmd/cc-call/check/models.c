#include "models.h"

#include <stdlib.h>
#include <string.h>

#include "near.h"
#include "secret.h"

void models_url(const struct provider *p, struct buf *out)
{
    buf_text(out, p->base_url);
    buf_text(out, p->vendor->protocol == VENDOR_OLLAMA ? "/api/tags" : "/models");
}

/* Whether a name of Ollama's list is the model: llama3.2 is llama3.2:latest. */
static bool is_latest(const char *listed, const char *model)
{
    size_t len = strlen(model);
    return strchr(model, ':') == NULL && strncmp(listed, model, len) == 0 &&
           strcmp(listed + len, ":latest") == 0;
}

/* One more model, whose name is taken over. */
static void take(struct models *m, const struct provider *p, char *name, struct near *near)
{
    bool latest = p->vendor->protocol == VENDOR_OLLAMA && is_latest(name, p->model);
    m->listed = m->listed || latest || strcmp(name, p->model) == 0;
    bool longer = strncmp(name, p->model, strlen(p->model)) == 0;
    near_offer(near, name);
    if (near->found == name || (longer && m->near == NULL)) {
        free(m->near);
        m->near = name;
    } else if (m->first == NULL) {
        m->first = name;
    } else {
        free(name);
    }
}

bool models_read(const struct provider *p, const struct jsontape *t, struct models *m)
{
    bool ollama = p->vendor->protocol == VENDOR_OLLAMA;
    uint32_t list = jsontape_get(t, 0, ollama ? "models" : "data");
    struct near near = near_to(p->model);
    *m = (struct models){0};
    /* Old versions of Ollama write null for an empty list. */
    if (jsontape_kind(t, list) != '[' && !(ollama && jsontape_kind(t, list) == 'n'))
        return false;
    for (struct jsontape_walk w = jsontape_walk(t, list); jsontape_step(t, &w);) {
        char *name = jsontape_text(t, jsontape_get(t, w.value, ollama ? "name" : "id"));
        if (name == NULL)
            continue;
        secret_hide(name, strlen(name), p->key);
        m->count++;
        take(m, p, name, &near);
    }
    return true;
}

void models_free(struct models *m)
{
    free(m->near);
    free(m->first);
    *m = (struct models){0};
}
