#include "httpget.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "curlbase.h"
#include "mem.h"

/* How often it is looked at whether the call is still wanted, where nothing wakes us. */
enum { LOOK_MS = 1000 };

struct httpget {
    CURLM *multi;
};

/* One call under way. */
struct transfer {
    struct httpget_call *call;
    CURL *easy;
    struct curl_slist *headers;
    size_t passed; /* bytes of a body that is not wanted */
    char error[CURL_ERROR_SIZE];
};

/* A part of the URL as a text of ours, or NULL: it has none. */
static char *part(CURLU *handle, CURLUPart which, unsigned flags)
{
    char *text = NULL, *copy = NULL;
    if (curl_url_get(handle, which, &text, flags) == CURLUE_OK)
        copy = mem_text(text);
    curl_free(text);
    return copy;
}

static void lower(char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
}

static char *origin_of(CURLU *handle, const char *scheme)
{
    char *host = part(handle, CURLUPART_HOST, 0);
    char *port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    struct buf origin;
    buf_init(&origin, CEILING_TEXT);
    /* An escape left in the name would be decoded once more on its way. */
    if (host != NULL && port != NULL && strchr(host, '%') == NULL)
        buf_format(&origin, "%s://%s:%s", scheme, host, port);
    free(host);
    free(port);
    lower(origin.data);
    return buf_take(&origin);
}

static int take_apart(struct httpget_url *u, CURLU *handle, struct diag_error *err)
{
    char *scheme = part(handle, CURLUPART_SCHEME, 0);
    int result = 0;
    u->https = scheme != NULL && strcmp(scheme, "https") == 0;
    if (scheme == NULL || (!u->https && strcmp(scheme, "http") != 0)) {
        result = diag_fail(err, "only http and https are fetched, not %.30s",
                           scheme != NULL ? scheme : "this");
    } else {
        u->origin = origin_of(handle, scheme);
        u->user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
        u->password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
        curl_url_set(handle, CURLUPART_USER, NULL, 0);
        curl_url_set(handle, CURLUPART_PASSWORD, NULL, 0);
        curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
        u->text = part(handle, CURLUPART_URL, 0);
        if (u->origin[0] == '\0' || u->text == NULL)
            result = diag_fail(err, "this is no URL: its host cannot be read");
        else if (strlen(u->text) > CEILING_TEXT)
            result = diag_fail(err, "the URL is longer than %zu KiB", CEILING_TEXT / CEILING_KIB);
    }
    free(scheme);
    return result;
}

int httpget_url_read(struct httpget_url *u, const char *base, const char *url,
                     struct diag_error *err)
{
    const unsigned flags = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME;
    *u = (struct httpget_url){0};
    CURLU *handle = curl_url();
    if (handle == NULL)
        return diag_fail(err, "libcurl has no handle left");
    CURLUcode code = base != NULL ? curl_url_set(handle, CURLUPART_URL, base, flags) : CURLUE_OK;
    if (code == CURLUE_OK)
        code = curl_url_set(handle, CURLUPART_URL, url, flags);
    int result = code == CURLUE_OK ? take_apart(u, handle, err)
                                   : diag_fail(err, "this is no URL: %s", curl_url_strerror(code));
    curl_url_cleanup(handle);
    if (result < 0)
        httpget_url_free(u);
    return result;
}

void httpget_url_free(struct httpget_url *u)
{
    free(u->text);
    free(u->origin);
    free(u->user);
    free(u->password);
    *u = (struct httpget_url){0};
}

struct httpget *httpget_open(struct diag_error *err)
{
    CURLM *multi = curlbase_open(err);
    if (multi == NULL)
        return NULL;
    struct httpget *h = mem_new(sizeof *h);
    h->multi = multi;
    return h;
}

void httpget_close(struct httpget *h)
{
    if (h == NULL)
        return;
    curlbase_close(h->multi);
    free(h);
}

static size_t on_body(char *bytes, size_t size, size_t n, void *owner)
{
    struct transfer *t = owner;
    long status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status == 200) {
        buf_add(t->call->body, bytes, size * n);
        return buf_over(t->call->body) ? 0 : size * n;
    }
    /* Read to its end, if that is near, so that the connection can be used again. */
    t->passed += size * n;
    return t->passed > CEILING_TEXT ? 0 : size * n;
}

