#include "slot.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static struct slot_pool *pool(int dir, const char *url, int workers)
{
    struct diag_error err = {""};
    struct slot_pool *p = slot_open(dir, url, workers, &err);
    UNIT_CHECK(p != NULL, "%s", err.text);
    return p;
}

/* Two pools of one address share its slots, whoever opened them. */
static void check_sharing(int dir)
{
    struct slot_pool *a = pool(dir, "https://a", 2), *b = pool(dir, "https://a", 2);
    int first = slot_take(a), second = slot_take(b);
    UNIT_CHECK(first >= 1 && first <= 2 && second >= 1 && second <= 2 && first != second,
               "two slots, %d and %d", first, second);
    UNIT_CHECK(slot_take(a) == 0, "there is no third");
    slot_leave(a);
    UNIT_CHECK(slot_take(b) == 0, "for the other neither");
    slot_leave(b);
    slot_give(a, first);
    int again = slot_take(b);
    UNIT_CHECK(again == first, "what is given back is free: %d", again);
    UNIT_CHECK(slot_take(b) == 0, "both are the other's");
    slot_leave(b);
    slot_close(b);
    UNIT_CHECK(slot_take(a) != 0 && slot_take(a) != 0, "close gives everything back");
    slot_close(a);

    a = pool(dir, "https://a", 1);
    b = pool(dir, "https://b", 1);
    UNIT_CHECK(slot_take(a) == 1 && slot_take(b) == 1, "another address has its own slots");
    slot_close(a);
    slot_close(b);
    slot_close(NULL);
}

/* Pools with different caps: the lower one keeps to its own. */
static void check_caps(int dir)
{
    struct slot_pool *wide = pool(dir, "https://caps", 3), *narrow = pool(dir, "https://caps", 1);
    UNIT_CHECK(slot_take(wide) == 1 && slot_take(narrow) == 0, "slot 1 is all the narrow one has");
    slot_leave(narrow);
    UNIT_CHECK(slot_take(wide) == 2 && slot_take(wide) == 3 && slot_take(wide) == 0,
               "the wide one has three");
    slot_leave(wide);
    slot_give(wide, 2);
    UNIT_CHECK(slot_take(narrow) == 0, "slot 2 is not the narrow one's");
    slot_leave(narrow);
    slot_close(wide);
    slot_close(narrow);
}

/* Who waits has the turn: the other gets nothing though a slot is free. */
static void check_turn(int dir)
{
    struct slot_pool *a = pool(dir, "https://turn", 1), *b = pool(dir, "https://turn", 1);
    UNIT_CHECK(slot_take(a) == 1, "a works");
    UNIT_CHECK(slot_take(b) == 0, "b waits, and is next");
    slot_give(a, 1);
    UNIT_CHECK(slot_take(a) == 0, "a may not go first again");
    UNIT_CHECK(slot_take(b) == 1, "b does");
    slot_give(b, 1);
    UNIT_CHECK(slot_take(a) == 1, "the turn was given on");
    UNIT_CHECK(slot_take(b) == 0, "b waits again");
    slot_leave(b);
    slot_leave(b);
    slot_give(a, 1);
    UNIT_CHECK(slot_take(a) == 1, "b wants nothing any more");
    slot_give(a, 1);
    UNIT_CHECK(slot_take(b) == 1 && slot_take(a) == 0, "now a waits");
    slot_close(a);
    slot_give(b, 1);
    UNIT_CHECK(slot_take(b) == 1, "close gives the turn back");
    slot_close(b);
}

