#include "provider.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"
#include "number.h"
#include "table.h"

enum { TIMEOUT_S = 300, RETRIES = 3, MAX_TOKENS = 8192 };

struct provider_registry {
    const struct config *config;
    struct provider_flags flags;
    struct table known; /* name → struct provider */
};

/* A provider being put together, and everything that is wrong with it. */
struct making {
    struct provider_registry *reg;
    struct provider *p;
    struct buf problems;
};

__attribute__((format(printf, 2, 3))) static void problem(struct making *m, const char *fmt, ...)
{
    struct diag_error text;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text.text, sizeof text.text, fmt, ap);
    va_end(ap);
    if (m->problems.len > 0)
        buf_text(&m->problems, "; ");
    buf_text(&m->problems, text.text);
}

/* CASECRAFT_<NAME>_<SETTING>; the text is the caller's. */
static char *variable(const char *provider, const char *setting)
{
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    buf_text(&name, "CASECRAFT_");
    for (const char *c = provider; *c != '\0'; c++)
        buf_char(&name, *c == '-' ? '_' : (char)toupper((unsigned char)*c));
    buf_format(&name, "_%s", setting);
    return buf_take(&name);
}

static const char *setting(const struct provider_registry *reg, const char *provider,
                           const char *name, enum config_source *source)
{
    char *full = variable(provider, name);
    const char *value = config_get(reg->config, full, source);
    free(full);
    return value;
}

static void read_count(struct making *m, const char *name, long long min, long long max, int scale,
                       int *into)
{
    const char *value = setting(m->reg, m->p->name, name, NULL);
    long long number;
    if (value == NULL)
        return;
    if (number_parse(value, min, max, &number) == 0) {
        *into = (int)number * scale;
        return;
    }
    char *full = variable(m->p->name, name);
    problem(m, "%s must be a whole number from %lld to %lld, not \"%s\"", full, min, max, value);
    free(full);
}

static void read_temperature(struct making *m)
{
    const char *value = setting(m->reg, m->p->name, "TEMPERATURE", NULL);
    m->p->temperature = m->p->vendor->temperature;
    if (value == NULL || m->p->vendor->temperature < 0)
        return;
    if (number_parse_real(value, 0, m->p->vendor->hottest, &m->p->temperature) < 0) {
        char *full = variable(m->p->name, "TEMPERATURE");
        problem(m, "%s must be a number from 0 to %g, not \"%s\"", full, m->p->vendor->hottest,
                value);
        free(full);
    }
}

/* The first line of a file that others cannot read. */
static char *read_key_file(struct making *m, const char *path)
{
    char text[4096] = "";
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) < 0) {
        problem(m, "cannot open the key file %s: %s", path, strerror(errno));
    } else if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0) {
        problem(m, "the key file %s must be a regular file that only you can read (chmod 600)",
                path);
    } else {
        ssize_t n = read(fd, text, sizeof text - 1);
        text[n > 0 ? n : 0] = '\0';
        text[strcspn(text, "\r\n")] = '\0';
        if (text[0] == '\0')
            problem(m, "the first line of the key file %s is empty", path);
    }
    if (fd >= 0)
        close(fd);
    return text[0] != '\0' ? mem_text(text) : NULL;
}

static void read_key(struct making *m, enum config_source *source)
{
    struct provider *p = m->p;
    const char *key = setting(m->reg, p->name, "API_KEY", source);
    enum config_source file_source = CONFIG_NONE;
    const char *file = setting(m->reg, p->name, "API_KEY_FILE", &file_source);
    if (key != NULL) {
        p->key = mem_text(key);
    } else if (file != NULL && file_source == CONFIG_ENVIRONMENT) {
        p->key = read_key_file(m, file);
        *source = CONFIG_ENVIRONMENT;
    } else if (p->vendor->key) {
        char *full = variable(p->name, "API_KEY");
        problem(m, "%s is not set", full);
        free(full);
    }
    if (p->key != NULL && strpbrk(p->key, "\r\n") != NULL)
        problem(m, "the key of %s holds a line break", p->name);
}

static bool is_loopback(const char *url)
{
    static const char *const hosts[] = {"http://localhost", "http://127.0.0.1", "http://[::1]"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        size_t len = strlen(hosts[i]);
        if (strncmp(url, hosts[i], len) == 0 && strchr(":/", url[len]) != NULL)
            return true;
    }
    return false;
}

