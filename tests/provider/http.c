#include "http.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "mem.h"
#include "number.h"

/* What is left of the bytes that were read; a NUL stands behind them. */
struct span {
    const char *data;
    size_t len;
};

static void skip(struct span *in, size_t n)
{
    in->data += n;
    in->len -= n;
}

void http_request_init(struct http_request *q)
{
    *q = (struct http_request){.keep_alive = true};
    buf_init(&q->body, CEILING_LINE);
}

void http_request_free(struct http_request *q)
{
    for (size_t i = 0; i < q->headers; i++) {
        free(q->header[i].name);
        free(q->header[i].value);
    }
    free(q->header);
    free(q->method);
    free(q->target);
    buf_free(&q->body);
    *q = (struct http_request){0};
}

const char *http_request_header(const struct http_request *q, const char *name)
{
    for (size_t i = 0; i < q->headers; i++)
        if (strcmp(q->header[i].name, name) == 0)
            return q->header[i].value;
    return NULL;
}

void http_init(struct http *h)
{
    *h = (struct http){.state = HTTP_HEAD};
    http_request_init(&h->request);
}

void http_free(struct http *h)
{
    http_request_free(&h->request);
}

void http_next(struct http *h)
{
    http_free(h);
    http_init(h);
}

static bool bad(struct http *h, int status)
{
    h->state = HTTP_BAD;
    h->bad_status = status;
    return false;
}

static char *trimmed(const char *text, size_t len)
{
    while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
        len--;
    while (len > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        len--;
    }
    return mem_copy(text, len);
}

static bool request_line(struct http *h, const char *line, size_t len)
{
    struct http_request *q = &h->request;
    const char *space = memchr(line, ' ', len);
    if (space == NULL || space == line)
        return bad(h, 400);
    const char *target = space + 1;
    size_t rest = len - (size_t)(target - line);
    const char *version = memchr(target, ' ', rest);
    if (version == NULL || version == target)
        return bad(h, 400);
    q->method = mem_copy(line, (size_t)(space - line));
    q->target = mem_copy(target, (size_t)(version - target));
    char *name = trimmed(version, len - (size_t)(version - line));
    q->old = strcmp(name, "HTTP/1.0") == 0;
    q->keep_alive = !q->old;
    bool known = q->old || strcmp(name, "HTTP/1.1") == 0;
    free(name);
    return known || bad(h, 505);
}

