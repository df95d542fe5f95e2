#include "reply.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "body.h"
#include "ceiling.h"
#include "mem.h"
#include "replay.h"

enum framing { BY_LENGTH, BY_CHUNKS, BY_CLOSE, NO_BODY };

void reply_init(struct reply *r)
{
    *r = (struct reply){0};
    buf_init(&r->wire, CEILING_SPEC + CEILING_MIB);
}

void reply_free(struct reply *r)
{
    buf_free(&r->wire);
    free(r->mark);
    *r = (struct reply){0};
}

static const char *reason(long long status)
{
    static const struct {
        int status;
        const char *text;
    } known[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {307, "Temporary Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {413, "Content Too Large"},
        {418, "No Such Script"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
        {529, "Overloaded"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].status == status)
            return known[i].text;
    return "Scripted";
}

/* Whether the script's own headers have one of this name. */
static bool has_header(const struct script_block *b, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = b->headers.data; *line != '\0'; line = strchr(line, '\n') + 1)
        if (strncasecmp(line, name, n) == 0 && line[n] == ':')
            return true;
    return false;
}

static enum framing framing_of(const struct body_order *o, const struct body *m)
{
    const struct script_block *b = o->block;
    if (b->status == 204 || b->status == 304)
        return NO_BODY;
    if (b->close)
        return BY_CLOSE;
    if (b->repeat > 1 || (b->chunk == 0 && m->event_end == NULL))
        return BY_LENGTH;
    return o->request->old ? BY_CLOSE : BY_CHUNKS;
}

static void add_head(struct reply *r, const struct body_order *o, const struct body *m,
                     enum framing framing)
{
    const struct script_block *b = o->block;
    buf_format(&r->wire, "HTTP/1.1 %lld %s\r\n", b->status, reason(b->status));
    if (!has_header(b, "content-type") && framing != NO_BODY)
        buf_format(&r->wire, "Content-Type: %s\r\n", m->type);
    if (!has_header(b, "x-request-id"))
        buf_format(&r->wire, "X-Request-Id: req-%lld\r\n", o->number);
    bool own = has_header(b, "content-length") || has_header(b, "transfer-encoding");
    if (framing == BY_LENGTH && !own) {
        size_t length = m->bytes.len * (size_t)(b->repeat > 1 ? b->repeat : 1);
        if (b->fault != SCRIPT_WHOLE && b->fault_at >= (long long)length)
            length = (size_t)b->fault_at + 1;
        buf_format(&r->wire, "Content-Length: %zu\r\n", length);
    } else if (framing == BY_CHUNKS && !own) {
        buf_text(&r->wire, "Transfer-Encoding: chunked\r\n");
    }
    if (r->after == REPLY_CLOSE && !has_header(b, "connection"))
        buf_text(&r->wire, "Connection: close\r\n");
    buf_add(&r->wire, b->headers.data, b->headers.len);
    buf_text(&r->wire, "\r\n");
}

static void add_mark(struct reply *r)
{
    r->mark = mem_grow(r->mark, r->marks, &r->room, sizeof *r->mark);
    r->mark[r->marks++] = r->wire.len;
}

/* The length of the event that begins here. */
static size_t event_length(const struct body *m, size_t at)
{
    size_t left = m->bytes.len - at;
    const char *start = m->bytes.data + at;
    const char *end = memmem(start, left, m->event_end, strlen(m->event_end));
    return end != NULL ? (size_t)(end - start) + strlen(m->event_end) : left;
}

/* The body in pieces of size bytes, or for 0 in events, each of them a chunk where it is framed so. */
static void add_pieces(struct reply *r, const struct body *m, size_t size, bool framed)
{
    add_mark(r);
    for (size_t at = 0, n; at < m->bytes.len; at += n) {
        size_t left = m->bytes.len - at;
        n = size == 0 ? event_length(m, at) : size < left ? size : left;
        if (framed)
            buf_format(&r->wire, "%zx\r\n", n);
        buf_add(&r->wire, m->bytes.data + at, n);
        if (framed)
            buf_text(&r->wire, "\r\n");
        add_mark(r);
    }
    if (framed)
        buf_text(&r->wire, "0\r\n\r\n");
}

/* Where the bytes stop and what comes then; tail is what at the end must be held back by a
 * fault. */
static void add_fault(struct reply *r, const struct script_block *b, size_t tail)
{
    static const enum reply_after after[] = {
        [SCRIPT_CUT] = REPLY_CLOSE, [SCRIPT_STALL] = REPLY_STALL, [SCRIPT_RESET] = REPLY_RESET};
    if (b->fault == SCRIPT_WHOLE)
        return;
    r->after = after[b->fault];
    size_t most = r->end - tail;
    size_t n = (size_t)b->fault_at;
    size_t at = b->fault_at < 0 ? 0 : r->head + n;
    if (b->fault_events && b->chunk == 0 && r->marks > 0)
        at = n < r->marks ? r->mark[n] : most;
    r->end = at < most ? at : most;
}

static void compose_recorded(struct reply *r, const struct body_order *o)
{
    const struct script_block *b = o->block;
    struct replay replay = replay_read(b->text, b->len);
    buf_add(&r->wire, b->text, b->len);
    r->after = replay.whole && o->request->keep_alive && !b->close ? REPLY_KEEP : REPLY_CLOSE;
    r->head = replay.head;
    r->end = r->wire.len;
    add_fault(r, b, b->len > replay.head ? 1 : 0);
}

static void compose_scripted(struct reply *r, const struct body_order *o)
{
    struct body m;
    body_make(&m, o);
    enum framing framing = framing_of(o, &m);
    bool keep = o->request->keep_alive && framing != BY_CLOSE;
    r->after = keep ? REPLY_KEEP : REPLY_CLOSE;
    add_head(r, o, &m, framing);
    r->head = r->wire.len;
    bool silent = framing == NO_BODY || strcmp(o->request->method, "HEAD") == 0;
    bool chunks = framing == BY_CHUNKS && !silent;
    if (chunks || (m.event_end != NULL && !silent))
        add_pieces(r, &m, (size_t)o->block->chunk, chunks);
    else if (!silent)
        buf_add(&r->wire, m.bytes.data, m.bytes.len);
    size_t times = o->block->repeat > 1 ? (size_t)o->block->repeat : 1;
    r->end = r->head + (r->wire.len - r->head) * times;
    add_fault(r, o->block, chunks ? 5 : 0);
    body_free(&m);
}

void reply_compose(struct reply *r, const struct body_order *o)
{
    const struct script_block *b = o->block;
    if (b->kind == SCRIPT_RAW || b->kind == SCRIPT_CAPTURE)
        compose_recorded(r, o);
    else
        compose_scripted(r, o);
    r->delay = b->delay;
    r->first = b->first;
    r->gap = b->gap;
    r->idle = b->idle;
    r->stale = b->stale;
    r->packet = (size_t)b->packet;
}

void reply_plain(struct reply *r, int status, const char *type, const struct buf *body,
                 const struct http_request *request)
{
    bool keep = request != NULL && request->keep_alive;
    buf_format(&r->wire, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s\r\n",
               status, reason(status), type, body->len, keep ? "" : "Connection: close\r\n");
    r->head = r->wire.len;
    if (request == NULL || strcmp(request->method, "HEAD") != 0)
        buf_add(&r->wire, body->data, body->len);
    r->end = r->wire.len;
    r->after = keep ? REPLY_KEEP : REPLY_CLOSE;
}

size_t reply_write_end(struct reply *r, size_t at)
{
    size_t end = r->end;
    if (r->packet > 0) {
        end = at + r->packet;
    } else if (r->gap > 0) {
        while (r->passed < r->marks && r->mark[r->passed] <= at)
            r->passed++;
        end = r->passed < r->marks ? r->mark[r->passed] : r->end;
    }
    if (r->first > 0 && at < r->head && end > r->head)
        end = r->head;
    return end < r->end ? end : r->end;
}

long long reply_pause(const struct reply *r, size_t at)
{
    return r->first > 0 && at == r->head ? r->first : r->gap;
}

const char *reply_bytes(const struct reply *r, size_t at, size_t *len)
{
    if (at >= r->wire.len)
        at = r->head + (at - r->head) % (r->wire.len - r->head);
    size_t left = r->wire.len - at;
    *len = *len < left ? *len : left;
    return r->wire.data + at;
}
