#include "gauge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ceiling.h"
#include "figure.h"

/* Names get as many columns as the longest needs, up to this: the speed then stands within 80. */
enum { NAME = 14, INDENT = 2 };

/* A line that is made of parts, as long as they fit. */
struct gauge_line {
    struct buf *out;
    size_t room; /* columns that are left */
    bool full;   /* a part did not fit, and none is added behind it */
};

/* Adds a part, of ASCII alone. */
static void part(struct gauge_line *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void part(struct gauge_line *l, const char *fmt, ...)
{
    char text[128];
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    l->full = l->full || len < 0 || (size_t)len >= sizeof text || (size_t)len > l->room;
    if (l->full)
        return;
    buf_add(l->out, text, (size_t)len);
    l->room -= (size_t)len;
}

static void name_part(struct gauge_line *l, const char *name, size_t columns)
{
    size_t indent = INDENT < l->room ? INDENT : l->room;
    buf_format(l->out, "%*s", (int)indent, "");
    l->room -= indent;
    columns = columns < l->room ? columns : l->room;
    size_t used = figure_name(name, columns, l->out);
    buf_format(l->out, "%*s", (int)(columns - used), "");
    l->room -= columns;
}

static const char *in_short(long long n, char out[FIGURE_MAX])
{
    figure_short(n, out);
    return out;
}

static void provider_line(const struct standing_sum *sum, int64_t now, size_t name,
                          struct gauge_line *l)
{
    const long long *f = sum->figure;
    char text[FIGURE_MAX], flying[2 * FIGURE_MAX];
    long long speed = standing_speed(sum, now);
    snprintf(flying, sizeof flying, "%lld/%lld", f[STANDING_IN_FLIGHT], f[STANDING_WORKERS]);
    name_part(l, sum->name, name);
    part(l, "  %6s done", in_short(f[STANDING_DONE], text));
    part(l, "  %6s failed", in_short(f[STANDING_FAILED], text));
    part(l, "  %6s in flight", flying);
    part(l, "  %6s tokens/s", speed >= 0 ? in_short(speed, text) : "-");
    part(l, "  %6s waiting", in_short(f[STANDING_QUEUED], text));
}

/* Whole seconds at the least: it is a guess. */
static void left_text(long long ms, char out[FIGURE_MAX])
{
    if (ms < 59950)
        snprintf(out, FIGURE_MAX, "%lld s", (ms + 999) / 1000);
    else
        figure_time(ms, out);
}

/* All records, the most important first. */
static void all_parts(const struct standing *s, int64_t now, struct gauge_line *l)
{
    char through[FIGURE_MAX], text[FIGURE_MAX];
    long long expected = s->all.figure[STANDING_EXPECTED], done = standing_through(s);
    long long left = standing_left_ms(s, now), speed = standing_speed(&s->all, now);
    number_grouped(done, through);
    number_grouped(expected, text);
    part(l, "%s of %s", through, text);
    figure_percent((size_t)done, (size_t)expected, text);
    part(l, ", %s", text);
    left_text(left, text);
    if (left >= 0)
        part(l, ", %s left", text);
    part(l, ", %s failed", in_short(standing_failed(s), text));
    part(l, ", %s in flight", in_short(s->all.figure[STANDING_IN_FLIGHT], text));
    if (speed >= 0)
        part(l, ", %s tokens/s", in_short(speed, text));
}

/* Columns that the names of the first so many providers get. */
static size_t name_columns(const struct standing *s, size_t providers)
{
    size_t columns = strlen(s->all.name);
    struct buf scratch;
    buf_init(&scratch, CEILING_TEXT);
    for (size_t i = 0; i < providers; i++) {
        size_t used = figure_name(standing_at(s, i)->name, NAME, &scratch);
        columns = used > columns ? used : columns;
    }
    buf_free(&scratch);
    return columns;
}

size_t gauge_lines(const struct standing *s, int64_t now, size_t columns, size_t lines,
                   struct buf *out)
{
    if (s->all.figure[STANDING_EXPECTED] <= 0 || lines == 0 || columns == 0)
        return 0;
    size_t providers = 0;
    while (providers < lines - 1 && standing_at(s, providers) != NULL)
        providers++;
    size_t name = name_columns(s, providers);
    for (size_t i = 0; i <= providers; i++) {
        struct gauge_line l = {out, columns - 1, false};
        buf_char(out, '\n');
        if (i < providers) {
            provider_line(standing_at(s, i), now, name, &l);
        } else {
            name_part(&l, s->all.name, name);
            part(&l, "  ");
            all_parts(s, now, &l);
        }
    }
    return providers + 1;
}

void gauge_plain(const struct standing *s, int64_t now, struct buf *out)
{
    const struct standing_sum *sum;
    struct gauge_line l = {out, CEILING_TEXT, false};
    all_parts(s, now, &l);
    for (size_t i = 0; (sum = standing_at(s, i)) != NULL; i++) {
        buf_text(out, "; ");
        figure_name(sum->name, NAME, out);
        buf_format(out, " %lld done, %lld failed", sum->figure[STANDING_DONE],
                   sum->figure[STANDING_FAILED]);
    }
}
