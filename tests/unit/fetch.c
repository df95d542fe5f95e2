/* cc-fetch's fetch: which hop of a way sees which credentials, and which hops there are. */
#include "../../cmd/cc-fetch/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "unit.h"

static int answer(struct httpget *http, struct httpget_call *call, struct diag_error *err);

/* The wire is here, in this file. */
#define httpget_run answer
#include "../../cmd/cc-fetch/fetch.c"

/* What was asked for: "URL user:password headers". */
static char seen[8][200];
static size_t asked;

/* Where the hops lead, one after the other; what none is left for is found. */
static const char *const *next;

static int answer(struct httpget *http, struct httpget_call *call, struct diag_error *err)
{
    (void)http;
    (void)err;
    const char *user = call->user, *password = call->password;
    snprintf(seen[asked % 8], sizeof *seen, "%s %s%s%s %zu", call->url, user != NULL ? user : "-",
             password != NULL ? ":" : "", password != NULL ? password : "", call->headers);
    asked++;
    call->status = *next != NULL ? 302 : 200;
    call->location = *next != NULL ? mem_text(*next++) : NULL;
    call->stopped = false;
    return 0;
}

/* The person's URL is the first; then another one, on the same run. */
static const struct {
    const char *first, *url; /* url NULL: the first alone is fetched */
    const char *hop[4];
    const char *seen[5]; /* of the hops of the last one */
    const char *error;
} ways[] = {
    {"https://h/a", NULL, {NULL}, {"https://h/a - 1"}, NULL},
    {"https://u:p@h/a", NULL, {NULL}, {"https://h/a u:p 1"}, NULL},
    {"https://u@h/a", NULL, {NULL}, {"https://h/a u 1"}, NULL},
    {"https://u:p@h/a", NULL, {"b"}, {"https://h/a u:p 1", "https://h/b u:p 1"}, NULL},
    {"https://u:p@h/a",
     NULL,
     {"https://H:443/b"},
     {"https://h/a u:p 1", "https://H:443/b u:p 1"},
     NULL},
    {"https://u:p@h/a", NULL, {"https://i/b"}, {"https://h/a u:p 1", "https://i/b - 0"}, NULL},
    {"https://u:p@h/a", NULL, {"https://h:8/b"}, {"https://h/a u:p 1", "https://h:8/b - 0"}, NULL},
    {"https://u:p@h/a", NULL, {"https://x:y@i/"}, {"https://h/a u:p 1", "https://i/ - 0"}, NULL},
    {"https://u:p@h/a", NULL, {"https://x:y@h/"}, {"https://h/a u:p 1", "https://h/ u:p 1"}, NULL},
    {"http://u:p@h/a", NULL, {"https://h/a"}, {"http://h/a u:p 1", "https://h/a - 0"}, NULL},
    {"https://u:p@h/a",
     NULL,
     {"https://i/", "https://h/c"},
     {"https://h/a u:p 1", "https://i/ - 0", "https://h/c u:p 1"},
     NULL},
    {"https://u:p@h/a", NULL, {"http://h/a"}, {"https://h/a u:p 1"}, "from https to http"},
    {"https://u:p@h/a",
     NULL,
     {"https://i/", "http://i/"},
     {"https://h/a u:p 1", "https://i/ - 0"},
     "redirected to https://i/: it redirects from https to http"},
    {"https://u:p@h/a", NULL, {"ftp://h/a"}, {"https://h/a u:p 1"}, "not ftp"},
    {"https://u:p@h/a", NULL, {"http://[::1"}, {"https://h/a u:p 1"}, "nothing is fetched"},
    {"https://u:p@h/a", "https://h/b", {NULL}, {"https://h/b u:p 1"}, NULL},
    {"https://u:p@h/a", "https://x:y@h/b", {NULL}, {"https://h/b x:y 1"}, NULL},
    {"https://u:p@h/a", "http://h/b", {NULL}, {"http://h/b - 0"}, NULL},
    {"https://u:p@h/a", "https://i/b", {NULL}, {"https://i/b - 0"}, NULL},
    {"https://u:p@h/a",
     "https://x:y@i/b",
     {"c", "https://j/", "https://h/"},
     {"https://i/b x:y 0", "https://i/c x:y 0", "https://j/ - 0", "https://h/ u:p 1"},
     NULL},
    {"https://x:y@i/a", "https://h/b", {NULL}, {"https://h/b - 1"}, NULL},
    {"https://x:y@i/a", "https://i/b", {NULL}, {"https://i/b - 0"}, NULL},
    {"https://h/a", "https://x:y@h/b", {NULL}, {"https://h/b x:y 1"}, NULL},
};

static void check_way(size_t i)
{
    char *line[] = {(char[]){"X-Key: 1"}};
    const struct headers headers = {.line = line, .count = 1};
    const char *origin = strncmp(ways[i].first, "http:", 5) == 0 ? "http://h:80" : "https://h:443";
    struct fetch f = {.headers = &headers, .origin = origin, .total_s = 60};
    struct buf body;
    struct diag_error err = {""};
    char *final = NULL;
    buf_init(&body, 100);
    const char *none = NULL;
    next = &none;
    if (ways[i].url != NULL && UNIT_CHECK(fetch_get(&f, ways[i].first, &body, &final, &err) == 0,
                                          "%s: %s", ways[i].first, err.text))
        free(final);
    asked = 0;
    next = ways[i].hop;
    const char *url = ways[i].url != NULL ? ways[i].url : ways[i].first;
    int result = fetch_get(&f, url, &body, &final, &err);
    size_t hops = 0;
    for (; ways[i].seen[hops] != NULL; hops++)
        UNIT_CHECK(hops < asked && strcmp(seen[hops], ways[i].seen[hops]) == 0,
                   "row %zu: %s, not %s", i, seen[hops], ways[i].seen[hops]);
    UNIT_CHECK(asked == hops, "row %zu: %zu requests", i, asked);
    UNIT_CHECK((result == 0) == (ways[i].error == NULL) && (result == 0) == (final != NULL),
               "row %zu: %d %s", i, result, err.text);
    UNIT_CHECK(ways[i].error == NULL || strstr(err.text, ways[i].error) != NULL, "row %zu: %s", i,
               err.text);
    free(final);
    buf_free(&body);
    fetch_free(&f);
}

/* After the first URL was looked at, no later userinfo is remembered. */
static void check_late(void)
{
    const struct headers headers = {0};
    const char *none = NULL;
    struct fetch f = {.headers = &headers, .origin = "https://h:443", .total_s = 60};
    struct buf body;
    buf_init(&body, 100);
    static const char *const urls[] = {"https://h/a", "https://x:y@h/b", "https://h/c"};
    asked = 0;
    for (size_t i = 0; i < 3; i++) {
        char *final;
        next = &none;
        UNIT_CHECK(fetch_get(&f, urls[i], &body, &final, NULL) == 0, "%s is fetched", urls[i]);
        free(final);
    }
    UNIT_CHECK(strcmp(seen[2], "https://h/c - 0") == 0, "the third sees %s", seen[2]);
    buf_free(&body);
    fetch_free(&f);
}

int main(void)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        check_way(i);
    check_late();
    return unit_end();
}
