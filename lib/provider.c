#include "provider.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "apikey.h"
#include "ceiling.h"
#include "mem.h"
#include "near.h"
#include "setting.h"
#include "table.h"

enum {
    CONNECT_MS = 15 * 1000,
    FIRST_MS = 120 * 1000, /* a prompt of 100,000 tokens, or a local model that is loaded first */
    STALL_MS = 60 * 1000,
    TIMEOUT_MS = 600 * 1000,
    RETRIES = 3,
    MAX_TOKENS = 8192,
};

struct provider_registry {
    const struct config *config;
    struct provider_flags flags;
    struct table known; /* name → struct provider */
};

/* A timer that was set cannot be longer than the call; one that was not gives way. */
static void read_timer(struct setting *s, const char *name, int otherwise, int timeout_ms,
                       int *into)
{
    *into = otherwise < timeout_ms ? otherwise : timeout_ms;
    if (setting_seconds(s, name, into) && *into > timeout_ms)
        setting_wrong(s, name, "is longer than TIMEOUT, which ends the call before");
}

static void read_timers(struct setting *s, struct provider *p)
{
    p->timeout_ms = TIMEOUT_MS;
    setting_seconds(s, "TIMEOUT", &p->timeout_ms);
    read_timer(s, "CONNECT_TIMEOUT", CONNECT_MS, p->timeout_ms, &p->connect_ms);
    read_timer(s, "FIRST_TOKEN_TIMEOUT", FIRST_MS, p->timeout_ms, &p->first_ms);
    read_timer(s, "STALL_TIMEOUT", STALL_MS, p->timeout_ms, &p->stall_ms);
}

static void read_workers(struct setting *s, const struct provider_flags *flags, struct provider *p)
{
    p->workers = p->vendor->workers;
    bool older = setting_count(s, "MAX_WORKERS", 1, CEILING_WORKERS, &p->workers);
    bool said = setting_count(s, "WORKERS", 1, CEILING_WORKERS, &p->workers);
    if (flags->workers > 0)
        p->workers = flags->workers;
    p->workers_said = older || said || flags->workers > 0;
    setting_count(s, "RPM", 1, 1000000, &p->rpm);
}

static void read_temperature(struct setting *s, struct provider *p)
{
    p->temperature = p->vendor->temperature;
    if (p->temperature >= 0)
        setting_real(s, "TEMPERATURE", p->vendor->hottest, &p->temperature);
}

/* The kind of server that a name stands for which may be several. */
static void read_server(struct setting *s, const char *server, struct provider *p)
{
    if (p->vendor->server == NULL)
        return;
    const char *said = setting_text(s, "SERVER_TYPE", NULL);
    p->guess = said == NULL && server == NULL && setting_text(s, "BASE_URL", NULL) != NULL;
    const char *kind = said != NULL ? said : server;
    const struct vendor *row = kind != NULL ? vendor_serving(p->vendor, kind) : p->vendor;
    if (row == NULL)
        setting_wrong(s, "SERVER_TYPE",
                      "must be one of ollama, vllm, llamacpp and openai, not \"%s\"", kind);
    p->vendor = row != NULL ? row : p->vendor;
}

/* The address as calls are made to it: no slash at its end; of a local server, where Ollama's own protocol
 * has no /v1 and the others' has one, though people write both. */
static char *base_url(const struct vendor *v, const char *url)
{
    struct buf out;
    size_t len = strlen(url);
    buf_init(&out, CEILING_TEXT);
    while (len > 0 && url[len - 1] == '/')
        len--;
    bool v1 = len > 3 && memcmp(url + len - 3, "/v1", 3) == 0;
    if (v->protocol == VENDOR_OLLAMA && v1)
        len -= 3;
    while (len > 0 && url[len - 1] == '/')
        len--;
    buf_add(&out, url, len);
    const char *host = strstr(out.data, "://");
    if (v->server != NULL && v->protocol == VENDOR_OPENAI && host != NULL &&
        strchr(host + 3, '/') == NULL)
        buf_text(&out, "/v1");
    return buf_take(&out);
}

static void read_model(struct setting *s, const struct provider_flags *flags, struct provider *p)
{
    const char *model = setting_text(s, "MODEL", NULL);
    if (flags->model != NULL)
        model = flags->model;
    if (model == NULL)
        model = p->vendor->model;
    p->model = mem_text(model);
    if (model[0] == '\0')
        setting_wrong(s, "MODEL", "is not set");
}