static bool header_line(struct http *h, const char *line, size_t len)
{
    struct http_request *q = &h->request;
    const char *colon = memchr(line, ':', len);
    if (colon == NULL || colon == line || memchr(line, '\0', len) != NULL)
        return bad(h, 400);
    q->header = mem_grow(q->header, q->headers, &q->room, sizeof *q->header);
    struct http_header *header = &q->header[q->headers++];
    header->name = mem_copy(line, (size_t)(colon - line));
    for (char *c = header->name; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    header->value = trimmed(colon + 1, len - (size_t)(colon + 1 - line));
    return true;
}

/* What the headers say about the connection and the body. */
static void understand(struct http *h)
{
    struct http_request *q = &h->request;
    const char *connection = http_request_header(q, "connection");
    if (connection != NULL) {
        q->keep_alive = strcasecmp(connection, "close") != 0 &&
                        (!q->old || strcasecmp(connection, "keep-alive") == 0);
    }
    const char *expect = http_request_header(q, "expect");
    h->expects = expect != NULL && strcasecmp(expect, "100-continue") == 0;
    const char *coding = http_request_header(q, "transfer-encoding");
    if (coding != NULL) {
        if (strcasecmp(coding, "chunked") != 0) {
            bad(h, 501);
            return;
        }
        h->state = HTTP_CHUNK_SIZE;
        return;
    }
    const char *length = http_request_header(q, "content-length");
    long long n = 0;
    if (length != NULL && number_parse(length, 0, CEILING_LINE, &n) != 0) {
        bad(h, strspn(length, "0123456789") == strlen(length) && *length != '\0' ? 413 : 400);
        return;
    }
    h->want = (size_t)n;
    h->state = n > 0 ? HTTP_BODY : HTTP_READY;
    h->expects = h->expects && n > 0;
}

/* The length of the head in text, its empty line included, or 0: not whole yet. */
static size_t head_length(struct http *h, const struct span *in)
{
    const char *from = in->data + h->seen;
    const char *end = in->data + in->len;
    for (const char *nl; (nl = memchr(from, '\n', (size_t)(end - from))) != NULL; from = nl + 1) {
        const char *next = nl + 1;
        if (next < end && *next == '\r')
            next++;
        if (next == end)
            break;
        if (*next == '\n')
            return (size_t)(next + 1 - in->data);
    }
    h->seen = (size_t)(from - in->data);
    return 0;
}

static bool read_head(struct http *h, struct span *in)
{
    if (in->len > 0 && (*in->data == '\r' || *in->data == '\n') && h->seen == 0)
        skip(in, strspn(in->data, "\r\n"));
    /* No method begins so: a client that speaks TLS must not wait. */
    if (in->len > 0 && (unsigned char)*in->data < ' ')
        return bad(h, 400);
    size_t length = head_length(h, in);
    if (length > CEILING_TEXT || (length == 0 && in->len > CEILING_TEXT))
        return bad(h, 431);
    if (length == 0)
        return false;
    const char *line = in->data;
    for (const char *end; line < in->data + length; line = end + 1) {
        end = memchr(line, '\n', (size_t)(in->data + length - line));
        size_t len = (size_t)(end - line);
        if (len == 0 || (len == 1 && *line == '\r'))
            break;
        bool first = line == in->data;
        if (!(first ? request_line(h, line, len) : header_line(h, line, len)))
            return false;
    }
    skip(in, length);
    h->seen = 0;
    understand(h);
    return h->state != HTTP_BAD;
}

/* Moves what is wanted and there to the body; true when all of it has come. */
static bool read_body(struct http *h, struct span *in)
{
    size_t n = in->len < h->want ? in->len : h->want;
    buf_add(&h->request.body, in->data, n);
    if (buf_over(&h->request.body))
        return bad(h, 413);
    skip(in, n);
    h->want -= n;
    if (h->want > 0)
        return false;
    h->state = h->state == HTTP_CHUNK ? HTTP_CHUNK_END : HTTP_READY;
    return true;
}

/* The length of the line at the start of in, its end included, or 0: not whole yet, or too long. */
static size_t line_length(struct http *h, const struct span *in)
{
    const char *nl = memchr(in->data + h->seen, '\n', in->len - h->seen);
    if (nl == NULL) {
        h->seen = in->len;
        if (in->len > CEILING_TEXT)
            bad(h, 431);
        return 0;
    }
    h->seen = 0;
    return (size_t)(nl + 1 - in->data);
}

static bool read_chunk_size(struct http *h, struct span *in)
{
    size_t length = line_length(h, in);
    if (length == 0)
        return false;
    size_t digits = strspn(in->data, "0123456789abcdefABCDEF");
    char after = in->data[digits];
    if (digits == 0 || digits > 7 || strchr("\r\n; \t", after) == NULL)
        return bad(h, digits > 7 ? 413 : 400);
    h->want = (size_t)strtoul(in->data, NULL, 16);
    h->state = h->want > 0 ? HTTP_CHUNK : HTTP_TRAILER;
    skip(in, length);
    return true;
}

/* The line end behind a chunk, or a line of the trailer: an empty one ends the request. */
static bool read_line_end(struct http *h, struct span *in)
{
    size_t length = line_length(h, in);
    if (length == 0)
        return false;
    bool empty = length == 1 || (length == 2 && in->data[0] == '\r');
    skip(in, length);
    if (h->state == HTTP_TRAILER) {
        h->state = empty ? HTTP_READY : HTTP_TRAILER;
        return true;
    }
    h->state = HTTP_CHUNK_SIZE;
    return empty || bad(h, 400);
}

/* One step; false when it needs more bytes or cannot go on. */
static bool step(struct http *h, struct span *in)
{
    switch (h->state) {
    case HTTP_HEAD:
        return read_head(h, in);
    case HTTP_BODY:
    case HTTP_CHUNK:
        return read_body(h, in);
    case HTTP_CHUNK_SIZE:
        return read_chunk_size(h, in);
    case HTTP_CHUNK_END:
    case HTTP_TRAILER:
        return read_line_end(h, in);
    case HTTP_READY:
    case HTTP_BAD:
        break;
    }
    return false;
}

enum http_state http_read(struct http *h, struct buf *in)
{
    struct span rest = {in->data, in->len};
    while (step(h, &rest)) {
    }
    buf_drop(in, in->len - rest.len);
    return h->state;
}
