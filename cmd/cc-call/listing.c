#include "listing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "setting.h"
#include "table.h"
#include "utf8.h"

/* A provider whose settings are written. */
struct page {
    const struct listing *l;
    const struct provider *p;
    struct setting setting;
    struct buf *out;
};

/* A text in double quotes, as YAML and JSON have it; what a terminal would obey is escaped. */
static void add_text(const char *text, struct buf *out)
{
    buf_char(out, '"');
    for (size_t left = strlen(text), n; left > 0; text += n, left -= n) {
        size_t length = utf8_length(text, left);
        uint32_t code = length > 0 ? utf8_code(text, length) : 0xfffd;
        n = length > 0 ? length : 1;
        if (code == '"' || code == '\\')
            buf_format(out, "\\%c", (char)code);
        else if (code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                 (code >= 0x2028 && code <= 0x202e) || code == 0xfffe || code == 0xffff)
            buf_format(out, "\\u%04x", (unsigned)code);
        else if (length > 0)
            buf_add(out, text, n);
        else
            buf_text(out, "\xef\xbf\xbd");
    }
    buf_char(out, '"');
}

static const char *source_name(enum config_source source)
{
    static const char *const names[] = {[CONFIG_NONE] = "row",
                                        [CONFIG_ENVIRONMENT] = "environment",
                                        [CONFIG_DOTENV] = ".env",
                                        [CONFIG_OWN] = "config.yaml"};
    return names[source];
}

/* Where a provider's setting comes from. */
static const char *source_of(const struct page *page, const char *name)
{
    enum config_source source;
    setting_text(&page->setting, name, &source);
    return source_name(source);
}

static void begin_row(const struct page *page, const char *name)
{
    char *variable = setting_variable(page->p->name, name);
    buf_format(page->out, "%s: ", variable);
    free(variable);
}

static void text_row(const struct page *page, const char *name, const char *value,
                     const char *source)
{
    begin_row(page, name);
    add_text(value, page->out);
    buf_format(page->out, " # %s\n", source);
}

static void number_row(const struct page *page, const char *name, double value, const char *source)
{
    /* Never with an exponent, which no setting may have. */
    char digits[64];
    int len = snprintf(digits, sizeof digits, "%.10f", value);
    while (digits[len - 1] == '0')
        len--;
    digits[digits[len - 1] == '.' ? len - 1 : len] = '\0';
    begin_row(page, name);
    buf_format(page->out, "%s # %s\n", digits, source);
}

static void workers_row(const struct page *page)
{
    enum config_source source;
    const char *name = setting_text(&page->setting, "WORKERS", &source) != NULL ? "WORKERS"
                                                                                : "MAX_WORKERS";
    number_row(page, "WORKERS", page->p->workers,
               page->l->workers ? "flag" : source_of(page, name));
}

static void masked_row(const struct page *page, const char *name, enum config_source source)
{
    buf_text(page->out, "# ");
    begin_row(page, name);
    buf_format(page->out, "\"***\" # %s\n", source_name(source));
}

/* Only that there is one. */
static void key_row(const struct page *page)
{
    enum config_source key, file;
    const char *said = setting_text(&page->setting, "API_KEY", &key);
    const char *path = setting_own(&page->setting, "API_KEY_FILE", &file);
    if (said != NULL)
        masked_row(page, "API_KEY", key);
    if (path != NULL)
        masked_row(page, "API_KEY_FILE", file);
    if (said != NULL || path != NULL || !page->p->vendor->key)
        return;
    buf_text(page->out, "# ");
    begin_row(page, "API_KEY");
    buf_text(page->out, "is not set, and is needed\n");
}

static void write_timers(const struct page *page)
{
    const struct provider *p = page->p;
    const struct {
        const char *name;
        int ms;
    } timer[] = {{"TIMEOUT", p->timeout_ms},
                 {"CONNECT_TIMEOUT", p->connect_ms},
                 {"FIRST_TOKEN_TIMEOUT", p->first_ms},
                 {"STALL_TIMEOUT", p->stall_ms}};
    for (size_t i = 0; i < sizeof timer / sizeof *timer; i++)
        number_row(page, timer[i].name, timer[i].ms / 1000.0, source_of(page, timer[i].name));
}

