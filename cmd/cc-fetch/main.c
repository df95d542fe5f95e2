/*
 * cc-fetch: URLs in, one a line; what stands there out.  cc-split runs it.
 *
 * For each line one answer: {"url":URL,"bytes":N}, a newline and N bytes, or {"error":TEXT} and a newline.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "ceiling.h"
#include "diag.h"
#include "fetch.h"
#include "headers.h"
#include "httpget.h"
#include "jsonwrite.h"
#include "linein.h"
#include "options.h"
#include "stopping.h"

struct settings {
    const char *header_file, *origin;
    long long max_bytes, connect_s, stall_s, total_s;
};

/* What goes on between the first URL and the last. */
struct serving {
    struct fetch fetch;
    struct linein in;
    struct buf head, body;
    const struct diag_error *refusal; /* of every URL: the header file is not right; or NULL */
    bool errors;                      /* a URL was answered with an error */
    int failed;                       /* errno of a write that failed, or 0 */
};

static int parse(struct settings *s, int argc, char **argv)
{
    const struct options_row rows[] = {
        {0, "header-file", OPTIONS_TEXT, &s->header_file, "FILE",
         "headers for the origin, one \"Name: value\" a line", 0, 0},
        {0, "origin", OPTIONS_TEXT, &s->origin, "URL",
         "whose scheme, host and port get FILE and the userinfo of the first URL", 0, 0},
        {0, "max-bytes", OPTIONS_NUMBER, &s->max_bytes, "N", "no body over N bytes (268435456)", 1,
         CEILING_SPEC},
        {0, "connect-seconds", OPTIONS_NUMBER, &s->connect_s, "N",
         "how long a connection may take (10)", 1, 3600},
        {0, "stall-seconds", OPTIONS_NUMBER, &s->stall_s, "N", "how long no byte may come (30)", 1,
         3600},
        {0, "total-seconds", OPTIONS_NUMBER, &s->total_s, "N",
         "how long a URL may take, redirects included (300)", 1, 3600},
    };
    const struct options options = {
        .program = "cc-fetch",
        .usage = "[OPTION]...",
        .purpose = "Fetches the http and https URLs on stdin, one a line.  For each it writes\n"
                   "{\"url\":URL,\"bytes\":N} and N bytes, or {\"error\":TEXT}.",
        .examples = "  echo https://example.com/openapi.yaml | cc-fetch\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    struct options_given given;
    int code = options_parse(&options, argc, argv, &given);
    if (code == OPTIONS_GO && given.operands > 0) {
        diag_error("URLs come on stdin, not as operands");
        code = DIAG_USAGE;
    } else if (code == OPTIONS_GO && s->header_file != NULL && s->origin == NULL) {
        diag_error("--header-file needs --origin: the headers go nowhere else");
        code = DIAG_USAGE;
    }
    options_given_free(&given);
    return code;
}

static void put(struct serving *s, const char *bytes, size_t len)
{
    while (len > 0 && s->failed == 0 && stopping_signal() == 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        if (n < 0 && errno != EINTR)
            s->failed = errno;
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
}

/* url NULL: an error. */
static void answer(struct serving *s, const char *url, const struct diag_error *err)
{
    buf_reset(&s->head);
    struct jsonwrite w = jsonwrite_to(&s->head);
    jsonwrite_open(&w, '{');
    if (url != NULL) {
        jsonwrite_member(&w, "url", url);
        jsonwrite_member_int(&w, "bytes", (long long)s->body.len);
    } else {
        jsonwrite_member(&w, "error", err->text);
    }
    jsonwrite_close(&w, '}');
    buf_char(&s->head, '\n');
    put(s, s->head.data, s->head.len);
    if (url != NULL)
        put(s, s->body.data, s->body.len);
    s->errors = s->errors || url == NULL;
}

static int fetch_line(struct serving *s, const char *line, size_t len, char **final,
                      struct diag_error *err)
{
    if (strlen(line) != len)
        return diag_fail(err, "this is no URL: a NUL stands in it");
    return fetch_get(&s->fetch, line, &s->body, final, err);
}

static void serve_line(struct serving *s, const char *line, size_t len)
{
    struct diag_error err;
    char *final = NULL;
    if (s->refusal != NULL)
        answer(s, NULL, s->refusal);
    else if (fetch_line(s, line, len, &final, &err) == 0)
        answer(s, final, NULL);
    else if (!s->fetch.stopped)
        answer(s, NULL, &err);
    free(final);
    /* A large body is rare: its memory is not kept for the small ones. */
    size_t max = s->body.max;
    buf_free(&s->body);
    buf_init(&s->body, max);
}

static bool goes_on(const struct serving *s)
{
    return s->failed == 0 && !s->fetch.stopped && stopping_signal() == 0;
}

static int serve(struct serving *s)
{
    struct pollfd set[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                           {.fd = s->fetch.stop, .events = POLLIN}};
    struct diag_error err;
    char *line;
    size_t len;
    while (goes_on(s) && !linein_ended(&s->in)) {
        if (linein_next(&s->in, &line, &len)) {
            serve_line(s, line, len);
        } else if (poll(set, 2, -1) > 0 && set[0].revents != 0 && linein_fill(&s->in, &err) < 0) {
            if (s->in.broken)
                return diag_exit(DIAG_ENVIRONMENT, &err);
            diag_error("stdin:%zu: no URL is so long", linein_number(&s->in) + 1);
            return DIAG_INPUT;
        }
    }
    if (s->failed != 0 && s->failed != EPIPE) {
        diag_error("cannot write to stdout: %s", strerror(s->failed));
        return DIAG_ENVIRONMENT;
    }
    return s->errors ? DIAG_SOME : DIAG_OK;
}

static int run(const struct settings *set, int stop)
{
    struct diag_error err, refusal;
    struct headers headers = {0};
    struct httpget_url origin = {0};
    struct serving s = {.fetch = {.headers = &headers,
                                  .connect_s = (int)set->connect_s,
                                  .stall_s = (int)set->stall_s,
                                  .total_s = (int)set->total_s,
                                  .stop = stop,
                                  .reader = STDOUT_FILENO}};
    if (set->origin != NULL && httpget_url_read(&origin, NULL, set->origin, &err) < 0) {
        diag_error("--origin: %s", err.text);
        return DIAG_USAGE;
    }
    if (set->header_file != NULL && headers_read(&headers, set->header_file, &refusal) < 0)
        s.refusal = &refusal;
    s.fetch.origin = origin.origin;
    s.fetch.http = httpget_open(&err);
    int code = DIAG_ENVIRONMENT;
    if (s.fetch.http == NULL) {
        diag_error("%s", err.text);
    } else {
        linein_init(&s.in, STDIN_FILENO, CEILING_TEXT);
        buf_init(&s.head, 4 * CEILING_TEXT);
        buf_init(&s.body, (size_t)set->max_bytes);
        code = serve(&s);
        linein_free(&s.in);
        buf_free(&s.head);
        buf_free(&s.body);
    }
    fetch_free(&s.fetch);
    httpget_close(s.fetch.http);
    httpget_url_free(&origin);
    headers_free(&headers);
    if (s.failed == EPIPE || (s.fetch.stopped && stopping_signal() == 0))
        stopping_exit(SIGPIPE);
    return code;
}

int main(int argc, char **argv)
{
    struct settings settings = {
        .max_bytes = CEILING_SPEC, .connect_s = 10, .stall_s = 30, .total_s = 300};
    int code = parse(&settings, argc, argv);
    if (code != OPTIONS_GO)
        return code;
    code = run(&settings, stopping_open());
    if (stopping_signal() != 0)
        stopping_exit(stopping_signal());
    return code;
}
