#include "progress.h"

#include <string.h>
#include <unistd.h>

#include "jsonwrite.h"
#include "mem.h"
#include "number.h"

void progress_init(struct progress *p)
{
    *p = (struct progress){0};
    table_init(&p->provider);
}

void progress_free(struct progress *p)
{
    table_free_values(&p->provider);
}

static struct progress_provider *of_provider(struct progress *p, const struct job *j)
{
    const char *name = j->provider->name;
    struct table_entry *e = table_put(&p->provider, name, strlen(name));
    if (e->value.pointer == NULL)
        e->value.pointer = mem_new(sizeof(struct progress_provider));
    return e->value.pointer;
}

void progress_pass(struct progress *p)
{
    p->passed++;
}

/* The description of a record that failed before was counted by who had it then. */
void progress_take(struct progress *p, const struct record *r)
{
    if (!p->on)
        return;
    p->read++;
    if (record_has(r, "fallback_from"))
        p->again++;
    else if (p->operations == 0)
        p->operations = jsontape_count(
            &r->tape, jsontape_get(&r->tape, record_get(r, "spec"), "operations"), 0);
}

void progress_try(struct progress *p, const struct job *j)
{
    long long tokens = j->exchange.reply.completion;
    if (!p->on || tokens <= 0)
        return;
    struct progress_provider *of = of_provider(p, j);
    of->completion = number_sum(of->completion, tokens);
}

static void count(struct progress_count *c, bool failed, bool kept)
{
    c->done += !failed;
    c->failed += failed;
    c->kept += kept;
}

void progress_leave(struct progress *p, const struct job *j, bool failed)
{
    bool kept = !failed && j->anew != j->provider;
    if (!p->on)
        return;
    count(&p->count, failed, kept);
    if (j->provider != NULL)
        count(&of_provider(p, j)->count, failed, kept);
}

static void write_size(struct jsonwrite *w, const char *key, size_t value)
{
    jsonwrite_member_int(w, key, (long long)value);
}

static void write_count(struct jsonwrite *w, const struct progress_count *c)
{
    write_size(w, "done", c->done);
    write_size(w, "failed", c->failed);
    write_size(w, "kept", c->kept);
}

void progress_line(const struct progress *p, bool ended, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member_int(&w, "process", getpid());
    write_size(&w, "read", p->read);
    write_size(&w, "again", p->again);
    write_size(&w, "passed", p->passed);
    jsonwrite_member_int(&w, "operations", p->operations);
    jsonwrite_key(&w, "ended");
    jsonwrite_bool(&w, ended);
    write_count(&w, &p->count);
    jsonwrite_close(&w, '}');
}

/* Tokens are told when an answer has ended; until then each piece of it counts as one. */
static size_t streaming(const struct lane *lane)
{
    size_t pieces = 0;
    for (const struct job *j = lane->flying.first; j != NULL; j = j->next)
        pieces += j->exchange.objects;
    return pieces;
}

void progress_line_of(const struct progress *p, const struct lane *lane, struct buf *out)
{
    static const struct progress_provider none;
    const char *name = lane->provider->name;
    const struct table_entry *e = table_get(&p->provider, name, strlen(name));
    const struct progress_provider *seen = e != NULL ? e->value.pointer : &none;
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member_int(&w, "process", getpid());
    jsonwrite_member(&w, "provider", name);
    jsonwrite_member_int(&w, "workers", lane->provider->workers);
    write_size(&w, "queued", lane->queue.count);
    write_size(&w, "in_flight", lane->flying.count);
    write_count(&w, &seen->count);
    jsonwrite_member_int(&w, "completion", seen->completion);
    write_size(&w, "streaming", streaming(lane));
    jsonwrite_close(&w, '}');
}
