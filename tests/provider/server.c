#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "connection.h"
#include "mem.h"

#define CONNECTIONS_MAX 4096
/* How often the parent is looked for, in microseconds, where the kernel does not tell. */
#define PARENT_US 1000000
/* Who sleeps wakes late, on a virtual machine by a tenth of a millisecond: the last bit is not slept. */
#define AWAKE_US 200

/* Descriptors in the order of poll: the listener, stop, and one a connection. */
enum { AT_LISTENER, AT_STOP, AT_CONNECTIONS };

struct server {
    int listener, stop;
    struct connection **connection;
    struct pollfd *fd;
    size_t count;
    int64_t full_until; /* no descriptor was left: nothing is accepted before */
};

int server_listen(int *port, struct diag_error *err)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return diag_fail(err, "cannot make a socket: %s", strerror(errno));
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t len = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, len) < 0 || listen(fd, CONNECTIONS_MAX) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) < 0) {
        diag_fail(err, "cannot listen on 127.0.0.1:%d: %s", *port, strerror(errno));
        close(fd);
        return -1;
    }
    *port = ntohs(address.sin_port);
    return fd;
}

/* The soft limit of descriptors is often below what we promise. */
static void want_descriptors(void)
{
    struct rlimit limit;
    rlim_t want = CONNECTIONS_MAX + 64;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= want)
        return;
    limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void accept_all(struct server *v, int64_t now)
{
    while (v->count < CONNECTIONS_MAX) {
        int fd = accept4(v->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0) {
            if (errno != EAGAIN)
                v->full_until = now + PARENT_US;
            return;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        v->connection[v->count++] = connection_new(fd);
    }
}

/* Fills the descriptors; returns how many microseconds poll may wait. */
static int64_t prepare(struct server *v, int64_t now)
{
    int64_t wait = PARENT_US;
    bool room = v->count < CONNECTIONS_MAX && v->full_until <= now;
    v->fd[AT_LISTENER] = (struct pollfd){.fd = v->listener, .events = room ? POLLIN : 0};
    v->fd[AT_STOP] = (struct pollfd){.fd = v->stop, .events = POLLIN};
    for (size_t i = 0; i < v->count; i++) {
        const struct connection *c = v->connection[i];
        v->fd[AT_CONNECTIONS + i] = (struct pollfd){.fd = c->fd, .events = connection_events(c)};
        int64_t due = connection_wait(c, now);
        wait = due >= 0 && due < wait ? due : wait;
    }
    return wait;
}

/*
 * A client that ends one call and then starts another must never be seen with both in flight:
 * whatever ended before a request that poll has shown is visible to a second look, and is served
 * first.
 */
static void look_again(struct server *v)
{
    for (size_t i = 0; i < v->count; i++) {
        struct pollfd *fd = &v->fd[AT_CONNECTIONS + i];
        if (v->connection[i]->line == NULL && (fd->revents & POLLIN) == 0)
            fd->events &= (short)~POLLIN;
    }
    poll(v->fd, AT_CONNECTIONS + v->count, 0);
}

static void serve_some(struct server *v, bool in_flight, int64_t now, struct service *s)
{
    for (size_t i = 0; i < v->count; i++) {
        struct connection *c = v->connection[i];
        struct pollfd *fd = &v->fd[AT_CONNECTIONS + i];
        if (in_flight && c->line == NULL)
            continue;
        if (fd->revents != 0 || connection_wait(c, now) == 0)
            connection_go(c, fd->revents, now, s);
        fd->revents = 0;
    }
}

static void serve(struct server *v, int64_t now, struct service *s)
{
    look_again(v);
    serve_some(v, true, now, s);
    serve_some(v, false, now, s);
    size_t kept = 0;
    for (size_t i = 0; i < v->count; i++) {
        struct connection *c = v->connection[i];
        if (c->state == CONNECTION_DEAD)
            connection_free(c, s);
        else
            v->connection[kept++] = c;
    }
    v->count = kept;
    if (v->fd[AT_LISTENER].revents != 0)
        accept_all(v, now);
}

static int loop(struct server *v, pid_t parent, struct service *s, struct diag_error *err)
{
    while (getppid() == parent) {
        int64_t wait = prepare(v, clock_us());
        wait = wait > AWAKE_US ? wait - AWAKE_US : 0;
        struct timespec limit = {.tv_sec = wait / 1000000, .tv_nsec = wait % 1000000 * 1000};
        if (ppoll(v->fd, AT_CONNECTIONS + v->count, &limit, NULL) < 0) {
            if (errno == EINTR)
                continue;
            return diag_fail(err, "cannot wait for connections: %s", strerror(errno));
        }
        if (v->fd[AT_STOP].revents != 0)
            return 0;
        serve(v, clock_us(), s);
    }
    return 0;
}

int server_run(int listener, int stop, pid_t parent, struct service *s, struct diag_error *err)
{
    want_descriptors();
    struct server v = {.listener = listener, .stop = stop};
    v.connection = mem_array(CONNECTIONS_MAX, sizeof(struct connection *));
    v.fd = mem_array(AT_CONNECTIONS + CONNECTIONS_MAX, sizeof *v.fd);
    int failed = loop(&v, parent, s, err);
    for (size_t i = 0; i < v.count; i++)
        connection_free(v.connection[i], s);
    free(v.connection);
    free(v.fd);
    return failed;
}