static void read_all(struct setting *s, const struct provider_flags *flags, const char *server,
                     struct provider *p)
{
    enum config_source url_source = CONFIG_NONE, key_source = CONFIG_NONE;
    read_server(s, server, p);
    const char *url = setting_text(s, "BASE_URL", &url_source);
    p->base_url = base_url(p->vendor, url != NULL ? url : p->vendor->base_url);
    p->key = apikey_read(s, p->vendor->key && !flags->keyless, &key_source);
    apikey_check_url(s, p->base_url, url_source, p->key, key_source);
    read_model(s, flags, p);
    read_workers(s, flags, p);
    read_timers(s, p);
    read_temperature(s, p);
    p->max_retries = RETRIES;
    p->max_tokens = MAX_TOKENS;
    p->stream = true;
    setting_count(s, "MAX_RETRIES", 0, 20, &p->max_retries);
    setting_count(s, "MAX_TOKENS", 1, 1000000, &p->max_tokens);
    setting_flag(s, "STREAM", &p->stream);
}

static void set_builtin(struct provider *p)
{
    p->base_url = mem_text("");
    p->model = mem_text(p->vendor->model);
    p->workers = p->vendor->workers;
    p->temperature = p->vendor->temperature;
}

static void provider_free(struct provider *p)
{
    free(p->name);
    free(p->base_url);
    free(p->model);
    free(p->key);
    free(p);
}

