#include "httppool.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "curlbase.h"
#include "loopback.h"
#include "mem.h"
#include "number.h"
#include "secret.h"

/* A line of the head that is too long is CURLE_OUT_OF_MEMORY, and from libcurl 8.6 on CURLE_TOO_LARGE. */
enum { HEADER_MAX = 256, TOO_LARGE = 100 };

struct httppool {
    CURLM *multi;
};

/* What the pool keeps for one call. */
struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
    size_t head; /* bytes of the head */
    bool too_big, refused;
};

struct httppool *httppool_open(struct diag_error *err)
{
    CURLM *multi = curlbase_open(err);
    if (multi == NULL)
        return NULL;
    struct httppool *pool = mem_new(sizeof *pool);
    pool->multi = multi;
    curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)(2 * CEILING_WORKERS));
    return pool;
}

void httppool_close(struct httppool *pool)
{
    if (pool == NULL)
        return;
    curlbase_close(pool->multi);
    free(pool);
}

static size_t on_body(char *bytes, size_t size, size_t n, void *owner)
{
    struct httppool_call *call = owner;
    struct transfer *t = call->private;
    if (call->take != NULL) {
        curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &call->status);
        t->refused = !call->take(call->owner, bytes, size * n);
    } else {
        buf_add(&call->reply, bytes, size * n);
        t->too_big = buf_over(&call->reply);
    }
    return t->refused || t->too_big ? 0 : size * n;
}

static size_t on_header(char *bytes, size_t size, size_t n, void *owner)
{
    (void)bytes;
    struct transfer *t = owner;
    t->head += size * n;
    t->too_big = t->head > CEILING_TEXT;
    return t->too_big ? 0 : size * n;
}

static void set_headers(struct transfer *t, const struct httppool_call *call)
{
    t->headers = curl_slist_append(t->headers, "Expect:");
    if (call->body != NULL)
        t->headers = curl_slist_append(t->headers, "Content-Type: application/json");
    if (call->bearer != NULL) {
        struct buf line;
        buf_init(&line, CEILING_TEXT);
        buf_format(&line, "Authorization: Bearer %s", call->bearer);
        t->headers = curl_slist_append(t->headers, line.data);
        buf_free(&line);
    }
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_up(struct transfer *t, struct httppool_call *call)
{
    CURL *e = t->easy;
    curlbase_set(e, call->url, t->error);
    /* What is on this machine is not asked for by way of another: a key to it may travel in the clear. */
    if (loopback_is(call->url))
        curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_PRIVATE, call);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)call->timeout_ms);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)call->connect_ms);
    if (call->body != NULL) {
        curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body_len);
        curl_easy_setopt(e, CURLOPT_POSTFIELDS, call->body);
    }
    set_headers(t, call);
}

static void drop(struct httppool *pool, struct httppool_call *call)
{
    struct transfer *t = call->private;
    if (t == NULL)
        return;
    curl_multi_remove_handle(pool->multi, t->easy);
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    free(t);
    call->private = NULL;
}

int httppool_start(struct httppool *pool, struct httppool_call *call, struct diag_error *err)
{
    struct transfer *t = mem_new(sizeof *t);
    call->private = t;
    call->end = HTTPPOOL_DONE;
    call->status = 0;
    call->content_type = call->request_id = NULL;
    call->retry_after_ms = call->first_byte_ms = -1;
    call->message[0] = '\0';
    buf_init(&call->reply, CEILING_REPLY);
    t->easy = curl_easy_init();
    if (t->easy == NULL) {
        free(t);
        call->private = NULL;
        return diag_fail(err, "libcurl has no handle left");
    }
    set_up(t, call);
    if (curl_multi_add_handle(pool->multi, t->easy) == CURLM_OK)
        return 0;
    drop(pool, call);
    return diag_fail(err, "libcurl does not take the call");
}

void httppool_call_free(struct httppool_call *call)
{
    buf_free(&call->reply);
    free(call->content_type);
    free(call->request_id);
    call->content_type = call->request_id = NULL;
}

static void look(struct httppool_fd *fd, size_t fds)
{
    struct pollfd set[HTTPPOOL_FDS];
    for (size_t i = 0; i < fds; i++)
        set[i] = (struct pollfd){
            .fd = fd[i].fd,
            .events = (short)((fd[i].read ? POLLIN : 0) | (fd[i].write ? POLLOUT : 0))};
    int some = poll(set, fds, 0);
    for (size_t i = 0; i < fds; i++)
        fd[i].ready = some > 0 && set[i].revents != 0;
}