/* .env comes with cloned repositories: a base URL or ALLOW_HTTP of it must not get a key of the environment. */
static void check_url(struct making *m, const char *url, enum config_source url_source,
                      enum config_source key_source)
{
    char *name = variable(m->p->name, "BASE_URL"), *allow = variable(m->p->name, "ALLOW_HTTP");
    bool https = strncmp(url, "https://", 8) == 0, http = strncmp(url, "http://", 7) == 0;
    enum config_source allow_source;
    const char *allowed = config_get(m->reg->config, allow, &allow_source);
    bool ok_plain = allowed != NULL && strcmp(allowed, "true") == 0 &&
                    (allow_source == CONFIG_ENVIRONMENT || key_source == CONFIG_DOTENV);
    bool host = (https && url[8] != '\0' && url[8] != '/') ||
                (http && url[7] != '\0' && url[7] != '/');
    if (!host || strpbrk(url, " \t\r\n?#@") != NULL)
        problem(m, "%s must be an http or https address without user, query or blanks", name);
    else if (m->p->key != NULL && url_source == CONFIG_DOTENV && key_source != CONFIG_DOTENV)
        problem(
            m,
            "%s stands in .env and the key does not: a key goes only to an address from where it "
            "is set itself",
            name);
    else if (http && m->p->key != NULL && !is_loopback(url) && !ok_plain)
        problem(m, "a key over plain http is refused (%s): use https, or set %s=true", url, allow);
    free(name);
    free(allow);
}

static void read_all(struct making *m)
{
    struct provider *p = m->p;
    enum config_source url_source = CONFIG_NONE, key_source = CONFIG_NONE;
    const char *url = setting(m->reg, p->name, "BASE_URL", &url_source);
    url = url != NULL ? url : p->vendor->base_url;
    size_t len = strlen(url);
    while (len > 0 && url[len - 1] == '/')
        len--;
    p->base_url = mem_copy(url, len);
    const char *model = setting(m->reg, p->name, "MODEL", NULL);
    model = m->reg->flags.model != NULL ? m->reg->flags.model : model;
    bool builtin = p->vendor->protocol == VENDOR_BUILTIN;
    p->model = mem_text(model != NULL && !builtin ? model : p->vendor->model);
    p->workers = p->vendor->workers;
    p->timeout_ms = TIMEOUT_S * 1000;
    p->max_retries = RETRIES;
    p->max_tokens = MAX_TOKENS;
    if (p->vendor->protocol == VENDOR_BUILTIN)
        return;
    read_key(m, &key_source);
    check_url(m, p->base_url, url_source, key_source);
    if (p->model[0] == '\0') {
        char *full = variable(p->name, "MODEL");
        problem(m, "%s is not set", full);
        free(full);
    }
    read_count(m, "MAX_WORKERS", 1, CEILING_WORKERS, 1, &p->workers);
    read_count(m, "WORKERS", 1, CEILING_WORKERS, 1, &p->workers);
    read_count(m, "TIMEOUT", 1, 86400, 1000, &p->timeout_ms);
    read_count(m, "MAX_RETRIES", 0, 20, 1, &p->max_retries);
    read_count(m, "MAX_TOKENS", 1, 1000000, 1, &p->max_tokens);
    read_temperature(m);
    p->workers = m->reg->flags.workers > 0 ? m->reg->flags.workers : p->workers;
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
    return len > 0 && len <= 64 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == len;
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

static const struct provider *make(struct provider_registry *reg, const struct vendor *row,
                                   const char *name, struct diag_error *err)
{
    struct making m = {.reg = reg, .p = mem_new(sizeof *m.p)};
    buf_init(&m.problems, CEILING_TEXT);
    m.p->vendor = row;
    m.p->name = mem_text(name);
    read_all(&m);
    struct provider *made = m.p;
    if (m.problems.len > 0) {
        diag_fail(err, "provider %s: %s", name, m.problems.data);
        provider_free(made);
        made = NULL;
    } else {
        table_put(&reg->known, name, strlen(name))->value.pointer = made;
    }
    buf_free(&m.problems);
    return made;
}

const struct provider *provider_find(struct provider_registry *reg, const char *name,
                                     struct diag_error *err)
{
    const struct table_entry *known = table_get(&reg->known, name, strlen(name));
    if (known != NULL)
        return known->value.pointer;
    const struct vendor *row = vendor_find(name);
    if (row == NULL && is_name(name) && setting(reg, name, "BASE_URL", NULL) != NULL)
        row = vendor_other();
    if (row != NULL)
        return make(reg, row, name, err);
    char *url = variable(is_name(name) ? name : "NAME", "BASE_URL");
    diag_fail(err, "provider %s is not known: set %s to make it one", name, url);
    free(url);
    return NULL;
}

int provider_check(struct provider_registry *reg, const struct options_list *names)
{
    int result = 0;
    struct diag_error err;
    for (size_t i = 0; i < names->count; i++) {
        if (provider_find(reg, names->item[i], &err) == NULL) {
            diag_error("%s", err.text);
            result = -1;
        }
    }
    return result;
}

/* Names that have only a setting, in lower case and in order of appearance. */
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

static void add_others(struct provider_registry *reg, struct buf *out)
{
    struct table names;
    struct diag_error err;
    table_init(&names);
    config_each(reg->config, "CASECRAFT_", add_other, &names);
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
            char *key = variable(row->name, "API_KEY");
            buf_format(out, " (set %s)", key);
            free(key);
        }
    }
    add_others(reg, out);
    buf_text(out, ", or any NAME with CASECRAFT_NAME_BASE_URL set");
}