static bool is_name(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len <= 64 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

struct provider_registry *provider_open(const struct config *c, struct provider_flags flags)
{
    struct provider_registry *reg = mem_new(sizeof *reg);
    reg->config = c;
    reg->flags = flags;
    table_init(&reg->known);
    return reg;
}

void provider_close(struct provider_registry *reg)
{
    for (size_t i = 0; i < reg->known.count; i++)
        provider_free(reg->known.entry[i].value.pointer);
    table_free(&reg->known);
    free(reg);
}

/* server and workers as in provider_serving; NULL and 0 at first. */
static struct provider *make(const struct provider_registry *reg, const struct vendor *row,
                             const char *name, const char *server, struct diag_error *err)
{
    struct setting s = setting_of(reg->config, name);
    struct provider *p = mem_new(sizeof *p);
    p->vendor = row;
    p->name = mem_text(name);
    if (row->protocol == VENDOR_BUILTIN)
        set_builtin(p);
    else
        read_all(&s, &reg->flags, server, p);
    if (s.problems.len > 0) {
        diag_fail(err, "provider %s: %s", name, s.problems.data);
        provider_free(p);
        p = NULL;
    }
    buf_free(&s.problems);
    return p;
}

static void add_other(void *state, const char *setting)
{
    static const char tail[] = "_BASE_URL";
    struct table *names = state;
    size_t len = strlen(setting), skip = strlen("CASECRAFT_");
    if (len <= skip + sizeof tail - 1 || strcmp(setting + len - (sizeof tail - 1), tail) != 0)
        return;
    char *name = mem_copy(setting + skip, len - skip - (sizeof tail - 1));
    for (char *c = name; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    if (is_name(name) && vendor_find(name) == NULL)
        table_put(names, name, strlen(name));
    free(name);
}

/* Names that have only a setting, in lower case and in order of appearance. */
static struct table other_names(const struct provider_registry *reg)
{
    struct table names;
    table_init(&names);
    config_each(reg->config, "CASECRAFT_", add_other, &names);
    return names;
}

static void fail_unknown(const struct provider_registry *reg, const char *name,
                         struct diag_error *err)
{
    struct near near = near_to(name);
    struct table others = other_names(reg);
    const struct vendor *row;
    for (size_t i = 0; (row = vendor_at(i)) != NULL; i++)
        near_offer(&near, row->name);
    for (size_t i = 0; i < others.count; i++)
        near_offer(&near, others.entry[i].key);
    char *url = setting_variable(is_name(name) ? name : "NAME", "BASE_URL");
    if (near.found == NULL && is_name(name))
        diag_fail(err, "provider %s is not known: set %s to make it one", name, url);
    else if (near.found == NULL)
        diag_fail(err, "provider %s is not known: names are of a-z, 0-9, _ and -", name);
    else if (is_name(name))
        diag_fail(err, "provider %s is not known; did you mean %s? (%s makes it one)", name,
                  near.found, url);
    else
        diag_fail(err, "provider %s is not known; did you mean %s?", name, near.found);
    free(url);
    table_free(&others);
}

static bool is_set(const struct provider_registry *reg, const char *name, const char *setting)
{
    struct setting s = setting_of(reg->config, name);
    bool set = setting_text(&s, setting, NULL) != NULL;
    buf_free(&s.problems);
    return set;
}

const struct provider *provider_find(struct provider_registry *reg, const char *name,
                                     struct diag_error *err)
{
    const struct table_entry *known = table_get(&reg->known, name, strlen(name));
    if (known != NULL)
        return known->value.pointer;
    const struct vendor *row = vendor_find(name);
    if (row == NULL && is_name(name) && is_set(reg, name, "BASE_URL"))
        row = vendor_other();
    if (row == NULL)
        fail_unknown(reg, name, err);
    struct provider *made = row != NULL ? make(reg, row, name, NULL, err) : NULL;
    if (made != NULL)
        table_put(&reg->known, name, strlen(name))->value.pointer = made;
    return made;
}

const struct provider *provider_serving(struct provider_registry *reg, const char *name,
                                        const char *server, int workers, struct diag_error *err)
{
    struct table_entry *known = table_get(&reg->known, name, strlen(name));
    struct provider *before = known->value.pointer;
    struct provider *made = make(reg, before->vendor, name, server, err);
    if (made == NULL)
        return NULL;
    if (!made->workers_said && workers > 0)
        made->workers = workers;
    struct provider gone = *before;
    *before = *made;
    *made = gone;
    provider_free(made);
    return before;
}

char *provider_root(const struct provider *p)
{
    size_t len = strlen(p->base_url);
    bool v1 = len > 3 && strcmp(p->base_url + len - 3, "/v1") == 0;
    return mem_copy(p->base_url, v1 ? len - 3 : len);
}

int provider_check(struct provider_registry *reg, const struct options_list *names,
                   const char *setting)
{
    int result = 0;
    struct diag_error err;
    for (size_t i = 0; i < names->count; i++) {
        if (provider_find(reg, names->item[i], &err) != NULL)
            continue;
        if (setting != NULL)
            diag_warn("%s: %s", setting, err.text);
        else
            diag_error("%s", err.text);
        result = -1;
    }
    return result;
}

static void add_others(struct provider_registry *reg, struct buf *out)
{
    struct table names = other_names(reg);
    struct diag_error err;
    for (size_t i = 0; i < names.count; i++)
        if (provider_find(reg, names.entry[i].key, &err) != NULL)
            buf_format(out, ", %s", names.entry[i].key);
    table_free(&names);
}

void provider_choices(struct provider_registry *reg, struct buf *out)
{
    struct diag_error err;
    const struct vendor *row;
    for (size_t i = 0; (row = vendor_at(i)) != NULL; i++) {
        buf_format(out, "%s%s", i > 0 ? ", " : "", row->name);
        if (row->protocol == VENDOR_BUILTIN) {
            buf_text(out, " (no key, no network)");
        } else if (provider_find(reg, row->name, &err) == NULL) {
            char *key = setting_variable(row->name, "API_KEY");
            buf_format(out, " (set %s)", key);
            free(key);
        }
    }
    add_others(reg, out);
    buf_text(out, ", or any NAME with CASECRAFT_NAME_BASE_URL set");
}

void provider_configured(struct provider_registry *reg, struct options_list *names)
{
    const struct vendor *row;
    for (size_t i = 0; (row = vendor_at(i)) != NULL; i++) {
        bool key = is_set(reg, row->name, "API_KEY") || is_set(reg, row->name, "API_KEY_FILE");
        bool url = is_set(reg, row->name, "BASE_URL");
        if (row->protocol != VENDOR_BUILTIN && (row->key ? key : url))
            options_list_add(names, row->name);
    }
    struct table others = other_names(reg);
    for (size_t i = 0; i < others.count; i++)
        if (is_set(reg, others.entry[i].key, "BASE_URL"))
            options_list_add(names, others.entry[i].key);
    table_free(&others);
}
