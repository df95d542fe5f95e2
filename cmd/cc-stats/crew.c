#include "crew.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "config.h"
#include "setting.h"
#include "vendor.h"

/* A stamp says no more than its second. */
enum { STAMP_MS = 1000 };

static const struct vendor *vendor_of(const struct setting *s, const char *name)
{
    const struct vendor *row = vendor_find(name);
    const char *server = setting_text(s, "SERVER_TYPE", NULL);
    const struct vendor *other = row == NULL || server == NULL ? NULL : vendor_serving(row, server);
    if (other != NULL)
        return other;
    return row != NULL ? row : vendor_other();
}

static int workers_of(const struct config *c, const char *name)
{
    struct setting s = setting_of(c, name);
    const struct vendor *v = vendor_of(&s, name);
    int workers = v->workers;
    setting_count(&s, "MAX_WORKERS", 1, CEILING_WORKERS, &workers);
    setting_count(&s, "WORKERS", 1, CEILING_WORKERS, &workers);
    buf_free(&s.problems);
    return v->protocol == VENDOR_BUILTIN ? TALLY_NO_WORKERS : workers;
}

void crew_count(const struct tally *t, int flag)
{
    struct config c;
    struct diag_error err;
    if (config_load(&c, &err) < 0) {
        diag_warn("%s; workers are unknown", err.text);
        return;
    }
    for (size_t i = 0; i < t->provider.count; i++) {
        struct tally_provider *p = t->provider.entry[i].value.pointer;
        if (strcmp(p->name, counts_others) != 0)
            p->workers = workers_of(&c, p->name);
        if (p->workers > 0 && flag > 0)
            p->workers = flag;
    }
    config_free(&c);
}

long long crew_span_ms(const struct tally *t)
{
    return t->timed ? t->last_ms - t->first_ms : -1;
}

bool crew_is_sure(const struct tally *t)
{
    return crew_span_ms(t) >= 10LL * STAMP_MS;
}

/* What the workers of a provider had to do, all its models together, for each of them; a call is one worker's. */
static long long least_ms(const struct tally *t, const struct tally_provider *of)
{
    double sum = 0;
    for (size_t i = 0; i < t->provider.count; i++) {
        const struct tally_provider *p = t->provider.entry[i].value.pointer;
        if (strcmp(p->name, of->name) == 0)
            sum += (double)p->calls.time.sum;
    }
    sum /= of->workers;
    long long each = sum < 9e18 ? (long long)sum : (long long)9e18;
    return each > of->calls.time.max ? each : of->calls.time.max;
}

long long crew_ideal_ms(const struct tally *t)
{
    long long most = -1;
    for (size_t i = 0; i < t->provider.count; i++) {
        const struct tally_provider *p = t->provider.entry[i].value.pointer;
        if (p->calls.time.count == 0 || p->workers == TALLY_NO_WORKERS)
            continue;
        if (p->workers == 0)
            return -1;
        long long ms = least_ms(t, p);
        most = ms > most ? ms : most;
    }
    return most;
}

long long crew_elapsed_ms(const struct tally *t)
{
    long long span = crew_span_ms(t), ideal = crew_ideal_ms(t);
    return span >= 0 && ideal > span && ideal - span < STAMP_MS ? ideal : span;
}

double crew_busy(const struct tally *t, const struct tally_provider *p)
{
    long long elapsed = crew_elapsed_ms(t);
    if (!crew_is_sure(t) || p->workers <= 0 || p->calls.time.count == 0)
        return -1;
    return (double)p->calls.time.sum / p->workers / (double)elapsed;
}
