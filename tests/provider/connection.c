#include "connection.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ceiling.h"
#include "completion.h"
#include "mem.h"

/* Bytes of one read; and so of requests that wait for their turn on a connection. */
#define READ_BYTES (64 * CEILING_KIB)
/* Steps in one go, before others get their turn. */
#define STEPS_MAX 64
/* For the client to read what was sent before the connection is closed, in ms: closing on unread
 * bytes sends RST, which can destroy it. */
#define LINGER_MS 2000
/* Times are microseconds. */
#define US_PER_MS 1000

struct connection *connection_new(int fd)
{
    struct connection *c = mem_new(sizeof *c);
    c->fd = fd;
    buf_init(&c->in, 3 * READ_BYTES);
    http_init(&c->http);
    reply_init(&c->reply);
    return c;
}

static void end_request(struct connection *c, struct service *s)
{
    if (c->line != NULL)
        stats_end(&s->stats, c->line);
    c->line = NULL;
}

void connection_free(struct connection *c, struct service *s)
{
    if (c == NULL)
        return;
    end_request(c, s);
    close(c->fd);
    buf_free(&c->in);
    http_free(&c->http);
    reply_free(&c->reply);
    free(c);
}

short connection_events(const struct connection *c)
{
    bool writes = c->state == CONNECTION_WRITING;
    bool reads = c->in.len < READ_BYTES || c->state == CONNECTION_READING;
    return (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
}

int64_t connection_wait(const struct connection *c, int64_t now)
{
    if (c->busy)
        return 0;
    bool idle = c->state == CONNECTION_READING && c->due > 0;
    if (!idle && c->state != CONNECTION_WAITING && c->state != CONNECTION_LINGERING)
        return -1;
    return c->due > now ? c->due - now : 0;
}

static void wait_for(struct connection *c, long long ms, int64_t now)
{
    c->state = ms > 0 ? CONNECTION_WAITING : CONNECTION_WRITING;
    c->due = now + ms * US_PER_MS;
}

static void reset(struct connection *c)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    c->state = CONNECTION_DEAD;
}

/* Reads all that is there, so that an end behind a request is seen before the request is
 * answered. */
static void read_some(struct connection *c)
{
    for (ssize_t n = 1; n > 0;) {
        char *room = buf_room(&c->in, READ_BYTES);
        if (room == NULL)
            return;
        n = recv(c->fd, room, READ_BYTES, 0);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            c->state = CONNECTION_DEAD;
        c->in.len += n > 0 ? (size_t)n : 0;
        c->in.data[c->in.len] = '\0';
        if (n > 0 && c->state == CONNECTION_READING)
            c->due = 0;
        if (c->state == CONNECTION_LINGERING)
            buf_reset(&c->in);
        else if (c->in.len >= READ_BYTES)
            return;
    }
}

static void begin_reply(struct connection *c, int64_t now)
{
    c->at = 0;
    c->write_end = reply_write_end(&c->reply, 0);
    wait_for(c, c->reply.delay, now);
}

static void refuse(struct connection *c, int status, int64_t now)
{
    struct buf json;
    buf_init(&json, CEILING_TEXT);
    completion_error("http", status, "this is no request that can be read", &json);
    reply_plain(&c->reply, status, "application/json", &json, NULL);
    buf_free(&json);
    begin_reply(c, now);
}

/* Returns whether there is something more to do now. */
static bool read_request(struct connection *c, int64_t now, struct service *s)
{
    enum http_state state = http_read(&c->http, &c->in);
    if (state == HTTP_BAD) {
        refuse(c, c->http.bad_status, now);
        return true;
    }
    if (state != HTTP_READY) {
        static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
        ssize_t len = sizeof go_on - 1;
        if (c->http.expects && send(c->fd, go_on, (size_t)len, MSG_NOSIGNAL) != len)
            c->state = CONNECTION_DEAD;
        c->http.expects = false;
        if (c->due > 0 && c->due <= now)
            c->state = CONNECTION_DEAD;
        return false;
    }
    if (c->stale) {
        reset(c);
        return false;
    }
    c->line = service_answer(s, &c->http.request, !c->met, &c->reply);
    c->met = c->met || c->line != NULL;
    http_next(&c->http);
    begin_reply(c, now);
    return true;
}

static void end_reply(struct connection *c, int64_t now, struct service *s)
{
    if (c->reply.after == REPLY_STALL) {
        c->state = CONNECTION_STALLED;
        return;
    }
    end_request(c, s);
    if (c->reply.after == REPLY_RESET) {
        reset(c);
    } else if (c->reply.after == REPLY_CLOSE) {
        shutdown(c->fd, SHUT_WR);
        c->state = CONNECTION_LINGERING;
        c->due = now + LINGER_MS * US_PER_MS;
        buf_reset(&c->in);
    } else {
        c->state = CONNECTION_READING;
        c->due = c->reply.idle > 0 ? now + c->reply.idle * US_PER_MS : 0;
        c->stale = c->reply.stale;
    }
    reply_free(&c->reply);
    reply_init(&c->reply);
}

/* One write.  Returns whether there is something more to do now. */
static bool write_some(struct connection *c, int64_t now, struct service *s)
{
    if (c->at < c->write_end) {
        size_t len = c->write_end - c->at;
        const char *bytes = reply_bytes(&c->reply, c->at, &len);
        ssize_t n = send(c->fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) {
            if (errno != EAGAIN)
                c->state = CONNECTION_DEAD;
            return false;
        }
        c->at += n > 0 ? (size_t)n : 0;
        if (c->at < c->write_end)
            return true;
    }
    if (c->at == c->reply.end) {
        end_reply(c, now, s);
    } else {
        c->write_end = reply_write_end(&c->reply, c->at);
        wait_for(c, reply_pause(&c->reply, c->at), now);
    }
    return true;
}

static bool step(struct connection *c, int64_t now, struct service *s)
{
    switch (c->state) {
    case CONNECTION_READING:
        return read_request(c, now, s);
    case CONNECTION_WAITING:
        if (c->due > now)
            return false;
        c->state = CONNECTION_WRITING;
        return true;
    case CONNECTION_WRITING:
        return write_some(c, now, s);
    case CONNECTION_LINGERING:
        if (c->due <= now)
            c->state = CONNECTION_DEAD;
        return false;
    case CONNECTION_STALLED:
    case CONNECTION_DEAD:
        break;
    }
    return false;
}

void connection_go(struct connection *c, short revents, int64_t now, struct service *s)
{
    if ((revents & POLLIN) != 0)
        read_some(c);
    else if ((revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
        c->state = CONNECTION_DEAD;
    c->busy = true;
    for (int i = 0; i < STEPS_MAX && c->busy; i++)
        c->busy = step(c, now, s);
    if (c->state == CONNECTION_DEAD)
        end_request(c, s);
}