int httppool_wait(struct httppool *pool, struct httppool_fd *fd, size_t fds, int timeout_ms,
                  struct diag_error *err)
{
    struct curl_waitfd set[HTTPPOOL_FDS] = {{0}};
    for (size_t i = 0; i < fds; i++) {
        set[i].fd = fd[i].fd;
        set[i].events = (short)((fd[i].read ? CURL_WAIT_POLLIN : 0) |
                                (fd[i].write ? CURL_WAIT_POLLOUT : 0));
    }
    /* No perform before the wait: what it ended would be waited over.  A new call makes poll return at once. */
    int running;
    if (curl_multi_poll(pool->multi, set, (unsigned)fds, timeout_ms, NULL) != CURLM_OK ||
        curl_multi_perform(pool->multi, &running) != CURLM_OK)
        return diag_fail(err, "libcurl's multi interface failed");
    /* libcurl does not hand on errors and hang-ups of extra descriptors in every version. */
    look(fd, fds);
    return 0;
}

/* A header of the answer, cut to what a record may carry; the key in it, sent back to us, blotted out. */
static char *header(CURL *easy, const char *name, const char *key)
{
    struct curl_header *h;
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
        return NULL;
    secret_hide(h->value, strlen(h->value), key);
    return mem_copy(h->value, strnlen(h->value, HEADER_MAX));
}

static enum httppool_end end_of(CURLcode code, const struct transfer *t)
{
    if (t->refused)
        return HTTPPOOL_REFUSED;
    if (t->too_big || code == CURLE_OUT_OF_MEMORY || (int)code == TOO_LARGE)
        return HTTPPOOL_TOO_BIG;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return HTTPPOOL_TIMEOUT;
    return code == CURLE_OK ? HTTPPOOL_DONE : HTTPPOOL_NETWORK;
}

/* libcurl reads Retry-After in both forms, but drops fractions; retry-after-ms is some vendors' own. */
static int64_t retry_after(CURL *easy)
{
    enum { LONGEST_S = 1000 * 1000 * 1000 };
    static const struct {
        const char *name;
        double ms;
    } forms[] = {{"retry-after-ms", 1}, {"retry-after", 1000}};
    for (size_t i = 0; i < 2; i++) {
        double value;
        char *text = header(easy, forms[i].name, NULL);
        bool plain = text != NULL && number_parse_real(text, 0, LONGEST_S, &value) == 0;
        free(text);
        if (plain)
            return (int64_t)(value * forms[i].ms);
    }
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
    seconds = seconds < LONGEST_S ? seconds : LONGEST_S;
    return seconds > 0 ? (int64_t)seconds * 1000 : -1;
}

/* What the head of the answer says, if one came. */
static void gather(struct httppool_call *call)
{
    struct transfer *t = call->private;
    curl_off_t first = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &call->status);
    curl_easy_getinfo(t->easy, CURLINFO_STARTTRANSFER_TIME_T, &first);
    call->retry_after_ms = retry_after(t->easy);
    call->first_byte_ms = first > 0 ? (int64_t)first / 1000 : -1;
    call->content_type = header(t->easy, "content-type", call->bearer);
    call->request_id = header(t->easy, "x-request-id", call->bearer);
}

static void finish(struct httppool_call *call, CURLcode code)
{
    struct transfer *t = call->private;
    bool body = call->reply.len > 0;
    call->end = end_of(code, t);
    if (call->end == HTTPPOOL_TOO_BIG)
        snprintf(call->message, sizeof call->message, "the %s of the answer is larger than %zu KiB",
                 body ? "body" : "head", (body ? CEILING_REPLY : CEILING_TEXT) / CEILING_KIB);
    else if (code != CURLE_OK)
        snprintf(call->message, sizeof call->message, "%s",
                 t->error[0] != '\0' ? t->error : curl_easy_strerror(code));
    gather(call);
}

void httppool_cancel(struct httppool *pool, struct httppool_call *call)
{
    if (call->private != NULL)
        gather(call);
    drop(pool, call);
}

struct httppool_call *httppool_next(struct httppool *pool)
{
    int waiting;
    CURLMsg *msg;
    while ((msg = curl_multi_info_read(pool->multi, &waiting)) != NULL) {
        if (msg->msg != CURLMSG_DONE)
            continue;
        CURLcode code = msg->data.result;
        struct httppool_call *call = NULL;
        curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&call);
        finish(call, code);
        drop(pool, call);
        return call;
    }
    return NULL;
}
