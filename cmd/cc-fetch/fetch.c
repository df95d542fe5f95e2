#include "fetch.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"

enum { REDIRECTS_MAX = 10 };

/* One fetch under way. */
struct way {
    struct httpget_url start, at; /* userinfo counts in start alone */
    struct buf *body;
    int64_t deadline; /* by clock_ms */
};

static const char *meaning_of(long status)
{
    static const struct {
        long from, to;
        const char *text;
    } known[] = {
        {401, 401,
         "the server wants credentials: --header-file gives them to the origin of the description"},
        {403, 403,
         "the server refuses; where it is for want of credentials, --header-file gives them to the "
         "origin of the description"},
        {404, 404, "there is nothing at this address: look it up"},
        {407, 407, "the proxy wants credentials: they stand in the URL of the proxy"},
        {410, 410, "there is nothing at this address any more"},
        {429, 429, "the server wants fewer requests: try again later"},
        {500, 599, "the server fails: try again later"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (status >= known[i].from && status <= known[i].to)
            return known[i].text;
    return "the server sends something else than what is asked for";
}

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* The userinfo of the first URL is the person's; that of later ones stands in descriptions. */
static void remember(struct fetch *f, const struct httpget_url *url)
{
    if (!f->begun && url->user != NULL && same(url->origin, f->origin)) {
        f->user = mem_text(url->user);
        f->password = url->password != NULL ? mem_text(url->password) : NULL;
    }
    f->begun = true;
}

/* Puts into the call what the place that it goes to may see. */
static void show(const struct fetch *f, const struct way *w, struct httpget_call *call)
{
    if (w->start.user != NULL && same(w->at.origin, w->start.origin)) {
        call->user = w->start.user;
        call->password = w->start.password;
    } else if (same(w->at.origin, f->origin)) {
        call->user = f->user;
        call->password = f->password;
    }
    if (same(w->at.origin, f->origin)) {
        call->header = f->headers->line;
        call->headers = f->headers->count;
    }
}

/* One request; *location, the caller's, is where it leads, or NULL: the body is here. */
static int ask(struct fetch *f, const struct way *w, char **location, struct diag_error *err)
{
    struct httpget_call call = {.url = w->at.text,
                                .body = w->body,
                                .connect_ms = f->connect_s * 1000,
                                .stall_s = f->stall_s,
                                .total_ms = w->deadline - clock_ms(),
                                .stop = f->stop,
                                .reader = f->reader};
    *location = NULL;
    if (call.total_ms <= 0)
        return diag_fail(err, "it takes longer than %d seconds", f->total_s);
    show(f, w, &call);
    int result = httpget_run(f->http, &call, err);
    f->stopped = call.stopped;
    *location = call.location;
    if (result == 0 && *location == NULL && call.status != 200)
        result = diag_fail(err, "status %ld: %s", call.status, meaning_of(call.status));
    return result;
}

static int follow(struct way *w, const char *location, struct diag_error *err)
{
    struct httpget_url next;
    if (httpget_url_read(&next, w->at.text, location, err) < 0)
        return diag_within(err, "it redirects to where nothing is fetched");
    if (w->at.https && !next.https) {
        httpget_url_free(&next);
        return diag_fail(err, "it redirects from https to http, which is refused");
    }
    httpget_url_free(&w->at);
    w->at = next;
    return 0;
}

static int walk(struct fetch *f, struct way *w, struct diag_error *err)
{
    char *location;
    int result = ask(f, w, &location, err);
    int hops = 0;
    while (result == 0 && location != NULL && ++hops <= REDIRECTS_MAX) {
        result = follow(w, location, err);
        free(location);
        location = NULL;
        if (result == 0)
            result = ask(f, w, &location, err);
    }
    if (result == 0 && location != NULL)
        result = diag_fail(err, "more than %d redirects, one after the other", REDIRECTS_MAX);
    free(location);
    if (result < 0 && !same(w->at.text, w->start.text))
        diag_within(err, "redirected to %.400s", w->at.text);
    return result;
}

int fetch_get(struct fetch *f, const char *url, struct buf *body, char **final,
              struct diag_error *err)
{
    struct way w = {.body = body, .deadline = clock_ms() + (int64_t)f->total_s * 1000};
    buf_reset(body);
    f->stopped = false;
    *final = NULL;
    if (httpget_url_read(&w.start, NULL, url, err) < 0)
        return -1;
    remember(f, &w.start);
    int result = httpget_url_read(&w.at, NULL, w.start.text, err);
    if (result == 0)
        result = walk(f, &w, err);
    if (result == 0) {
        *final = w.at.text;
        w.at.text = NULL;
    }
    httpget_url_free(&w.start);
    httpget_url_free(&w.at);
    return result;
}

void fetch_free(struct fetch *f)
{
    free(f->user);
    free(f->password);
    f->user = f->password = NULL;
}
