#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonwrite.h"
#include "mem.h"

void reply_init(struct reply *r)
{
    *r = (struct reply){
        .prompt = -1, .completion = -1, .cached = -1, .reasoning = -1, .retry_after_ms = -1};
}

void reply_free(struct reply *r)
{
    free(r->code);
    free(r->message);
    free(r->content);
    free(r->finish);
    reply_init(r);
}

static void blot_out(char *text, const char *key)
{
    size_t len = strlen(key);
    for (char *at = text; len > 0 && (at = strstr(at, key)) != NULL; at += len)
        memset(at, '*', len);
}

void reply_fail(struct reply *r, const struct provider *p, enum outcome_class c, const char *fmt,
                ...)
{
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (p->key != NULL)
        blot_out(text, p->key);
    if (p->key != NULL && r->code != NULL)
        blot_out(r->code, p->key);
    free(r->message);
    r->message = mem_text(text);
    r->class = c;
}

static void write_count(struct jsonwrite *w, const char *name, long long count)
{
    if (count >= 0)
        jsonwrite_member_int(w, name, count);
}

void reply_usage(const struct reply *r, struct buf *out)
{
    if (r->prompt < 0 && r->completion < 0)
        return;
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_count(&w, "prompt", r->prompt);
    write_count(&w, "completion", r->completion);
    write_count(&w, "cached", r->cached);
    write_count(&w, "reasoning", r->reasoning);
    jsonwrite_close(&w, '}');
}
