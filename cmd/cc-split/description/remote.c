#include "remote.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "ceiling.h"
#include "config.h"
#include "installed.h"
#include "jsontape.h"
#include "mem.h"
#include "number.h"
#include "stopping.h"

/* READ_SIZE: of one read.  SILENCE: seconds without a word from the helper, whose own limit is 300. */
enum { READ_SIZE = 64 * 1024, LOOK_MS = 1000, SILENCE = 330 };
/* The line before a body: a URL, escaped. */
#define HEAD_MAX (4 * CEILING_TEXT)

/* Where the authority of a URL begins, or NULL: it is none. */
static const char *authority(const char *name)
{
    if (strncasecmp(name, "http://", 7) == 0)
        return name + 7;
    return strncasecmp(name, "https://", 8) == 0 ? name + 8 : NULL;
}

bool remote_is_url(const char *name)
{
    return authority(name) != NULL;
}

char *remote_plain(const char *name)
{
    char *plain = mem_text(name);
    const char *host = strncmp(name, "//", 2) == 0 ? name + 2 : authority(name);
    if (host == NULL)
        return plain;
    const char *at = host + strcspn(host, "/?#");
    while (at > host && at[-1] != '@')
        at--;
    memmove(plain + (host - name), at, strlen(at) + 1);
    return plain;
}

/* The scheme and the authority of a URL: nothing of it that is secret. */
static char *origin_of(const char *url)
{
    char *plain = remote_plain(url);
    const char *host = authority(plain);
    char *origin = mem_copy(plain, (size_t)(host - plain) + strcspn(host, "/?#"));
    free(plain);
    return origin;
}

/* The path of the helper, the caller's, or NULL with err. */
static char *helper_path(struct diag_error *err)
{
    char *path = installed_path("CASECRAFT_LIBEXECDIR", "libexec/casecraft", "cc-fetch");
    if (path == NULL)
        diag_fail(err, "the helper cc-fetch is not found: name its folder by CASECRAFT_LIBEXECDIR");
    return path;
}

void remote_init(struct remote *r, const char *root, const char *header_file)
{
    *r = (struct remote){.root = root, .header_file = header_file};
    r->child = (struct child){.to = -1, .from = -1};
    buf_init(&r->heard, HEAD_MAX + READ_SIZE);
}

void remote_free(struct remote *r)
{
    child_wait(&r->child);
    buf_free(&r->heard);
}

static int start(struct remote *r, struct diag_error *err)
{
    char *argv[] = {helper_path(err), NULL, NULL, NULL, NULL, NULL};
    size_t args = 1;
    if (argv[0] == NULL)
        return -1;
    if (remote_is_url(r->root)) {
        argv[args++] = mem_text("--origin");
        argv[args++] = origin_of(r->root);
        if (r->header_file != NULL) {
            argv[args++] = mem_text("--header-file");
            argv[args++] = mem_text(r->header_file);
        }
    }
    config_forget_keys();
    int result = child_start(&r->child, argv, err);
    if (result < 0)
        diag_within(err, "URLs cannot be fetched (CASECRAFT_LIBEXECDIR names the folder of "
                         "cc-fetch)");
    r->started = result == 0;
    for (size_t i = 0; i < args; i++)
        free(argv[i]);
    return result;
}

/* Ends a helper that cannot be believed any more; returns -1. */
static int give_up(struct remote *r)
{
    r->broken = true;
    child_kill(&r->child, SIGTERM);
    child_wait(&r->child);
    return -1;
}

/* Waits until the descriptor can be used; 0, or -1 with err: a signal came, or nothing did. */
static int await(int fd, short events, struct diag_error *err)
{
    for (int looks = 0; looks < SILENCE; looks++) {
        struct pollfd set = {.fd = fd, .events = events};
        int some = poll(&set, 1, LOOK_MS);
        if (stopping_signal() != 0)
            return diag_fail(err, "not read to its end: a signal came");
        if (some > 0)
            return 0;
    }
    return diag_fail(err, "the helper cc-fetch says nothing");
}

/* The helper has closed its ends; returns -1. */
static int tell_end(struct remote *r, struct diag_error *err)
{
    return diag_fail(err, "the helper cc-fetch has ended with exit code %d", child_wait(&r->child));
}

static int ask(struct remote *r, const char *url, struct diag_error *err)
{
    struct buf line;
    buf_init(&line, CEILING_TEXT + 1);
    buf_format(&line, "%s\n", url);
    int result = 0;
    for (size_t at = 0; at < line.len && result == 0;) {
        ssize_t n = write(r->child.to, line.data + at, line.len - at);
        at += n > 0 ? (size_t)n : 0;
        if (n < 0 && errno == EAGAIN)
            result = await(r->child.to, POLLOUT, err);
        else if (n < 0 && errno != EINTR)
            result = tell_end(r, err);
    }
    buf_free(&line);
    return result;
}

/* One read.  Returns the bytes, or -1 with err: the helper has ended, too. */
static ssize_t hear(struct remote *r, char *room, size_t len, struct diag_error *err)
{
    if (await(r->child.from, POLLIN, err) < 0)
        return -1;
    ssize_t n;
    do
        n = read(r->child.from, room, len);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return diag_fail(err, "cannot read from the helper cc-fetch: %s", strerror(errno));
    return n > 0 ? n : tell_end(r, err);
}

