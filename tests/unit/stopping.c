#include "stopping.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

/* Lets a process of its own act, as handlers are set once.  Its exit code, or minus the signal that ended it. */
static int run(void (*act)(void))
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        act();
        _exit(0);
    }
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void require(bool ok, int code)
{
    if (!ok)
        _exit(code);
}

static bool is_ready(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) == 1;
}

static void first_signal(int signo)
{
    int fd = stopping_open();
    require(fd > STDERR_FILENO, 1);
    require((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0, 2);
    require(stopping_signal() == 0 && !is_ready(fd), 3);
    raise(signo);
    require(stopping_signal() == signo, 4);
    require(is_ready(fd), 5);
}

static void one_int(void)
{
    first_signal(SIGINT);
}

static void one_term(void)
{
    first_signal(SIGTERM);
}

static void two_ints(void)
{
    first_signal(SIGINT);
    raise(SIGINT);
}

/* Passed on, it is a SIGTERM, once; and nothing to who has had that. */
static void passed_on(void)
{
    int fd = stopping_open();
    raise(SIGUSR1);
    require(stopping_signal() == SIGTERM && is_ready(fd), 1);
    raise(SIGUSR1);
    raise(SIGINT);
}

static void passed_on_late(void)
{
    first_signal(SIGINT);
    raise(SIGUSR1);
    require(stopping_signal() == SIGINT, 6);
}

static void two_terms(void)
{
    first_signal(SIGTERM);
    raise(SIGTERM);
}

/* As a script starts what it puts into the background: SIGINT is not for it, whatever else comes. */
static void ignored_int(void)
{
    signal(SIGINT, SIG_IGN);
    int fd = stopping_open();
    raise(SIGINT);
    require(stopping_signal() == 0 && !is_ready(fd), 1);
    raise(SIGTERM);
    require(stopping_signal() == SIGTERM && is_ready(fd), 2);
    raise(SIGINT);
    raise(SIGTERM);
}

static void ignored_in_child(void)
{
    signal(SIGINT, SIG_IGN);
    require(stopping_open() >= 0, 1);
    stopping_child();
    raise(SIGINT);
    raise(SIGTERM);
}

static void full_file(void)
{
    char path[] = "/tmp/stopping.XXXXXX";
    const struct rlimit none = {0, 0};
    int fd = mkstemp(path);
    require(stopping_open() >= 0 && fd >= 0 && unlink(path) == 0, 1);
    require(setrlimit(RLIMIT_FSIZE, &none) == 0, 2);
    require(write(fd, "x", 1) < 0 && errno == EFBIG, 3);
}

static void closed_pipe(void)
{
    int end[2];
    require(stopping_open() >= 0 && pipe(end) == 0, 1);
    close(end[0]);
    require(write(end[1], "x", 1) < 0 && errno == EPIPE, 2);
    require(stopping_signal() == 0, 3);
}

static void exit_by_pipe(void)
{
    require(stopping_open() >= 0, 1);
    stopping_exit(SIGPIPE);
}

static void exit_by_blocked(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    stopping_exit(SIGTERM);
}

static void child_again(void)
{
    require(stopping_open() >= 0, 1);
    stopping_child();
    raise(SIGPIPE);
}

static void child_limited(void)
{
    require(stopping_open() >= 0, 1);
    stopping_child();
    raise(SIGXFSZ);
}

/* A standard descriptor that was closed is no file of ours, and cannot be used. */
static void closed_standard(void)
{
    char byte;
    for (int fd = 0; fd <= 2; fd++)
        close(fd);
    require(stopping_open() > STDERR_FILENO, 1);
    require(read(STDIN_FILENO, &byte, 1) < 0, 2);
    require(write(STDOUT_FILENO, "x", 1) < 0 && write(STDERR_FILENO, "x", 1) < 0, 3);
    require(open("/dev/null", O_RDONLY) > STDERR_FILENO, 4);
}

static const struct {
    const char *what;
    void (*act)(void);
    int code;
} cases[] = {
    {"the first SIGINT is remembered", one_int, 0},
    {"the first SIGTERM is remembered", one_term, 0},
    {"the second SIGINT ends the process", two_ints, -SIGINT},
    {"the second SIGTERM ends the process", two_terms, -SIGTERM},
    {"SIGUSR1 is a first SIGTERM", passed_on, -SIGINT},
    {"SIGUSR1 is no second one", passed_on_late, 0},
    {"an ignored SIGINT stays ignored", ignored_int, -SIGTERM},
    {"an ignored SIGINT is ignored by a child", ignored_in_child, -SIGTERM},
    {"a file that may not grow is an error of write", full_file, 0},
    {"a closed pipe is an error of write", closed_pipe, 0},
    {"the process ends by an ignored signal", exit_by_pipe, -SIGPIPE},
    {"the process ends by a blocked signal", exit_by_blocked, -SIGTERM},
    {"a child has default actions", child_again, -SIGPIPE},
    {"a child may be ended by its limits", child_limited, -SIGXFSZ},
    {"standard descriptors are filled", closed_standard, 0},
};

int main(void)
{
    signal(SIGINT, SIG_DFL); /* who starts this in the background has it ignored */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int code = run(cases[i].act);
        UNIT_CHECK(code == cases[i].code, "%s: %d, not %d", cases[i].what, code, cases[i].code);
    }
    return unit_end();
}
