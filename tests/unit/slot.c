#include "slot.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "random.h"
#include "unit.h"

static struct slot_pool *pool(int dir, const char *url, int workers)
{
    struct diag_error err = {""};
    struct slot_pool *p = slot_open(dir, url, workers, &err);
    UNIT_CHECK(p != NULL, "%s", err.text);
    return p;
}

/* A slot for the pool that asks for no more then, or 0. */
static int take_one(struct slot_pool *p)
{
    int slot = slot_take(p);
    if (slot != 0)
        slot_leave(p);
    return slot;
}

/* Two pools of one address share its slots, whoever opened them. */
static void check_sharing(int dir)
{
    struct slot_pool *a = pool(dir, "https://a", 2), *b = pool(dir, "https://a", 2);
    int first = take_one(a), second = take_one(b);
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
    UNIT_CHECK(take_one(wide) == 1 && slot_take(narrow) == 0, "slot 1 is all the narrow one has");
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

/* Who waits is next: the others get nothing though a slot is free. */
static void check_turn(int dir)
{
    struct slot_pool *a = pool(dir, "https://turn", 1), *b = pool(dir, "https://turn", 1);
    UNIT_CHECK(take_one(a) == 1, "a works");
    UNIT_CHECK(take_one(b) == 0, "b waits, and is next");
    slot_give(a, 1);
    UNIT_CHECK(take_one(a) == 0, "a may not go first again");
    UNIT_CHECK(take_one(b) == 1, "b does");
    slot_give(b, 1);
    UNIT_CHECK(take_one(b) == 0 && take_one(a) == 1, "a was before b's second");
    slot_leave(b);
    slot_leave(b);
    slot_give(a, 1);
    UNIT_CHECK(take_one(a) == 1, "b wants nothing any more");
    slot_give(a, 1);
    UNIT_CHECK(slot_take(b) == 1 && take_one(a) == 0, "now a waits");
    slot_close(a);
    slot_give(b, 1);
    UNIT_CHECK(take_one(b) == 1, "close gives the place back");
    slot_close(b);
}

/* Three that want the one slot get it in the order in which they asked, however often each looks. */
static void check_order(int dir)
{
    struct slot_pool *a = pool(dir, "https://order", 1), *b = pool(dir, "https://order", 1);
    struct slot_pool *c = pool(dir, "https://order", 1);
    UNIT_CHECK(take_one(a) == 1 && take_one(b) == 0 && take_one(c) == 0, "a works, b and c wait");
    slot_give(a, 1);
    UNIT_CHECK(take_one(c) == 0 && take_one(a) == 0 && take_one(b) == 1, "b was first");
    slot_give(b, 1);
    UNIT_CHECK(take_one(b) == 0 && take_one(a) == 0 && take_one(c) == 1, "then c");
    slot_give(c, 1);
    UNIT_CHECK(take_one(b) == 0 && take_one(a) == 1, "then a again");
    slot_close(b);
    slot_give(a, 1);
    UNIT_CHECK(take_one(c) == 1, "one that has gone is waited for no more");
    slot_close(a);
    slot_close(c);
}

/* The turn is good for all slots that are free, and for none that comes free after it. */
static void check_burst(int dir)
{
    struct slot_pool *a = pool(dir, "https://burst", 3), *b = pool(dir, "https://burst", 3);
    struct slot_pool *c = pool(dir, "https://burst", 3);
    UNIT_CHECK(slot_take(a) == 1 && slot_take(a) == 2 && slot_take(a) == 3, "a has them all");
    slot_leave(a);
    UNIT_CHECK(slot_take(b) == 0 && slot_take(c) == 0, "b and c wait");
    slot_give(a, 1);
    slot_give(a, 2);
    UNIT_CHECK(slot_take(c) == 0 && slot_take(b) == 1 && slot_take(b) == 2, "b takes what is free");
    UNIT_CHECK(slot_take(b) == 0, "there is no third");
    slot_give(a, 3);
    UNIT_CHECK(slot_take(b) == 0 && slot_take(c) == 3, "which is c's");
    slot_close(a);
    slot_close(b);
    slot_close(c);
}

/* One of those that want as many slots as there are, all the time. */
struct wanter {
    struct slot_pool *pool;
    int held[3], holds;
    bool waits;
    int passed; /* slots that others took while it waited */
};

/* Takes what it can get; returns how many. */
static int look(struct wanter *w, int cap)
{
    int took = 0;
    while (w->holds < cap) {
        int slot = slot_take(w->pool);
        w->waits = slot == 0;
        if (slot == 0)
            return took;
        w->held[w->holds++] = slot;
        w->passed = 0;
        took++;
    }
    slot_leave(w->pool);
    return took;
}

/* However often each looks and however long it keeps a slot: nobody has two turns while another waits. */
static void check_fair(int dir, int many, int cap)
{
    struct wanter w[5] = {{0}};
    struct random random = random_from(7);
    int worst = 0, takes = 0;
    for (int i = 0; i < many; i++)
        w[i].pool = pool(dir, "https://fair", cap);
    for (int step = 0; step < 20000; step++) {
        struct wanter *now = &w[random_below(&random, (uint64_t)many)];
        if (now->holds > 0 && random_below(&random, 3) > 0)
            slot_give(now->pool, now->held[--now->holds]);
        int took = look(now, cap);
        takes += took;
        for (int i = 0; i < many; i++) {
            w[i].passed += &w[i] != now && w[i].waits ? took : 0;
            worst = w[i].passed > worst ? w[i].passed : worst;
        }
    }
    UNIT_CHECK(worst <= (many - 1) * cap && takes > 1000,
               "%d with %d slots: one was passed by %d of %d", many, cap, worst, takes);
    for (int i = 0; i < many; i++)
        slot_close(w[i].pool);
}

/* A queue longer than it may be: who has no place in it asks again later. */
static void check_long_queue(int dir)
{
    enum { MANY = 258 };
    struct slot_pool *p[MANY];
    for (int i = 0; i < MANY; i++)
        p[i] = pool(dir, "https://long", 1);
    UNIT_CHECK(take_one(p[0]) == 1, "the first has the slot");
    int got = 0;
    for (int i = 1; i < MANY; i++)
        got += take_one(p[i]);
    UNIT_CHECK(got == 0, "the others wait");
    slot_give(p[0], 1);
    UNIT_CHECK(take_one(p[MANY - 1]) == 0, "the last had no place, and passes nobody");
    for (int i = 1; i < MANY; i++) {
        got += take_one(p[i]) == 1;
        slot_give(p[i], 1);
    }
    UNIT_CHECK(got == MANY - 1, "each gets it in its turn, %d of them", got);
    for (int i = 0; i < MANY; i++)
        slot_close(p[i]);
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
        bool took = p != NULL && take_one(p) == 1 && (workers > 1 || slot_take(p) == 0);
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
    check_order(dir);
    check_burst(dir);
    check_fair(dir, 2, 1);
    check_fair(dir, 3, 1);
    check_fair(dir, 5, 3);
    check_long_queue(dir);
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
