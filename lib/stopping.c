#include "stopping.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* A signal handler has nothing but statics to speak through. */
static volatile sig_atomic_t caught;
static int wake[2] = {-1, -1};

/* One that whoever started the process had ignored is not for it. */
static bool is_ignored(int signo)
{
    struct sigaction now;
    return sigaction(signo, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

/* Calls that wait are interrupted. */
static void act(int signo, void (*action)(int))
{
    struct sigaction a = {.sa_handler = action};
    sigemptyset(&a.sa_mask);
    sigaction(signo, &a, NULL);
}

/* Gives the signals that can stop the process that action. */
static void stop_by(void (*action)(int))
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!is_ignored(signals[i]))
            act(signals[i], action);
}

/* A second one, whichever, finds the default action and ends the process. */
static void on_signal(int signo)
{
    int saved = errno;
    if (caught == 0) {
        caught = signo == SIGUSR1 ? SIGTERM : signo;
        stop_by(SIG_DFL);
        ssize_t ignored = write(wake[1], "", 1);
        (void)ignored;
    }
    errno = saved;
}

/* A missing stdin, stdout or stderr would be taken by the next file we open; use of these fails instead. */
static void fill_standard(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

int stopping_open(void)
{
    fill_standard();
    if (pipe(wake) < 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(wake[i], F_SETFD, FD_CLOEXEC);
        fcntl(wake[i], F_SETFL, O_NONBLOCK);
    }
    stop_by(on_signal);
    act(SIGUSR1, on_signal);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    return wake[0];
}

int stopping_signal(void)
{
    return caught;
}

void stopping_exit(int signo)
{
    signal(signo, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signo);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(signo);
    _exit(128 + signo);
}

void stopping_child(void)
{
    stop_by(SIG_DFL);
    signal(SIGUSR1, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
}
