#include "probe.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "clock.h"
#include "httppool.h"
#include "jsontape.h"
#include "stopping.h"

enum question { ASK_OLLAMA, ASK_PROPS, ASK_VERSION, ASK_MODELS, QUESTIONS };

static const char *const paths[] = {"/api/version", "/props", "/version", "/v1/models"};

/* How often a signal is looked for. */
enum { LOOK_MS = 100 };

struct probe {
    const struct provider *provider;
    struct httppool *pool;
    struct httppool_call call[QUESTIONS];
    struct buf url[QUESTIONS];
    bool running[QUESTIONS];
    /* what was learned */
    bool answered; /* by HTTP, and not only that a key is wanted or that it is out of order */
    bool ollama, version, loading;
    int slots;         /* of llama.cpp; 0: not told */
    const char *owner; /* of the models: a kind of server, or NULL */
};

/* Whether the object says its version and nothing else. */
static bool is_version(const struct jsontape *t)
{
    return jsontape_size(t, 0) == 1 && jsontape_kind(t, jsontape_get(t, 0, "version")) == '"';
}

static const char *owner_of(const struct jsontape *t)
{
    static const char *const kinds[] = {"llamacpp", "vllm"};
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, 0, "data"));
    uint32_t owner = jsontape_step(t, &w) ? jsontape_get(t, w.value, "owned_by") : JSONTAPE_NONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (jsontape_is(t, owner, kinds[i]))
            return kinds[i];
    return NULL;
}

static void learn(struct probe *p, enum question q, const struct jsontape *t, long status)
{
    long long slots = jsontape_count(t, jsontape_get(t, 0, "total_slots"), 0);
    uint32_t error = jsontape_get(t, 0, "error");
    /* llama.cpp answers so to everything while it reads its model. */
    if (status == 503 && jsontape_is(t, jsontape_get(t, error, "type"), "unavailable_error"))
        p->loading = true;
    else if (status != 200)
        return;
    else if (q == ASK_OLLAMA)
        p->ollama = is_version(t);
    else if (q == ASK_VERSION)
        p->version = is_version(t);
    else if (q == ASK_MODELS)
        p->owner = owner_of(t);
    else if (slots > 0)
        p->slots = slots < CEILING_WORKERS ? (int)slots : CEILING_WORKERS;
}

static void hear(struct probe *p, enum question q)
{
    const struct httppool_call *call = &p->call[q];
    struct jsontape tape;
    p->running[q] = false;
    if (call->end != HTTPPOOL_DONE)
        return;
    p->answered = p->answered || (call->status < 500 && call->status != 401 && call->status != 403);
    jsontape_init(&tape);
    if (jsontape_read(&tape, call->reply.data, call->reply.len, NULL) == 0)
        learn(p, q, &tape, call->status);
    jsontape_free(&tape);
}

/* What the server is; NULL: not known.  Calls that still run may hold a better answer, unless *sure. */
static const char *kind_of(const struct probe *p, bool *sure)
{
    *sure = true;
    if (p->ollama)
        return "ollama";
    if (p->slots > 0)
        return "llamacpp";
    *sure = p->owner != NULL && !p->running[ASK_PROPS];
    if (p->owner != NULL || p->loading)
        return p->owner != NULL ? p->owner : "llamacpp";
    if (p->version)
        return "vllm";
    return p->answered ? "openai" : NULL;
}

static void start(struct probe *p, enum question q)
{
    char *root = provider_root(p->provider);
    buf_init(&p->url[q], CEILING_TEXT);
    buf_format(&p->url[q], "%s%s", root, paths[q]);
    p->call[q] = (struct httppool_call){
        .url = p->url[q].data,
        .bearer = p->provider->key,
        .timeout_ms = PROBE_MS,
        .connect_ms = p->provider->connect_ms < PROBE_MS ? p->provider->connect_ms : PROBE_MS,
    };
    p->running[q] = httppool_start(p->pool, &p->call[q], NULL) == 0;
    free(root);
}

static bool is_running(const struct probe *p)
{
    bool some = false;
    for (size_t q = 0; q < QUESTIONS; q++)
        some = some || p->running[q];
    return some;
}

/* Waits for answers until they suffice. */
static const char *listen(struct probe *p)
{
    int64_t until = clock_ms() + PROBE_MS;
    bool sure = false;
    const char *kind = NULL;
    while (!sure && is_running(p) && clock_ms() < until && stopping_signal() == 0 &&
           httppool_wait(p->pool, NULL, 0, LOOK_MS, NULL) == 0) {
        struct httppool_call *call;
        while ((call = httppool_next(p->pool)) != NULL)
            hear(p, (enum question)(call - p->call));
        kind = kind_of(p, &sure);
    }
    return kind;
}

/* Asks these questions, first to last.  Returns the kind of the server or NULL; *slots is 0 where it told none. */
static const char *ask(const struct provider *provider, enum question first, enum question last,
                       int *slots)
{
    struct probe p = {.provider = provider, .pool = httppool_open(NULL)};
    if (p.pool == NULL)
        return NULL;
    for (enum question q = first; q <= last; q++)
        start(&p, q);
    const char *kind = listen(&p);
    *slots = p.slots;
    for (enum question q = first; q <= last; q++) {
        if (p.running[q])
            httppool_cancel(p.pool, &p.call[q]);
        httppool_call_free(&p.call[q]);
        buf_free(&p.url[q]);
    }
    httppool_close(p.pool);
    return kind;
}

const struct provider *probe_provider(struct provider_registry *reg, const char *name,
                                      struct diag_error *err)
{
    int slots = 0;
    const struct provider *p = provider_find(reg, name, err);
    if (p == NULL || p->vendor->server == NULL)
        return p;
    const char *said = p->vendor->server;
    bool slots_wanted = strcmp(said, "llamacpp") == 0 && !p->workers_said;
    if (!p->guess && !slots_wanted)
        return p;
    const char *kind = p->guess ? ask(p, 0, QUESTIONS - 1, &slots)
                                : ask(p, ASK_PROPS, ASK_PROPS, &slots);
    if (p->guess)
        diag_info("%s: %s is %s", name, p->base_url,
                  kind != NULL ? kind
                               : "not to be told by what it answers: it is taken for ollama");
    if (kind == NULL || (!p->guess && slots == 0))
        return p;
    return provider_serving(reg, name, p->guess ? kind : said, slots, err);
}