/* A process that holds one of two slots, or the slot and the turn. */
static pid_t holder(int dir, const char *url, int workers)
{
    int ready[2];
    char byte;
    if (pipe(ready) < 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        struct slot_pool *p = slot_open(dir, url, workers, NULL);
        bool took = p != NULL && slot_take(p) == 1 && (workers > 1 || slot_take(p) == 0);
        if (!took || write(ready[1], "", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    close(ready[1]);
    UNIT_CHECK(read(ready[0], &byte, 1) == 1, "the other process has its slot");
    close(ready[0]);
    return pid;
}

static void check_killed(int dir)
{
    pid_t pid = holder(dir, "https://killed", 2);
    struct slot_pool *p = pool(dir, "https://killed", 2);
    UNIT_CHECK(slot_take(p) == 2 && slot_take(p) == 0, "one slot of two is the other process's");
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    UNIT_CHECK(slot_take(p) == 1, "a killed process holds nothing");
    slot_close(p);

    pid = holder(dir, "https://waiting", 1);
    p = pool(dir, "https://waiting", 1);
    UNIT_CHECK(slot_take(p) == 0, "slot and turn are the other process's");
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    UNIT_CHECK(slot_take(p) == 1, "a killed process has no turn");
    slot_close(p);
}

/* A program that is started does not inherit slots. */
static void check_exec(int dir)
{
    struct slot_pool *p = pool(dir, "https://exec", 1);
    UNIT_CHECK(slot_take(p) == 1, "the slot is ours");
    int end[2];
    char byte;
    if (pipe(end) < 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(end[1], STDOUT_FILENO);
        execlp("sh", "sh", "-c", "echo; sleep 60", (char *)NULL);
        _exit(1);
    }
    UNIT_CHECK(read(end[0], &byte, 1) == 1, "the program runs");
    slot_close(p);
    p = pool(dir, "https://exec", 1);
    UNIT_CHECK(slot_take(p) == 1, "and holds no slot");
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    slot_close(p);
    close(end[0]);
    close(end[1]);
}

static void check_unsafe(const char *path, const char *why)
{
    struct diag_error err = {""};
    int dir = slot_directory(path, &err);
    UNIT_CHECK(dir == -1 && strstr(err.text, path) != NULL && strstr(err.text, why) != NULL,
               "%s: '%s' says nothing of '%s'", path, err.text, why);
    if (dir >= 0)
        close(dir);
}

static void check_directories(void)
{
    struct diag_error err = {""};
    struct stat st;
    mkdir("open", 0700);
    chmod("open", 0750);
    check_unsafe("open", "closed to others");
    chmod("open", 0701);
    check_unsafe("open", "closed to others");
    chmod("open", 0700);
    int dir = slot_directory("open", &err);
    UNIT_CHECK(dir >= 0, "closed, it is taken: %s", err.text);
    close(dir);
    UNIT_CHECK(symlink("open", "link") == 0, "a link is made");
    check_unsafe("link", "cannot open");
    check_unsafe("none/deeper", "cannot make");
    FILE *f = fopen("file", "w");
    if (f != NULL)
        fclose(f);
    check_unsafe("file", "cannot open");
    if (geteuid() == 0 && chown("open", 12345, (gid_t)-1) == 0)
        check_unsafe("open", "must be yours");
    umask(0);
    dir = slot_directory("new", &err);
    UNIT_CHECK(dir >= 0 && stat("new", &st) == 0 && (st.st_mode & 07777) == 0700,
               "a new one is closed: %s", err.text);
    struct slot_pool *p = slot_open(dir, "https://x", 1, &err);
    UNIT_CHECK(p != NULL, "%s", err.text);
    slot_close(p);
    close(dir);
    dir = slot_directory(NULL, &err);
    UNIT_CHECK(dir >= 0, "the usual one: %s", err.text);
    close(dir);
}

int main(void)
{
    char folder[] = "/tmp/slot.XXXXXX", clean[64];
    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return 1;
    int dir = slot_directory("slots", NULL);
    UNIT_CHECK(dir >= 0, "a directory is made");
    check_sharing(dir);
    check_caps(dir);
    check_turn(dir);
    check_killed(dir);
    check_exec(dir);
    close(dir);
    check_directories();
    snprintf(clean, sizeof clean, "%s", folder);
    pid_t pid = fork();
    if (pid == 0) {
        execlp("rm", "rm", "-rf", clean, (char *)NULL);
        _exit(1);
    }
    waitpid(pid, NULL, 0);
    return unit_end();
}
