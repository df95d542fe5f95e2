/* What a try of cc-call comes to with the recorded answers of a real server, two versions of it: ../shared/captures. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "textfile.h"
#include "tried.h"
#include "unit.h"

/* Recordings that are no answer, by their names in front; folder NULL: in both.  All others are answers. */
static const struct {
    const char *folder, *name;
    enum outcome_class class;
} rows[] = {
    {NULL, "apikey-missing.", OUTCOME_AUTH},
    {NULL, "apikey-wrong.", OUTCOME_AUTH},
    {NULL, "loading-", OUTCOME_OVERLOAD},
    {NULL, "slots-full-busy.", OUTCOME_OVERLOAD},
    {NULL, "not-found", OUTCOME_MODEL},
    {NULL, "get-on-post.", OUTCOME_MODEL},
    {NULL, "router-bad-model.", OUTCOME_MODEL},
    {NULL, "router-no-model.", OUTCOME_REQUEST},
    {NULL, "schema-bad.", OUTCOME_REQUEST},
    {NULL, "schema-ref-missing.", OUTCOME_REQUEST},
    {NULL, "malformed.", OUTCOME_SERVER},
    {NULL, "empty-body.", OUTCOME_SERVER},
    {NULL, "server-sig", OUTCOME_NETWORK},
    {NULL, "client-timeout-midstream.", OUTCOME_NETWORK},
    {"llama-2025", "schema-", OUTCOME_OK}, /* it knows no schema */
    {"llama-2025", "bad-utf8.", OUTCOME_SERVER},
    {"llama-2025", "messages-string.", OUTCOME_SERVER},
    {"llama-2025", "no-messages.", OUTCOME_SERVER},
    {"llama-2025", "n2.", OUTCOME_SERVER},
    {"llama-2025", "respformat-bad.", OUTCOME_SERVER},
    {"llama-2025", "tools.", OUTCOME_SERVER},
    {"llama-2026", "bad-utf8.", OUTCOME_SERVER},
    {"llama-2026", "messages-string.", OUTCOME_REQUEST},
    {"llama-2026", "no-messages.", OUTCOME_REQUEST},
    {"llama-2026", "respformat-bad.", OUTCOME_REQUEST},
    {"llama-2026", "overflow.", OUTCOME_CONTEXT},
    {"llama-2026", "overflow-stream.", OUTCOME_CONTEXT},

    /* Of other addresses than chat. */
    {NULL, "health.", OUTCOME_OUTPUT},
    {NULL, "h2c.", OUTCOME_OUTPUT},
    {NULL, "models.", OUTCOME_OUTPUT},
    {NULL, "apikey-models-open.", OUTCOME_OUTPUT},
    {NULL, "router-models", OUTCOME_OUTPUT},
    {NULL, "props.", OUTCOME_OUTPUT},
    {NULL, "tokenize.", OUTCOME_OUTPUT},
    {NULL, "metrics.", OUTCOME_SERVER},
    {NULL, "slots-full.", OUTCOME_SERVER},
    {NULL, "options-cors.", OUTCOME_SERVER},
};

static enum outcome_class class_of(const char *folder, const char *name)
{
    enum outcome_class class = OUTCOME_OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((rows[i].folder == NULL || strcmp(rows[i].folder, folder) == 0) &&
            strncmp(rows[i].name, name, strlen(rows[i].name)) == 0)
            class = rows[i].class;
    return class;
}

/* The head of an answer, and where its body begins. */
struct head {
    long status;
    bool chunked;
    size_t length;
    const char *body;
};

static struct head read_head(const char *text)
{
    struct head h = {0, false, 0, text};
    do {
        const char *end = strstr(h.body, "\r\n\r\n");
        const char *chunked = strcasestr(h.body, "\r\nTransfer-Encoding: chunked");
        const char *length = strcasestr(h.body, "\r\nContent-Length: ");
        if (end == NULL)
            return h;
        h.status = strtol(h.body + strlen("HTTP/1.1 "), NULL, 10);
        h.chunked = chunked != NULL && chunked < end;
        h.length = length != NULL && length < end
                       ? strtoul(length + strlen("\r\nContent-Length: "), NULL, 10)
                       : 0;
        h.body = end + 4;
    } while (h.status < 200);
    return h;
}

/* Hands the body over as it came, chunk by chunk.  Returns whether all of it is there. */
static bool hand_over(struct exchange *e, const struct head *h, const char *end)
{
    const char *at = h->body;
    size_t left = (size_t)(end - at);
    if (!h->chunked) {
        tried_bytes(e, h->status, at, left < h->length ? left : h->length);
        return left >= h->length;
    }
    while (at < end) {
        char *data;
        size_t len = strtoul(at, &data, 16), here = (size_t)(end - data);
        if (here < 2 || len == 0)
            return len == 0 && here >= 2;
        here -= 2;
        tried_bytes(e, h->status, data + 2, len < here ? len : here);
        if (here < len + 2)
            return false;
        at = data + 2 + len + 2;
    }
    return false;
}

static void check_file(const char *folder, const char *name, const struct buf *text)
{
    struct provider p = {.vendor = tried_vendor("local", "llamacpp"), .stream = true};
    struct head h = read_head(text->data);
    struct exchange e;
    tried_begin(&e, &p);
    bool all = hand_over(&e, &h, text->data + text->len);
    tried_end(&e, all ? HTTPPOOL_DONE : HTTPPOOL_NETWORK);
    const struct reply *r = &e.reply;
    enum outcome_class class = class_of(folder, name);
    UNIT_CHECK(r->class == class, "%s/%s is %s, not %s: %s", folder, name, outcome_name(r->class),
               outcome_name(class), r->message != NULL ? r->message : "-");
    bool usage = strstr(text->data, "\"usage\":{") != NULL;
    UNIT_CHECK(class != OUTCOME_OK || (e.bad == 0 && r->content.len > 0 && r->finish != NULL),
               "%s/%s is read whole", folder, name);
    UNIT_CHECK(class != OUTCOME_OK || (r->prompt > 0) == usage, "%s/%s took %lld tokens", folder,
               name, r->prompt);
    exchange_free(&e);
}

static size_t check_folder(const char *shared, const char *folder)
{
    char path[8192];
    snprintf(path, sizeof path, "%s/captures/%s", shared, folder);
    DIR *dir = opendir(path);
    size_t files = 0;
    struct buf text;
    buf_init(&text, CEILING_MIB);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        size_t len = strlen(e->d_name);
        if (len < 5 || strcmp(e->d_name + len - 5, ".http") != 0)
            continue;
        snprintf(path, sizeof path, "%s/captures/%s/%s", shared, folder, e->d_name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        buf_reset(&text);
        if (UNIT_CHECK(fd >= 0 && textfile_rest(fd, &text) == 0, "cannot read %s", path))
            check_file(folder, e->d_name, &text);
        if (fd >= 0)
            close(fd);
        files++;
    }
    if (dir != NULL)
        closedir(dir);
    buf_free(&text);
    return files;
}

int main(void)
{
    const char *shared = getenv("SHARED");
    if (shared == NULL || access(shared, R_OK) != 0) {
        printf("skipped: the shared folder is absent\n");
        return unit_end();
    }
    size_t files = check_folder(shared, "llama-2025") + check_folder(shared, "llama-2026");
    UNIT_CHECK(files > 100, "there are %zu recordings", files);
    return unit_end();
}
