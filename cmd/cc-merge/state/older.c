#include "older.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "ceiling.h"
#include "diag.h"
#include "jsontape.h"
#include "jsonwrite.h"
#include "table.h"

#define STATE ".casecraft_state.json"
#define STATISTICS ".casecraft_provider_stats.json"

/* A member under its newer name; null is left out. */
static void rename_member(struct jsonwrite *w, const char *name, const struct jsontape *t,
                          uint32_t node, char kind)
{
    if (jsontape_kind(t, node) != kind)
        return;
    jsonwrite_key(w, name);
    jsontape_write(t, node, w);
}

/* The fallbacks that helped: operation → node of who was asked first. */
static void index_events(const struct jsontape *t, uint32_t events, struct table *from)
{
    for (struct jsontape_walk w = jsontape_walk(t, events); jsontape_step(t, &w);) {
        char *key = jsontape_text(t, jsontape_get(t, w.value, "endpoint_id"));
        if (key != NULL && jsontape_true(t, jsontape_get(t, w.value, "success")))
            table_put(from, key, strlen(key))->value.number = jsontape_get(t, w.value,
                                                                           "primary_provider");
        free(key);
    }
}

/* who: the value of the operation's event in `from`. */
static void write_entry(struct jsonwrite *w, const struct jsontape *t, uint32_t entry,
                        const struct jsontape *events, uint32_t who)
{
    uint32_t tokens = jsontape_get(t, entry, "tokens_used");
    jsonwrite_open(w, '{');
    rename_member(w, "provider", t, jsontape_get(t, entry, "provider_used"), '"');
    rename_member(w, "generated_at", t, jsontape_get(t, entry, "last_generated"), '"');
    rename_member(w, "cases", t, jsontape_get(t, entry, "test_cases_count"), '0');
    rename_member(w, "fallback_from", events, who, '"');
    if (jsontape_kind(t, tokens) == '0') {
        jsonwrite_key(w, "usage");
        jsonwrite_open(w, '{');
        rename_member(w, "total", t, tokens, '0');
        jsonwrite_close(w, '}');
    }
    jsonwrite_close(w, '}');
}

static long write_entries(struct jsonwrite *w, const struct jsontape *t,
                          const struct jsontape *events, const struct table *from)
{
    long count = 0;
    jsonwrite_key(w, "endpoints");
    jsonwrite_open(w, '{');
    struct jsontape_walk walk = jsontape_walk(t, jsontape_get(t, 0, "endpoints"));
    for (; jsontape_step(t, &walk); count++) {
        char *key = jsontape_text(t, walk.key);
        const struct table_entry *e = table_get(from, key, strlen(key));
        jsontape_write_key(t, walk.key, w);
        write_entry(w, t, walk.value, events,
                    e != NULL ? (uint32_t)e->value.number : JSONTAPE_NONE);
        free(key);
    }
    jsonwrite_close(w, '}');
    return count;
}

static long upgrade(const struct jsontape *t, const struct jsontape *apart, struct buf *out)
{
    struct table from;
    struct jsonwrite w = jsonwrite_to(out);
    uint32_t own = jsontape_get(t, 0, "provider_stats");
    bool is_own = jsontape_kind(t, own) == '{';
    const struct jsontape *where = is_own ? t : apart;
    uint32_t node = is_own ? own : 0;
    table_init(&from);
    index_events(where, jsontape_get(where, node, "fallback_events"), &from);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "version", "2.0");
    long count = write_entries(&w, t, where, &from);
    jsonwrite_key(&w, "older");
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "version", "1.0");
    rename_member(&w, "statistics", t, jsontape_get(t, 0, "statistics"), '{');
    rename_member(&w, "provider_stats", where, node, '{');
    jsonwrite_close(&w, '}');
    jsonwrite_close(&w, '}');
    table_free(&from);
    return count;
}

long older_upgrade(const struct files *where, const char *folder, const struct buf *text,
                   struct buf *out)
{
    struct jsontape t, apart;
    struct buf statistics;
    long count = -1;
    jsontape_init(&t);
    jsontape_init(&apart);
    buf_init(&statistics, CEILING_STATE);
    if (files_read(where, folder, STATISTICS, &statistics))
        jsontape_read(&apart, statistics.data, statistics.len, NULL);
    if (jsontape_read(&t, text->data, text->len, NULL) == 0 &&
        jsontape_is(&t, jsontape_get(&t, 0, "version"), "1.0") &&
        jsontape_kind(&t, jsontape_get(&t, 0, "endpoints")) == '{')
        count = upgrade(&t, &apart, out);
    jsontape_free(&apart);
    jsontape_free(&t);
    buf_free(&statistics);
    return count;
}

static bool find_in(const struct files *where, struct buf *out)
{
    struct buf text;
    buf_init(&text, CEILING_STATE);
    bool there = files_read(where, "", STATE, &text);
    long count = there && text.len > 0 ? older_upgrade(where, "", &text, out) : -1;
    if (count >= 0)
        diag_warn(
            "took over %ld operation%s from %s/" STATE
            ", version 1.0: counts, providers and statistics, but not its hashes, which cover "
            "neither references nor security; so what it lists is generated again once; "
            "the file stays",
            count, count == 1 ? "" : "s", where->dir);
    else if (text.len > 0)
        diag_warn("%s/" STATE " is no state of version 1.0; it is left alone", where->dir);
    buf_free(&text);
    return count >= 0;
}

bool older_find(const struct files *base, struct buf *out)
{
    char here[] = ".";
    struct files working = {here, open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    bool found = working.fd >= 0 && find_in(&working, out);
    if (working.fd >= 0)
        close(working.fd);
    return found || find_in(base, out);
}
