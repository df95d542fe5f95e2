#include "misspelt.h"

#include <stdbool.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "diag.h"
#include "near.h"
#include "table.h"

/* Names are looked at up to so many: who has more has them from a program. */
enum { NAMES = 1000 };

static const char prefix[] = "CASECRAFT_";

static const char *const general[] = {"CASECRAFT_PROVIDERS",      "CASECRAFT_PROVIDER",
                                      "CASECRAFT_LEDGER",         "CASECRAFT_PROVIDER_STRATEGY",
                                      "CASECRAFT_SLOT_DIR",       "CASECRAFT_FALLBACK_ENABLED",
                                      "CASECRAFT_FALLBACK_CHAIN", NULL};
static const char *const outside[] = {"CASECRAFT_DATADIR", "CASECRAFT_LIBEXECDIR",
                                      "CASECRAFT_DRAWING", NULL};

/* Those of a provider: CASECRAFT_P_API_KEY and so on. */
static const char *const of_provider[] = {
    "API_KEY",       "API_KEY_FILE", "BASE_URL",    "ALLOW_HTTP",      "SERVER_TYPE",
    "MODEL",         "MAX_WORKERS",  "WORKERS",     "CONNECT_TIMEOUT", "FIRST_TOKEN_TIMEOUT",
    "STALL_TIMEOUT", "TIMEOUT",      "MAX_RETRIES", "TEMPERATURE",     "MAX_TOKENS",
    "STREAM",        "RPM",          NULL};

/* What follows CASECRAFT_ in those of the Python tool of the same name that do nothing here: whole, how some begin, and of
 * a provider. */
static const char *const older[] = {
    "ERROR_RETRY_DELAY", "RETRY_BACKOFF_DELAY",  "API_PARSE_TIMEOUT", "PROVIDER_SWITCH_DELAY",
    "PROVIDER_TIMEOUT",  "FALLBACK_MAX_RETRIES", "DEBUG_RESPONSE",    "DEBUG_KIMI",
    "KEEP_DAYS",         "MAX_TOKENS",           "TEMPERATURE",       NULL};
static const char *const older_begin[] = {"LOG_", "OUTPUT_", "PROCESSING_", "DEFAULT_", NULL};
static const char *const older_of_provider[] = {
    "RETRY_BASE_WAIT", "RETRY_MAX_WAIT", "RETRY_MULTIPLIER",
    "OLLAMA_PORT",     "VLLM_PORT",      "DEFAULT_PORT",
    "THINK",           "TOP_P",          NULL};

static bool is_among(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static bool is_ours(const char *name)
{
    return strncmp(name, prefix, sizeof prefix - 1) == 0;
}

/* Whether it ends as one of these settings of a provider does, with a provider before that. */
static bool is_of_provider(const char *name, const char *const *settings)
{
    size_t len = strlen(name), head = sizeof prefix - 1;
    if (!is_ours(name))
        return false;
    for (const char *const *tail = settings; *tail != NULL; tail++) {
        size_t least = head + 1 + 1 + strlen(*tail);
        if (len >= least && name[len - strlen(*tail) - 1] == '_' &&
            strcmp(name + len - strlen(*tail), *tail) == 0)
            return true;
    }
    return false;
}

static bool is_older(const char *name)
{
    const char *rest = name + sizeof prefix - 1;
    if (!is_ours(name))
        return false;
    bool begins = false;
    for (const char *const *head = older_begin; *head != NULL; head++)
        begins = begins || strncmp(rest, *head, strlen(*head)) == 0;
    return begins || is_among(rest, older) || is_of_provider(name, older_of_provider);
}

/* Offers the name with the setting in place of its last words, of one or of more, but never of all. */
static void offer(struct near *near, const char *setting, struct table *made)
{
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    for (size_t len = strlen(near->given); len > 1; len--) {
        if (near->given[len - 1] != '_')
            continue;
        buf_reset(&text);
        buf_add(&text, near->given, len);
        buf_text(&text, setting);
        near_offer(near, table_put(made, text.data, text.len)->key);
    }
    buf_free(&text);
}

/* rest: what follows CASECRAFT_ in a name.  Tells the name that may be meant, if there is one. */
static bool tell_near(const char *file, const char *rest)
{
    struct near near = near_to(rest);
    struct table made; /* holds the names that are offered */
    table_init(&made);
    for (const char *const *one = general; *one != NULL; one++)
        near_offer(&near, *one + sizeof prefix - 1);
    for (const char *const *one = of_provider; *one != NULL; one++)
        offer(&near, *one, &made);
    if (near.found != NULL)
        diag_warn("%s: %s%s is no setting: %s%s may be meant", file, prefix, rest, prefix,
                  near.found);
    table_free(&made);
    return near.found != NULL;
}

static void tell(const char *file, const char *name)
{
    const char *rest = name + sizeof prefix - 1;
    if (!is_ours(name) || strlen(rest) > NEAR_BYTES || !tell_near(file, rest))
        diag_warn("%s: %.100s is no setting: casecraft(7) has their names", file, name);
}

/* shared: other programs have settings in the file, too. */
static void tell_of(const struct table *settings, const char *file, bool shared)
{
    for (size_t i = 0; i < settings->count && i < NAMES; i++) {
        const char *name = settings->entry[i].key;
        if (shared && !is_ours(name))
            continue;
        if (is_among(name, outside))
            diag_warn("%s: %s counts in the environment alone", file, name);
        else if (is_older(name))
            diag_warn("%s: %.100s is a setting of the Python tool and does nothing here: "
                      "docs/migrating-from-casecraft.md has what does",
                      file, name);
        else if (!is_among(name, general) && !is_of_provider(name, of_provider))
            tell(file, name);
    }
}

void misspelt_tell(const struct config *c)
{
    if (c->odd > 0)
        diag_warn(".env:%zu: this line is no NAME=VALUE, and is passed over", c->odd);
    tell_of(&c->dotenv, ".env", true);
    tell_of(&c->own, "config.yaml", false);
}
