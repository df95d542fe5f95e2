#include "reply.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "classifier.h"
#include "jsonwrite.h"
#include "mem.h"
#include "number.h"
#include "secret.h"

void reply_init(struct reply *r)
{
    *r = (struct reply){.prompt = -1,
                        .completion = -1,
                        .cached = -1,
                        .cache_write = -1,
                        .reasoning = -1,
                        .retry_after_ms = -1};
    buf_init(&r->content, CEILING_REPLY);
}

void reply_free(struct reply *r)
{
    free(r->code);
    free(r->message);
    free(r->finish);
    buf_free(&r->content);
    *r = (struct reply){0};
}

static void hide_in(char *text, const struct provider *p)
{
    if (text != NULL)
        secret_hide(text, strlen(text), p->key);
}

void reply_fail(struct reply *r, const struct provider *p, enum outcome_class c, const char *fmt,
                ...)
{
    char text[2048];
    size_t key_len = p->key != NULL ? strlen(p->key) : 0;
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    hide_in(text, p);
    hide_in(r->code, p);
    /* What is cut off may end in the beginning of the key. */
    if (len >= (int)sizeof text && key_len > 0)
        text[key_len < sizeof text ? sizeof text - key_len : 0] = '\0';
    free(r->message);
    r->message = mem_text(text);
    r->class = c;
}

void reply_hide(struct reply *r, const struct provider *p)
{
    hide_in(r->finish, p);
    if (p->key != NULL && strlen(p->key) >= SECRET_SURE)
        secret_hide(r->content.data, r->content.len, p->key);
}

void reply_lost(struct reply *r, const struct provider *p, const struct httppool_call *call)
{
    static const enum outcome_class class[] = {
        [HTTPPOOL_NETWORK] = OUTCOME_NETWORK,
        [HTTPPOOL_TIMEOUT] = OUTCOME_TIMEOUT,
        [HTTPPOOL_TOO_BIG] = OUTCOME_SERVER,
        [HTTPPOOL_REFUSED] = OUTCOME_SERVER,
    };
    if (call->status >= 400)
        reply_refuse(r, p, NULL, NULL, NULL);
    else if (call->end == HTTPPOOL_REFUSED)
        reply_fail(r, p, OUTCOME_SERVER, "the answer is larger than %zu MiB",
                   CEILING_REPLY / CEILING_MIB);
    else if (call->end == HTTPPOOL_TIMEOUT)
        reply_fail(r, p, OUTCOME_TIMEOUT, "%s (%s)", call->message,
                   strcasestr(call->message, "connect") != NULL ? "CONNECT_TIMEOUT" : "TIMEOUT");
    else
        reply_fail(r, p, class[call->end], "%s", call->message);
}

/* "…, please try again after 3 seconds": milliseconds, or -1. */
static int64_t named_wait(const char *message)
{
    const char *at = message;
    while ((at = strstr(at, "after ")) != NULL) {
        at += strlen("after ");
        if (!isdigit((unsigned char)*at))
            continue;
        char *end;
        long long seconds = strtoll(at, &end, 10);
        if (seconds <= 1000000 && strncmp(end, " second", 7) == 0)
            return seconds * 1000;
    }
    return -1;
}

/* An error inside an answer with 200 may tell as its code the status that it would have had (vLLM). */
static long status_of(const struct reply *r, const char *code)
{
    long long status;
    bool told = r->http < 300 && code != NULL && number_parse(code, 400, 599, &status) == 0;
    return told ? (long)status : r->http;
}

void reply_refuse(struct reply *r, const struct provider *p, const char *code, const char *type,
                  const char *message)
{
    struct classifier_error e = {
        .code = code, .type = type, .message = message, .http = status_of(r, code)};
    const char *shown = code != NULL ? code : type;
    free(r->code);
    r->code = shown != NULL ? mem_text(shown) : NULL;
    r->refused = true;
    if (message != NULL)
        reply_fail(r, p, classifier_class(p->vendor->name, &e), "%s", message);
    else
        reply_fail(r, p, classifier_class(p->vendor->name, &e), "status %ld without a message%s",
                   r->http, r->http == 404 ? ": is the address (BASE_URL) right?" : "");
    r->unsaid = code == NULL && type == NULL && message == NULL;
    if (message != NULL && r->retry_after_ms < 0)
        r->retry_after_ms = named_wait(message);
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
    write_count(&w, "cache_write", r->cache_write);
    write_count(&w, "reasoning", r->reasoning);
    jsonwrite_close(&w, '}');
}
