#include "standing.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"

/* Lines that are remembered, and the largest count that one may tell. */
enum { MOST_LINES = 4096 };
static const long long most = 1000LL * 1000 * 1000 * 1000;

/* The latest line of a process, about a provider or all records. */
struct standing_line {
    long long figure[STANDING_FIGURES];
};

void standing_init(struct standing *s)
{
    *s = (struct standing){.all.name = "all"};
    table_init(&s->line);
    table_init(&s->provider);
    jsontape_init(&s->tape);
}

void standing_free(struct standing *s)
{
    table_free_values(&s->line);
    table_free_values(&s->provider);
    jsontape_free(&s->tape);
}

/* Where a process is still reading, as many as the description has may come. */
static long long expected(const long long figure[STANDING_FIGURES], bool ended)
{
    long long known = figure[STANDING_READ] - figure[STANDING_AGAIN];
    long long rest = figure[STANDING_OPERATIONS] - figure[STANDING_PASSED];
    return !ended && rest > known ? rest : known;
}

static void read_figures(const struct jsontape *t, long long figure[STANDING_FIGURES])
{
    static const char *const name[STANDING_EXPECTED] = {
        "workers",    "queued",    "in_flight", "done",  "failed", "kept",
        "completion", "streaming", "read",      "again", "passed", "operations"};
    for (int i = 0; i < STANDING_EXPECTED; i++) {
        long long n = jsontape_count(t, jsontape_get(t, 0, name[i]), 0);
        figure[i] = n < 0 ? 0 : n > most ? most : n;
    }
    figure[STANDING_EXPECTED] = expected(figure, jsontape_true(t, jsontape_get(t, 0, "ended")));
}

/* The value of the key, zeroed where it is new; NULL where there are too many. */
static void *value_of(struct table *t, const char *key, size_t len, size_t size, size_t room)
{
    const struct table_entry *old = table_get(t, key, len);
    if (old != NULL)
        return old->value.pointer;
    return t->count < room ? table_put(t, key, len)->value.pointer = mem_new(size) : NULL;
}

static struct standing_sum *sum_of(struct standing *s, const char *name)
{
    if (name == NULL)
        return &s->all;
    size_t len = strlen(name);
    struct standing_sum *sum = value_of(&s->provider, name, len, sizeof *sum, CEILING_PROVIDERS);
    if (sum != NULL)
        sum->name = table_get(&s->provider, name, len)->key;
    return sum;
}

/* The bytes of both members, which are told apart by the quotes of the second. */
static struct standing_line *line_of(struct standing *s)
{
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    jsontape_copy(&s->tape, jsontape_get(&s->tape, 0, "process"), &key);
    jsontape_copy(&s->tape, jsontape_get(&s->tape, 0, "provider"), &key);
    struct standing_line *line = value_of(&s->line, key.data, key.len, sizeof *line,
                                          buf_over(&key) ? 0 : MOST_LINES);
    buf_free(&key);
    return line;
}

void standing_read(struct standing *s, const char *line, size_t len, int64_t now)
{
    struct standing_line new;
    if (jsontape_read(&s->tape, line, len, NULL) < 0 ||
        jsontape_kind(&s->tape, jsontape_get(&s->tape, 0, "process")) != '0')
        return;
    char *name = jsontape_text(&s->tape, jsontape_get(&s->tape, 0, "provider"));
    struct standing_sum *sum = sum_of(s, name);
    struct standing_line *old = sum != NULL ? line_of(s) : NULL;
    free(name);
    if (old == NULL)
        return;
    read_figures(&s->tape, new.figure);
    for (int i = STANDING_QUEUED; i < STANDING_FIGURES; i++)
        sum->figure[i] += new.figure[i] - old->figure[i];
    if (sum->figure[STANDING_WORKERS] < new.figure[STANDING_WORKERS])
        sum->figure[STANDING_WORKERS] = new.figure[STANDING_WORKERS];
    if (sum->since_ms == 0)
        sum->since_ms = now;
    *old = new;
}

static long long tokens(const struct standing_sum *sum)
{
    return sum->figure[STANDING_COMPLETION] + sum->figure[STANDING_STREAMING];
}

/* What is known of the providers alone. */
static void add_up(struct standing *s)
{
    static const enum standing_figure of_provider[] = {STANDING_IN_FLIGHT, STANDING_COMPLETION,
                                                       STANDING_STREAMING};
    const struct standing_sum *sum;
    for (size_t k = 0; k < sizeof of_provider / sizeof *of_provider; k++) {
        long long *all = &s->all.figure[of_provider[k]];
        *all = 0;
        for (size_t i = 0; (sum = standing_at(s, i)) != NULL; i++)
            *all += sum->figure[of_provider[k]];
    }
}

void standing_look(struct standing *s, int64_t now)
{
    add_up(s);
    rate_note(&s->all.tokens, now, tokens(&s->all));
    for (size_t i = 0; i < s->provider.count; i++) {
        struct standing_sum *sum = s->provider.entry[i].value.pointer;
        rate_note(&sum->tokens, now, tokens(sum));
    }
}

const struct standing_sum *standing_at(const struct standing *s, size_t i)
{
    return i < s->provider.count ? s->provider.entry[i].value.pointer : NULL;
}

long long standing_speed(const struct standing_sum *sum, int64_t now)
{
    return rate_second(&sum->tokens, now, tokens(sum));
}

/* One that is asked again failed before, and may yet be answered. */
long long standing_failed(const struct standing *s)
{
    long long failed = s->all.figure[STANDING_FAILED] - s->all.figure[STANDING_AGAIN];
    return failed > 0 ? failed : 0;
}

long long standing_through(const struct standing *s)
{
    return s->all.figure[STANDING_DONE] + standing_failed(s);
}

/* Records a millisecond; what came from a ledger took no time. */
static double pace(const struct standing_sum *sum, int64_t now)
{
    const long long *f = sum->figure;
    long long ended = f[STANDING_DONE] + f[STANDING_FAILED] - f[STANDING_KEPT];
    return ended > 0 && now > sum->since_ms ? (double)ended / (double)(now - sum->since_ms) : 0;
}

/* Until the slowest provider is through with what waits for it, and all are with the whole. */
long long standing_left_ms(const struct standing *s, int64_t now)
{
    const struct standing_sum *sum;
    double all = 0, longest = 0;
    long long left = s->all.figure[STANDING_EXPECTED] - standing_through(s);
    for (size_t i = 0; (sum = standing_at(s, i)) != NULL; i++) {
        double one = pace(sum, now);
        long long waits = sum->figure[STANDING_QUEUED] + sum->figure[STANDING_IN_FLIGHT];
        if (one > 0 && (double)waits / one > longest)
            longest = (double)waits / one;
        all += one;
    }
    if (all <= 0 || left <= 0)
        return -1;
    double together = (double)left / all;
    double ms = together > longest ? together : longest;
    return ms < (double)most ? (long long)ms : -1;
}