static void set_up(struct transfer *t)
{
    CURL *e = t->easy;
    const struct httpget_call *call = t->call;
    curlbase_set(e, call->url, t->error);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)call->body->max);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)call->connect_ms);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)call->stall_s);
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)call->total_ms);
    if (call->user != NULL) {
        curl_easy_setopt(e, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(e, CURLOPT_USERNAME, call->user);
        curl_easy_setopt(e, CURLOPT_PASSWORD, call->password != NULL ? call->password : "");
    }
    for (size_t i = 0; i < call->headers; i++)
        t->headers = curl_slist_append(t->headers, call->header[i]);
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(e, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
}

/* Whether nobody wants the answer any more. */
static bool is_called_off(const struct httpget_call *call)
{
    struct pollfd set[] = {{.fd = call->stop, .events = POLLIN}, {.fd = call->reader}};
    return poll(set, 2, 0) > 0 && (set[0].revents != 0 || set[1].revents != 0);
}

static int transfer_all(struct httpget *h, struct transfer *t, struct diag_error *err)
{
    struct curl_waitfd fd[2];
    unsigned fds = 0;
    if (t->call->stop >= 0)
        fd[fds++] = (struct curl_waitfd){.fd = t->call->stop, .events = CURL_WAIT_POLLIN};
    if (t->call->reader >= 0)
        fd[fds++] = (struct curl_waitfd){.fd = t->call->reader};
    for (int running = 1;;) {
        if (curl_multi_perform(h->multi, &running) != CURLM_OK)
            break;
        if (running == 0)
            return 0;
        t->call->stopped = is_called_off(t->call);
        if (t->call->stopped)
            return diag_fail(err, "the call was ended");
        if (curl_multi_poll(h->multi, fd, fds, LOOK_MS, NULL) != CURLM_OK)
            break;
    }
    return diag_fail(err, "libcurl's multi interface failed");
}

static CURLcode code_of(struct httpget *h)
{
    int waiting;
    CURLcode code = CURLE_GOT_NOTHING;
    for (CURLMsg *msg; (msg = curl_multi_info_read(h->multi, &waiting)) != NULL;)
        if (msg->msg == CURLMSG_DONE)
            code = msg->data.result;
    return code;
}

static char *location_of(CURL *easy, long status)
{
    struct curl_header *header;
    bool redirect = (status >= 301 && status <= 303) || status == 307 || status == 308;
    if (!redirect || curl_easy_header(easy, "location", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return mem_text(header->value);
}

static int too_big(const struct buf *body, struct diag_error *err)
{
    bool whole = body->max % CEILING_MIB == 0;
    return diag_fail(err, "it is larger than %zu %s", whole ? body->max / CEILING_MIB : body->max,
                     whole ? "MiB" : "bytes");
}

static int finish(const struct transfer *t, CURLcode code, struct diag_error *err)
{
    struct httpget_call *call = t->call;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &call->status);
    call->location = location_of(t->easy, call->status);
    /* Where the head says all, the rest may be missing. */
    if (code == CURLE_OK || call->status >= 300)
        return 0;
    if (buf_over(call->body) || code == CURLE_FILESIZE_EXCEEDED)
        return too_big(call->body, err);
    diag_fail(err, "%s", t->error[0] != '\0' ? t->error : curl_easy_strerror(code));
    if (code == CURLE_PARTIAL_FILE)
        diag_within(err, "it was cut short");
    return code == CURLE_OPERATION_TIMEDOUT ? diag_within(err, "it takes too long") : -1;
}

int httpget_run(struct httpget *h, struct httpget_call *call, struct diag_error *err)
{
    struct transfer t = {.call = call, .easy = curl_easy_init()};
    call->stopped = false;
    call->status = 0;
    call->location = NULL;
    if (t.easy == NULL)
        return diag_fail(err, "libcurl has no handle left");
    set_up(&t);
    int result = -1;
    if (curl_multi_add_handle(h->multi, t.easy) != CURLM_OK)
        diag_fail(err, "libcurl does not take the call");
    else if (transfer_all(h, &t, err) == 0)
        result = finish(&t, code_of(h), err);
    curl_multi_remove_handle(h->multi, t.easy);
    curl_easy_cleanup(t.easy);
    curl_slist_free_all(t.headers);
    return result;
}
