#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "stopping.h"

/* How long a child may take to end once its pipes are closed, and how often it is looked at. */
enum { PATIENCE_MS = 5000, LOOK_MS = 10 };

/* The pipes between us and a child that is being started: to read from, to write to. */
struct pipes {
    int to[2], from[2];
    int news[2]; /* closed by a successful exec; else carries errno */
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void shut_all(struct pipes *p)
{
    for (int i = 0; i < 2; i++) {
        shut(&p->to[i]);
        shut(&p->from[i]);
        shut(&p->news[i]);
    }
}

/* A pipe whose ends are above stderr, even where one of 0, 1, 2 was closed: they are moved by dup2. */
static int open_pipe(int end[2])
{
    int low[2];
    if (pipe2(low, O_CLOEXEC) < 0)
        return -1;
    for (int i = 0; i < 2; i++)
        end[i] = fcntl(low[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(low[0]);
    close(low[1]);
    return end[0] < 0 || end[1] < 0 ? -1 : 0;
}

static _Noreturn void become(const struct pipes *p, char *const argv[])
{
    stopping_child();
    if (dup2(p->to[0], STDIN_FILENO) >= 0 && dup2(p->from[1], STDOUT_FILENO) >= 0)
        execvp(argv[0], argv);
    int why = errno;
    ssize_t ignored = write(p->news[1], &why, sizeof why);
    (void)ignored;
    _exit(127);
}

static void reap(pid_t pid, int *status)
{
    pid_t got;
    do
        got = waitpid(pid, status, 0);
    while (got < 0 && errno == EINTR);
}

/* Waits for the exec; 0, or the errno of the one that failed. */
static int hear(struct pipes *p)
{
    int why = 0;
    ssize_t n;
    shut(&p->news[1]);
    do
        n = read(p->news[0], &why, sizeof why);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof why ? why : 0;
}

int child_start(struct child *c, char *const argv[], struct diag_error *err)
{
    struct pipes p = {{-1, -1}, {-1, -1}, {-1, -1}};
    *c = (struct child){.to = -1, .from = -1};
    pid_t pid = -1;
    if (open_pipe(p.to) == 0 && open_pipe(p.from) == 0 && open_pipe(p.news) == 0 &&
        fcntl(p.to[1], F_SETFL, O_NONBLOCK) == 0)
        pid = fork();
    if (pid == 0)
        become(&p, argv);
    if (pid < 0) {
        diag_fail(err, "cannot start a process for %s: %s", argv[0], strerror(errno));
        shut_all(&p);
        return -1;
    }
    int why = hear(&p);
    if (why == 0) {
        *c = (struct child){
            .pid = pid, .to = p.to[1], .from = p.from[0], .name = mem_text(argv[0])};
        p.to[1] = p.from[0] = -1;
    } else {
        reap(pid, NULL);
    }
    shut_all(&p);
    return why == 0 ? 0 : diag_fail(err, "cannot run %s: %s", argv[0], strerror(why));
}

void child_close(struct child *c)
{
    shut(&c->to);
}

/* Waits a while; whether the child has ended, with its status. */
static bool ends_itself(pid_t pid, int *status)
{
    for (int waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
        if (waitpid(pid, status, WNOHANG) == pid)
            return true;
        poll(NULL, 0, LOOK_MS);
    }
    return false;
}

int child_wait(struct child *c)
{
    int status = 0;
    shut(&c->to);
    shut(&c->from);
    if (c->pid > 0 && !ends_itself(c->pid, &status)) {
        kill(c->pid, SIGKILL);
        reap(c->pid, &status);
    }
    free(c->name);
    *c = (struct child){.to = -1, .from = -1};
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void child_kill(struct child *c, int signo)
{
    if (c->pid > 0)
        kill(c->pid, signo);
}