static void write_provider(const struct page *page)
{
    const struct provider *p = page->p;
    if (p->vendor->server != NULL && !p->guess)
        text_row(page, "SERVER_TYPE", p->vendor->server, source_of(page, "SERVER_TYPE"));
    text_row(page, "BASE_URL", p->base_url, source_of(page, "BASE_URL"));
    text_row(page, "MODEL", p->model, page->l->model != NULL ? "flag" : source_of(page, "MODEL"));
    key_row(page);
    workers_row(page);
    if (p->rpm > 0)
        number_row(page, "RPM", p->rpm, source_of(page, "RPM"));
    write_timers(page);
    number_row(page, "MAX_RETRIES", p->max_retries, source_of(page, "MAX_RETRIES"));
    if (p->temperature >= 0)
        number_row(page, "TEMPERATURE", p->temperature, source_of(page, "TEMPERATURE"));
    number_row(page, "MAX_TOKENS", p->max_tokens, source_of(page, "MAX_TOKENS"));
    begin_row(page, "STREAM");
    buf_format(page->out, "%s # %s\n", p->stream ? "true" : "false", source_of(page, "STREAM"));
    const char *plain = setting_text(&page->setting, "ALLOW_HTTP", NULL);
    if (plain != NULL)
        text_row(page, "ALLOW_HTTP", plain, source_of(page, "ALLOW_HTTP"));
}

/* Returns whether its settings are right. */
static bool add_provider(const struct listing *l, const char *name, struct buf *out)
{
    struct diag_error err;
    struct page page = {.l = l, .out = out, .setting = setting_of(l->config, name)};
    page.p = provider_find(l->providers, name, &err);
    if (page.p == NULL) {
        diag_error("%s", err.text);
        buf_text(out, "# ");
        add_text(err.text, out);
        buf_char(out, '\n');
    } else if (page.p->vendor->protocol != VENDOR_BUILTIN) {
        write_provider(&page);
    } else {
        buf_format(out, "# %s has no settings\n", name);
    }
    buf_free(&page.setting.problems);
    return page.p != NULL;
}

/* The settings that are of no provider; those that name a place to write to are not taken from .env, and that of
 * what is installed only from the environment. */
static void add_general(const struct listing *l, struct buf *out)
{
    static const struct {
        const char *name;
        bool own, outside;
    } rows[] = {
        {"CASECRAFT_PROVIDERS", false, false},         {"CASECRAFT_PROVIDER", false, false},
        {"CASECRAFT_PROVIDER_STRATEGY", false, false}, {"CASECRAFT_FALLBACK_ENABLED", false, false},
        {"CASECRAFT_FALLBACK_CHAIN", false, false},    {"CASECRAFT_LEDGER", true, false},
        {"CASECRAFT_SLOT_DIR", true, false},           {"CASECRAFT_DATADIR", true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum config_source source;
        const char *value = rows[i].own ? config_get_own(l->config, rows[i].name, &source)
                                        : config_get(l->config, rows[i].name, &source);
        if (value == NULL || (rows[i].outside && source != CONFIG_ENVIRONMENT))
            continue;
        buf_format(out, "%s: ", rows[i].name);
        add_text(value, out);
        buf_format(out, " # %s\n", source_name(source));
    }
}

static void add_names(const struct config *config, const char *setting, struct table *names)
{
    struct options_list list = {0};
    const char *value = config_get(config, setting, NULL);
    if (value != NULL)
        options_list_add(&list, value);
    /* Without a weight, as cc-assign takes it. */
    for (size_t i = 0; i < list.count; i++)
        table_put(names, list.item[i], strcspn(list.item[i], ":"));
    options_list_free(&list);
}

/* Those of -p; else all that a setting names or makes one. */
static void find_names(const struct listing *l, struct table *names)
{
    struct options_list list = {0};
    if (l->names != NULL) {
        options_list_add(&list, l->names);
    } else {
        add_names(l->config, "CASECRAFT_PROVIDERS", names);
        add_names(l->config, "CASECRAFT_PROVIDER", names);
        add_names(l->config, "CASECRAFT_FALLBACK_CHAIN", names);
        provider_configured(l->providers, &list);
    }
    for (size_t i = 0; i < list.count; i++)
        table_put(names, list.item[i], strlen(list.item[i]));
    options_list_free(&list);
}

int listing_run(const struct listing *l, struct lineout *out)
{
    struct diag_error err;
    struct table names;
    struct buf text;
    bool well = true;
    table_init(&names);
    buf_init(&text, CEILING_LINE);
    find_names(l, &names);
    add_general(l, &text);
    for (size_t i = 0; i < names.count; i++)
        well = add_provider(l, names.entry[i].key, &text) && well;
    if (text.len > 0)
        lineout_line(out, text.data, text.len - 1);
    else
        diag_note("no provider is named or configured, and no setting is made");
    buf_free(&text);
    table_free(&names);
    if (lineout_flush(out, &err) < 0)
        return out->failed == EPIPE ? DIAG_SOME : diag_exit(DIAG_ENVIRONMENT, &err);
    return well ? DIAG_OK : DIAG_ENVIRONMENT;
}
