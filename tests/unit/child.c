#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

/* A script for sh, and its exit code. */
static const struct {
    const char *script;
    int code;
} codes[] = {
    {"exit 0", 0},
    {"exit 1", 1},
    {"exit 127", 127},
    {"exit 255", 255},
    {"kill -TERM $$", 128 + SIGTERM},
    {"kill -KILL $$", 128 + SIGKILL},
    {"kill -INT $$", 128 + SIGINT},
    {"kill -PIPE $$", 128 + SIGPIPE},
    {"cat >/dev/null; exit 7", 7},
};

static void start(struct child *c, const char *script)
{
    char *argv[] = {(char[]){"sh"}, (char[]){"-c"}, strdup(script), NULL};
    struct diag_error err = {""};
    UNIT_CHECK(child_start(c, argv, &err) == 0 && c->pid > 0, "%s: %s", script, err.text);
    free(argv[2]);
}

static size_t read_end(int fd, char *out, size_t room)
{
    size_t len = 0;
    for (ssize_t n; len < room - 1 && (n = read(fd, out + len, room - 1 - len)) > 0;)
        len += (size_t)n;
    out[len] = '\0';
    return len;
}

static void check_codes(void)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct child c;
        start(&c, codes[i].script);
        int code = child_wait(&c);
        UNIT_CHECK(code == codes[i].code, "%s ends with %d", codes[i].script, code);
        UNIT_CHECK(c.pid == 0 && c.to == -1 && c.from == -1 && c.name == NULL, "nothing is held");
        UNIT_CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no process is left");
    }
}

static void check_pipes(void)
{
    struct child c;
    char got[100];
    char *argv[] = {(char[]){"cat"}, NULL};
    UNIT_CHECK(child_start(&c, argv, NULL) == 0, "cat is found by PATH");
    UNIT_CHECK(strcmp(c.name, "cat") == 0 && c.name != argv[0], "its name is kept");
    UNIT_CHECK((fcntl(c.to, F_GETFL) & O_NONBLOCK) != 0, "writing to it does not block");
    UNIT_CHECK((fcntl(c.to, F_GETFD) & FD_CLOEXEC) != 0 &&
                   (fcntl(c.from, F_GETFD) & FD_CLOEXEC) != 0,
               "our ends are not inherited");
    UNIT_CHECK(write(c.to, "over and back", 13) == 13, "it takes bytes");
    child_close(&c);
    UNIT_CHECK(c.to == -1, "its stdin is closed");
    child_close(&c);
    UNIT_CHECK(read_end(c.from, got, sizeof got) == 13 && strcmp(got, "over and back") == 0,
               "it says '%s'", got);
    UNIT_CHECK(child_wait(&c) == 0, "it ends at the end of its input");
    UNIT_CHECK(child_wait(&c) == 0, "none is there to wait for");
    child_kill(&c, SIGKILL);
}

/* A full pipe is told, not waited for. */
static void check_full(void)
{
    struct child c;
    char block[65536] = "";
    start(&c, "sleep 60");
    ssize_t n;
    size_t total = 0;
    while ((n = write(c.to, block, sizeof block)) > 0)
        total += (size_t)n;
    UNIT_CHECK(n < 0 && errno == EAGAIN && total > 0, "it takes no more than a pipe holds");
    child_kill(&c, SIGTERM);
    UNIT_CHECK(child_wait(&c) == 128 + SIGTERM, "it ends by the signal");
}

/* What is ignored by us alone is not ignored there, what was ignored before us is; no descriptor of ours is open. */
static void check_clean(void)
{
    struct child c, other;
    char got[200];
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    start(&other, "cat");
    start(&c, "kill -INT $$; kill -TERM $$; echo alive");
    UNIT_CHECK(child_wait(&c) == 128 + SIGTERM, "SIGINT does not end it, SIGTERM does");
    start(&c, "yes | head -n 1 >/dev/null; kill -PIPE $$; echo alive");
    UNIT_CHECK(child_wait(&c) == 128 + SIGPIPE, "SIGPIPE ends it");
    start(&c, "ls /proc/self/fd | tr '\\n' ' '");
    read_end(c.from, got, sizeof got);
    UNIT_CHECK(strncmp(got, "0 1 2 3 ", 8) == 0 && strlen(got) == 8, "open there: %s", got);
    UNIT_CHECK(child_wait(&c) == 0, "ls is well");
    UNIT_CHECK(child_wait(&other) == 0, "the first child sees its end though a second was started");
    signal(SIGINT, SIG_DFL);
}

static void check_none(const char *program, const char *why)
{
    struct child c;
    struct diag_error err = {""};
    char *argv[] = {strdup(program), NULL};
    int before = dup(0);
    int result = child_start(&c, argv, &err);
    int after = dup(0);
    UNIT_CHECK(result == -1 && strstr(err.text, program) != NULL && strstr(err.text, why) != NULL,
               "%s: '%s' says nothing of '%s'", program, err.text, why);
    UNIT_CHECK(after == before + 1, "no descriptor is left open");
    UNIT_CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no process is left");
    close(before);
    close(after);
    free(argv[0]);
}

int main(void)
{
    /* What this program was started with is not the matter here. */
    for (int fd = STDERR_FILENO + 1; fd < 1024; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_DFL);
    check_codes();
    check_pipes();
    check_full();
    check_clean();
    check_none("no-such-program", "No such file");
    check_none("/etc/passwd", "denied");
    check_none("/", "denied");
    return unit_end();
}