/* Hears the line before a body, to *len bytes of heard, without its end. */
static int hear_head(struct remote *r, size_t *len, struct diag_error *err)
{
    const char *newline = NULL;
    while ((newline = memchr(r->heard.data, '\n', r->heard.len)) == NULL) {
        char *room = r->heard.len < HEAD_MAX ? buf_room(&r->heard, READ_SIZE) : NULL;
        if (room == NULL)
            return diag_fail(err, "the helper cc-fetch says what is no answer");
        ssize_t n = hear(r, room, READ_SIZE, err);
        if (n < 0)
            return -1;
        r->heard.len += (size_t)n;
        r->heard.data[r->heard.len] = '\0';
    }
    *len = (size_t)(newline - r->heard.data);
    return 0;
}

/* Hears `bytes` bytes of body, of which some may have been heard already. */
static int hear_body(struct remote *r, size_t bytes, struct buf *text, struct diag_error *err)
{
    if (bytes > text->max - text->len)
        return diag_fail(err, "it is larger than there is room for");
    buf_room(text, bytes);
    buf_add(text, r->heard.data, r->heard.len);
    bytes -= r->heard.len;
    buf_reset(&r->heard);
    while (bytes > 0) {
        ssize_t n = hear(r, text->data + text->len, bytes, err);
        if (n < 0)
            return -1;
        text->len += (size_t)n;
        text->data[text->len] = '\0';
        bytes -= (size_t)n;
    }
    return 0;
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    return false;
}

/* What the line before a body can say. */
enum said { SAID_BODY, SAID_ERROR, SAID_NONSENSE };

/* rest: bytes heard behind it.  Sets *bytes and *final_url, or for an error err. */
static enum said understand(const struct jsontape *t, size_t rest, size_t *bytes, char **final_url,
                            struct diag_error *err)
{
    char *error = jsontape_text(t, jsontape_get(t, 0, "error"));
    char *url = jsontape_text(t, jsontape_get(t, 0, "url"));
    uint32_t count = jsontape_get(t, 0, "bytes");
    size_t len;
    const char *number = jsontape_raw(t, count, &len);
    long long n = jsontape_count(t, count, -1);
    enum said said = SAID_NONSENSE;
    if (error != NULL && rest == 0) {
        said = SAID_ERROR;
        diag_fail(err, "%s", error);
    } else if (url != NULL && remote_is_url(url) && !has_control(url) && n >= 0 &&
               n <= (long long)CEILING_SPEC && number_is_integer(number, len) &&
               rest <= (size_t)n) {
        said = SAID_BODY;
        *bytes = (size_t)n;
        *final_url = remote_plain(url);
    }
    free(error);
    free(url);
    return said;
}

/* Reads what was heard up to its first line end, and drops it. */
static enum said read_head(struct remote *r, size_t len, size_t *bytes, char **final_url,
                           struct diag_error *err)
{
    struct jsontape tape;
    jsontape_init(&tape);
    enum said said = SAID_NONSENSE;
    if (jsontape_read(&tape, r->heard.data, len, NULL) == 0)
        said = understand(&tape, r->heard.len - len - 1, bytes, final_url, err);
    jsontape_free(&tape);
    buf_drop(&r->heard, len + 1);
    if (said == SAID_NONSENSE)
        diag_fail(err, "the helper cc-fetch says what is no answer");
    return said;
}

static int get(struct remote *r, const char *url, struct buf *text, char **final_url,
               struct diag_error *err)
{
    size_t len = 0, bytes = 0;
    if (ask(r, url, err) < 0 || hear_head(r, &len, err) < 0)
        return give_up(r);
    enum said said = read_head(r, len, &bytes, final_url, err);
    if (said == SAID_ERROR)
        return -1;
    if (said == SAID_NONSENSE || hear_body(r, bytes, text, err) < 0)
        return give_up(r);
    return 0;
}

/* Whether it can be asked for at all: a line end in it would be a second URL. */
static int check(const struct remote *r, const char *url, struct diag_error *err)
{
    if (r->broken)
        return diag_fail(err, "the helper cc-fetch has failed before");
    if (!remote_is_url(url) || has_control(url) || strlen(url) > CEILING_TEXT)
        return diag_fail(err, "this is no URL that can be fetched");
    if (r->header_file != NULL && !remote_is_url(r->root))
        return diag_fail(err, "--header-file is for descriptions behind a URL, and %.200s is none",
                         r->root);
    return 0;
}

int remote_get(struct remote *r, const char *url, struct buf *text, char **final_url,
               struct diag_error *err)
{
    size_t before = text->len;
    *final_url = NULL;
    if (check(r, url, err) == 0 && (r->started || start(r, err) == 0) &&
        get(r, url, text, final_url, err) == 0)
        return 0;
    free(*final_url);
    *final_url = NULL;
    text->len = before;
    text->data[before] = '\0';
    char *plain = remote_plain(url);
    diag_within(err, "%.400s", plain);
    free(plain);
    return -1;
}
