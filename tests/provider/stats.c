#include "stats.h"

#include <string.h>

#include "jsonwrite.h"
#include "mem.h"

/* More names than this are counted together. */
#define NAMES_MAX 4096

void stats_init(struct stats *s)
{
    *s = (struct stats){0};
    table_init(&s->scripts);
}

static void forget_last(struct stats *s)
{
    if (s->any)
        http_request_free(&s->last);
    s->any = false;
}

void stats_free(struct stats *s)
{
    table_free_values(&s->scripts);
    forget_last(s);
}

static void reset_line(struct stats_line *line)
{
    line->requests = 0;
    line->max_in_flight = line->in_flight;
}

void stats_reset(struct stats *s)
{
    reset_line(&s->all);
    for (size_t i = 0; i < s->scripts.count; i++)
        reset_line(s->scripts.entry[i].value.pointer);
    s->connections = 0;
    forget_last(s);
}

static struct stats_line *line_of(struct stats *s, const char *name)
{
    struct table_entry *e = table_get(&s->scripts, name, strlen(name));
    if (e != NULL)
        return e->value.pointer;
    if (s->scripts.count >= NAMES_MAX)
        name = "(others)";
    e = table_put(&s->scripts, name, strlen(name));
    if (e->value.pointer == NULL)
        e->value.pointer = mem_new(sizeof(struct stats_line));
    return e->value.pointer;
}

static void begin(struct stats_line *line)
{
    line->requests++;
    line->in_flight++;
    if (line->in_flight > line->max_in_flight)
        line->max_in_flight = line->in_flight;
}

struct stats_line *stats_begin(struct stats *s, const char *name, struct http_request *request)
{
    forget_last(s);
    s->last = *request;
    s->any = true;
    http_request_init(request);
    struct stats_line *line = line_of(s, name);
    begin(&s->all);
    begin(line);
    return line;
}

void stats_end(struct stats *s, struct stats_line *line)
{
    s->all.in_flight--;
    line->in_flight--;
}

static void write_line(struct jsonwrite *w, const struct stats_line *line)
{
    jsonwrite_member_int(w, "requests", line->requests);
    jsonwrite_member_int(w, "in_flight", line->in_flight);
    jsonwrite_member_int(w, "max_in_flight", line->max_in_flight);
}

void stats_write(const struct stats *s, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_line(&w, &s->all);
    jsonwrite_member_int(&w, "connections", s->connections);
    jsonwrite_key(&w, "scripts");
    jsonwrite_open(&w, '{');
    for (size_t i = 0; i < s->scripts.count; i++) {
        const struct table_entry *e = &s->scripts.entry[i];
        const struct stats_line *line = e->value.pointer;
        if (line->requests == 0 && line->in_flight == 0)
            continue;
        jsonwrite_key_bytes(&w, e->key, e->len);
        jsonwrite_open(&w, '{');
        write_line(&w, line);
        jsonwrite_close(&w, '}');
    }
    jsonwrite_close(&w, '}');
    jsonwrite_close(&w, '}');
}

void stats_write_last(const struct stats *s, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    if (!s->any) {
        jsonwrite_null(&w);
        return;
    }
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "method", s->last.method);
    jsonwrite_member(&w, "path", s->last.target);
    jsonwrite_key(&w, "headers");
    jsonwrite_open(&w, '{');
    for (size_t i = 0; i < s->last.headers; i++)
        jsonwrite_member(&w, s->last.header[i].name, s->last.header[i].value);
    jsonwrite_close(&w, '}');
    jsonwrite_key(&w, "body");
    jsonwrite_bytes(&w, s->last.body.data, s->last.body.len);
    jsonwrite_close(&w, '}');
}
