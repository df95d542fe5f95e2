#include "ledger.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ceiling.h"
#include "digest.h"
#include "mem.h"
#include "unit.h"

#define HASH "xxh128:"
#define KEY_A HASH "0123456789abcdef0123456789abcdea"
#define KEY_B HASH "0123456789abcdef0123456789abcdeb"
#define A(rest) "{\"key\":\"" KEY_A "\"" rest "}"
#define B(rest) "{\"key\":\"" KEY_B "\"" rest "}"

static void key_of(size_t n, char key[DIGEST_MARKED])
{
    digest_marked(digest_of(&n, sizeof n), key);
}

/* An entry of that many bytes or a few more. */
static void entry_of(const char *key, size_t size, struct buf *line)
{
    buf_init(line, CEILING_LINE + 1);
    buf_format(line, "{\"key\":\"%s\",\"reply\":\"", key);
    for (size_t i = line->len; i + 2 < size; i++)
        buf_char(line, (char)('a' + i % 26));
    buf_text(line, "\"}");
}

static int append(struct ledger *l, const char *key, size_t size)
{
    struct diag_error err = {""};
    struct buf line;
    entry_of(key, size, &line);
    int result = ledger_append(l, key, line.data, line.len, &err);
    UNIT_CHECK(result == 0, "an entry of %zu bytes is added: %s", line.len, err.text);
    buf_free(&line);
    return result;
}

static void put(const char *path, const char *bytes, size_t len, const char *mode)
{
    FILE *f = fopen(path, mode);
    bool ok = f != NULL && fwrite(bytes, 1, len, f) == len;
    UNIT_CHECK(f != NULL && fclose(f) == 0 && ok, "cannot write %s", path);
}

/* The bytes of the file, the caller's. */
static char *get(const char *path, size_t *len)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    if (f == NULL || fstat(fileno(f), &st) < 0)
        exit(1);
    char *bytes = mem_new((size_t)st.st_size + 1);
    *len = fread(bytes, 1, (size_t)st.st_size, f);
    fclose(f);
    return bytes;
}

static bool holds(const char *path, const char *bytes, size_t len)
{
    size_t there;
    char *text = get(path, &there);
    bool same = there == len && memcmp(text, bytes, len) == 0;
    free(text);
    return same;
}

static struct ledger *opened(const char *path)
{
    struct diag_error err = {""};
    struct ledger *l = ledger_open(path, &err);
    if (!UNIT_CHECK(l != NULL, "%s is opened: %s", path, err.text))
        exit(unit_end());
    return l;
}

/* What is found under the key is this line; NULL: nothing is. */
static void check_find(struct ledger *l, const char *key, const char *line)
{
    struct diag_error err = {""};
    struct buf got;
    buf_init(&got, CEILING_LINE);
    int found = ledger_find(l, key, &got, &err);
    UNIT_CHECK(found == (line != NULL), "%s is %sfound: %s", key, found > 0 ? "" : "not ",
               err.text);
    UNIT_CHECK(strcmp(got.data, line != NULL ? line : "") == 0, "%s has %.200s", key, got.data);
    buf_free(&got);
}

/* What is in the file, and the same when it was opened (NULL: it is refused and stays). */
static const struct {
    const char *text;
    const char *after;
    size_t count, damaged;
    const char *a; /* what stands under KEY_A */
} files[] = {
    {"", "", 0, 0, NULL},
    {A("") "\n", A("") "\n", 1, 0, A("")},
    {A(",\"n\":1") "\n" B("") "\n" A(",\"n\":2") "\n",
     A(",\"n\":1") "\n" B("") "\n" A(",\"n\":2") "\n", 2, 0, A(",\"n\":2")},
    {"{ \"x\" : [1.10], \"key\" : \"" KEY_A "\" }\r\n",
     "{ \"x\" : [1.10], \"key\" : \"" KEY_A "\" }\r\n", 1, 0,
     "{ \"x\" : [1.10], \"key\" : \"" KEY_A "\" }\r"},
    {A(",\"caf\xc3\xa9\":\"\\ud83d\\ude00\"") "\n", A(",\"caf\xc3\xa9\":\"\\ud83d\\ude00\"") "\n",
     1, 0, A(",\"caf\xc3\xa9\":\"\\ud83d\\ude00\"")},
    /* a torn tail */
    {A(""), A("") "\n", 1, 0, A("")},
    {B("") "\n" A(""), B("") "\n" A("") "\n", 2, 0, A("")},
    {B("") "\n" A(",\"n\":1") "\n" A(",\"n\":"), B("") "\n" A(",\"n\":1") "\n", 2, 0,
     A(",\"n\":1")},
    {B("") "\n{", B("") "\n", 1, 0, NULL},
    {B("") "\n{}", B("") "\n", 1, 0, NULL},
    {B("") "\n" A("") A(""), B("") "\n", 1, 0, NULL},
    {B("") "\nanything", B("") "\n", 1, 0, NULL},
    {"{\"key\":\"xxh128:0123", "", 0, 0, NULL},
    {"{\"ke", "", 0, 0, NULL},
    /* damaged lines */
    {B("") "\n" A(",\"n\":") "\n" B("") "\n", B("") "\n" A(",\"n\":") "\n" B("") "\n", 1, 1, NULL},
    {B("") "\n{}\n[]\n" A(",\"\xff\":1") "\n" A("") "x\nno\n" A("") "\n\n",
     B("") "\n{}\n[]\n" A(",\"\xff\":1") "\n" A("") "x\nno\n" A("") "\n\n", 2, 5, A("")},
    {B("") "\n{\"key\":7}\n{\"key\":\"\"}\n{\"k\":\"" KEY_A "\"}\n\"" KEY_A "\"\n",
     B("") "\n{\"key\":7}\n{\"key\":\"\"}\n{\"k\":\"" KEY_A "\"}\n\"" KEY_A "\"\n", 1, 4, NULL},
    {B("") "\n{\"key\":\"" HASH "0123456789ABCDEF0123456789abcdea\"}\n{\"key\":\"" KEY_A "0\"}\n",
     B("") "\n{\"key\":\"" HASH "0123456789ABCDEF0123456789abcdea\"}\n{\"key\":\"" KEY_A "0\"}\n",
     1, 2, NULL},
    /* something else */
    {"\n", NULL, 0, 0, NULL},
    {"x", NULL, 0, 0, NULL},
    {"{}", NULL, 0, 0, NULL},
    {"{}\n", NULL, 0, 0, NULL},
    {"a person's notes", NULL, 0, 0, NULL},
    {"a person's notes\n" A("") "\n", NULL, 0, 0, NULL},
    {"\n" A("") "\n", NULL, 0, 0, NULL},
    {"\xef\xbb\xbf" A("") "\n", NULL, 0, 0, NULL},
    {"{\"key\":\"name\",\"value\":1}\n", NULL, 0, 0, NULL},
    {"{\"key\":\"name\"", NULL, 0, 0, NULL},
    {"{\"key\":\"xxh128:0123\n", NULL, 0, 0, NULL},
    {"{\n  \"key\": \"" KEY_A "\"\n}\n", NULL, 0, 0, NULL},
    {"[" A("") "]\n", NULL, 0, 0, NULL},
};

static void check_files(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *text = files[i].text, *after = files[i].after;
        struct diag_error err = {""};
        put("file", text, strlen(text), "wb");
        struct ledger *l = ledger_open("file", &err);
        UNIT_CHECK((l != NULL) == (after != NULL), "'%s' is opened or not: %s", text, err.text);
        UNIT_CHECK(l != NULL || strstr(err.text, "file is no ledger: ") != NULL, "'%s' says '%s'",
                   text, err.text);
        after = after != NULL ? after : text;
        UNIT_CHECK(holds("file", after, strlen(after)), "'%s' leaves something else", text);
        if (l == NULL)
            continue;
        UNIT_CHECK(ledger_count(l) == files[i].count && ledger_damaged(l) == files[i].damaged,
                   "'%s' has %zu entries, %zu damaged lines", text, ledger_count(l),
                   ledger_damaged(l));
        check_find(l, KEY_A, files[i].a);
        ledger_close(l);
    }
}

static void check_fresh(void)
{
    struct diag_error err = {""};
    struct stat st;
    umask(0);
    struct ledger *l = opened("fresh");
    umask(077);
    UNIT_CHECK(stat("fresh", &st) == 0 && (st.st_mode & 07777) == 0600 && st.st_size == 0,
               "it is made for its owner alone");
    static const char *const none[] = {"", "xxh128:", KEY_A, KEY_A "0", "n"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        check_find(l, none[i], NULL);
    UNIT_CHECK(ledger_sync(l, &err) == 0, "nothing is synced: %s", err.text);
    static const char first[] = A(",\"n\":1"), other[] = B(""), last[] = A(",\"n\":2");
    UNIT_CHECK(ledger_append(l, KEY_A, first, strlen(first), &err) == 0, "added: %s", err.text);
    check_find(l, KEY_A, first);
    check_find(l, KEY_B, NULL);
    UNIT_CHECK(ledger_append(l, KEY_B, other, strlen(other), &err) == 0, "added: %s", err.text);
    UNIT_CHECK(ledger_append(l, KEY_A, last, strlen(last), &err) == 0, "added: %s", err.text);
    UNIT_CHECK(ledger_sync(l, &err) == 0 && ledger_sync(l, &err) == 0, "synced: %s", err.text);
    static const char all[] = A(",\"n\":1") "\n" B("") "\n" A(",\"n\":2") "\n";
    UNIT_CHECK(holds("fresh", all, strlen(all)), "there are three lines and nothing else");
    for (int again = 0; again < 2; again++) {
        check_find(l, KEY_A, last);
        check_find(l, KEY_B, other);
        UNIT_CHECK(ledger_count(l) == 2 && ledger_damaged(l) == 0, "two keys, none damaged");
        ledger_close(l);
        l = opened("fresh");
    }
    struct buf line;
    buf_init(&line, CEILING_LINE);
    buf_text(&line, "[");
    UNIT_CHECK(ledger_find(l, KEY_B, &line, &err) == 1 && strcmp(line.data, "[" B("")) == 0,
               "it adds to what is there: %s", line.data);
    buf_free(&line);
    ledger_close(l);
    ledger_close(NULL);
}

/* A path, and a part of the message. */
static const struct {
    const char *path, *why;
} places[] = {
    {"folder", "cannot open the ledger folder: "},
    {"fresh/", "cannot open the ledger fresh/: "},
    {"missing/ledger", "cannot open the ledger missing/ledger: "},
    {"fresh/ledger", "cannot open the ledger fresh/ledger: "},
    {"", "cannot open the ledger : "},
    {"fifo", "fifo is no regular file"},
    {"socket", "cannot open the ledger socket: "},
    {"/dev/null", "/dev/null is no regular file"},
    {"/dev/zero", "/dev/zero is no regular file"},
    {"link", "link is a symbolic link; "},
    {"dangling", "dangling is a symbolic link; "},
    {"loop", "loop is a symbolic link; "},
    {"large", "the ledger large is larger than 4096 MiB; "},
};

static void check_places(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int sock = socket(AF_UNIX, SOCK_STREAM, 0);
    put("large", "", 0, "wb");
    UNIT_CHECK(mkdir("folder", 0700) == 0 && mkfifo("fifo", 0600) == 0 &&
                   symlink("fresh", "link") == 0 && symlink("target", "dangling") == 0 &&
                   symlink("loop", "loop") == 0 && symlink("folder", "way") == 0 &&
                   bind(sock, (struct sockaddr *)&address, sizeof address) == 0 &&
                   truncate("large", (off_t)CEILING_LEDGER + 1) == 0,
               "places are made");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct diag_error err = {""};
        struct ledger *l = ledger_open(places[i].path, &err);
        UNIT_CHECK(l == NULL && strstr(err.text, places[i].why) != NULL,
                   "%s: '%s' says nothing of '%s'", places[i].path, err.text, places[i].why);
        ledger_close(l);
    }
    struct stat st;
    UNIT_CHECK(lstat("target", &st) < 0, "what a link leads to is not made");
    UNIT_CHECK(stat("large", &st) == 0 && st.st_size == (off_t)CEILING_LEDGER + 1, "it stays");
    ledger_close(opened("way/ledger"));
    close(sock);
    unlink("large");
}

/* What is no entry under KEY_A. */
static void check_refused(void)
{
    static const char *const lines[] = {"",
                                        "{}",
                                        "[]",
                                        B(""),
                                        A("") "\n",
                                        "{\"key\":\"" KEY_A "\",\n\"n\":1}",
                                        A("") A(""),
                                        A(",\"n\":01"),
                                        A(",\"\xff\":1"),
                                        "{\"key\":\"" KEY_A "\"",
                                        "{\"key\": \"" KEY_A "\"}",
                                        " " A(""),
                                        "{\"n\":1,\"key\":\"" KEY_A "\"}"};
    struct ledger *l = opened("refused");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct diag_error err = {""};
        UNIT_CHECK(ledger_append(l, KEY_A, lines[i], strlen(lines[i]), &err) < 0 &&
                       strstr(err.text, "cannot be an entry") != NULL,
                   "'%s' is refused: %s", lines[i], err.text);
    }
    struct diag_error err = {""};
    UNIT_CHECK(ledger_append(l, "a", "{\"key\":\"a\"}", 11, &err) < 0,
               "so is a key of another kind");
    struct buf line;
    entry_of(KEY_A, CEILING_LINE + 1, &line);
    UNIT_CHECK(ledger_append(l, KEY_A, line.data, line.len, &err) < 0, "and a byte too many");
    buf_free(&line);
    UNIT_CHECK(holds("refused", "", 0) && ledger_count(l) == 0, "nothing was written");
    ledger_close(l);
}

static void check_long(void)
{
    struct buf fits, over;
    entry_of(KEY_A, CEILING_LINE, &fits);
    entry_of(KEY_B, CEILING_LINE + 1, &over);
    put("long", B("") "\n", strlen(B("") "\n"), "wb");
    for (int i = 0; i < 3; i++) {
        put("long", over.data, over.len, "ab");
        put("long", over.data, i == 2 ? over.len : 0, "ab");
        put("long", "\n", 1, "ab");
        put("long", fits.data, fits.len, "ab");
        put("long", "\n", 1, "ab");
    }
    /* What is left of it when its beginning was dropped is an entry. */
    memset(over.data, ' ', over.len);
    put("long", over.data, over.len, "ab");
    put("long", over.data, over.len, "ab");
    put("long", A("") "\n", strlen(A("") "\n"), "ab");
    struct ledger *l = opened("long");
    UNIT_CHECK(ledger_count(l) == 2 && ledger_damaged(l) == 4, "%zu entries, %zu damaged",
               ledger_count(l), ledger_damaged(l));
    check_find(l, KEY_A, fits.data);
    check_find(l, KEY_B, B(""));
    struct stat before, after;
    stat("long", &before);
    put("long", over.data, over.len, "ab");
    append(l, KEY_B, 100);
    stat("long", &after);
    UNIT_CHECK(after.st_size == before.st_size + 101, "a torn tail that is too long is cut off");
    ledger_close(l);
    struct diag_error err = {""};
    for (int newline = 0; newline < 2; newline++) {
        put("long", over.data, over.len, "wb");
        put("long", "xxx\n", newline ? 4 : 3, "ab");
        stat("long", &before);
        UNIT_CHECK(ledger_open("long", &err) == NULL &&
                       strstr(err.text, "is no ledger: ") != NULL && stat("long", &after) == 0 &&
                       after.st_size == before.st_size,
                   "one that is too long comes first: %s", err.text);
    }
    buf_free(&fits);
    buf_free(&over);
}

/* Others write between what we write: whole lines, torn ones, and a file made shorter or written over. */
static void check_others(void)
{
    struct diag_error err = {""};
    struct ledger *l = opened("others");
    append(l, KEY_A, 60);
    static const char line[] = B(",\"by\":\"another\"") "\n";
    put("others", line, strlen(line), "ab");
    check_find(l, KEY_B, B(",\"by\":\"another\""));
    put("others", "no\n" A(",\"n\":1"), strlen("no\n" A(",\"n\":1")), "ab");
    check_find(l, KEY_A, A(",\"n\":1"));
    UNIT_CHECK(ledger_damaged(l) == 1, "%zu damaged", ledger_damaged(l));
    put("others", B(",\"n\":"), strlen(B(",\"n\":")), "ab");
    append(l, KEY_A, 70);
    UNIT_CHECK(ledger_count(l) == 2 && ledger_damaged(l) == 1, "a torn tail is no damage");
    put("others", line, strlen(line), "wb");
    check_find(l, KEY_A, NULL);
    check_find(l, KEY_B, B(",\"by\":\"another\""));
    put("others",
        "no notes, a text as long as the line was: not more and not less than it ......\n",
        strlen(line), "wb");
    struct buf got;
    buf_init(&got, CEILING_LINE);
    UNIT_CHECK(ledger_find(l, KEY_B, &got, &err) < 0 && got.len == 0 &&
                   strstr(err.text, "another program has changed the ledger others; ") != NULL,
               "an entry that is written over: %s", err.text);
    put("others", "notes", 5, "wb");
    UNIT_CHECK(ledger_append(l, KEY_A, A(""), strlen(A("")), &err) < 0 &&
                   holds("others", "notes", 5),
               "notes are left alone: %s", err.text);
    put("others", "", 0, "wb");
    append(l, KEY_A, 60);
    check_find(l, KEY_B, NULL);
    buf_free(&got);
    ledger_close(l);
}

static void limit_size(rlim_t size)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

/* A disk that is full after the first bytes of an entry. */
static void check_full(void)
{
    struct diag_error err = {""};
    struct ledger *l = opened("full");
    append(l, KEY_A, 5000);
    size_t len;
    char *before = get("full", &len);
    struct buf line;
    entry_of(KEY_B, 5000, &line);
    for (rlim_t more = 0; more < 5001; more += 1000) {
        limit_size(len + more);
        int result = ledger_append(l, KEY_B, line.data, line.len, &err);
        limit_size(RLIM_INFINITY);
        UNIT_CHECK(result < 0 && strstr(err.text, "cannot write to the ledger full: ") != NULL,
                   "with %d more bytes: %s", (int)more, err.text);
        UNIT_CHECK(holds("full", before, len), "nothing of the entry stays");
        check_find(l, KEY_B, NULL);
    }
    UNIT_CHECK(ledger_append(l, KEY_B, line.data, line.len, &err) == 0, "%s", err.text);
    check_find(l, KEY_B, line.data);
    append(l, KEY_A, 60);
    limit_size(len);
    UNIT_CHECK(ledger_compact(l, &err) < 0 &&
                   strstr(err.text, "cannot write full.compact: ") != NULL,
               "there is no room for two: %s", err.text);
    limit_size(RLIM_INFINITY);
    UNIT_CHECK(access("full.compact", F_OK) < 0, "no piece of the new file stays");
    check_find(l, KEY_B, line.data);
    buf_free(&line);
    free(before);
    ledger_close(l);
}

enum { EACH = 500 };

/* Entries of 60 bytes to 200 KB. */
static size_t size_of(size_t n)
{
    return n % 50 == 0 ? 200000 : 60 + n * 7 % 5000;
}

static _Noreturn void write_each(size_t first)
{
    struct ledger *l = ledger_open("shared", NULL);
    struct diag_error err = {""};
    bool good = l != NULL;
    for (size_t n = first; good && n < first + EACH; n++) {
        char key[DIGEST_MARKED];
        struct buf line;
        key_of(n, key);
        entry_of(key, size_of(n), &line);
        good = ledger_append(l, key, line.data, line.len, &err) == 0 &&
               (n % 100 != 0 || ledger_sync(l, &err) == 0);
        buf_free(&line);
    }
    ledger_close(l);
    _exit(good ? 0 : 1);
}

/* All entries from first on are found and right. */
static void check_entries(struct ledger *l, size_t first, size_t count)
{
    size_t right = 0;
    for (size_t n = first; n < first + count; n++) {
        char key[DIGEST_MARKED];
        struct buf line, got;
        key_of(n, key);
        entry_of(key, size_of(n), &line);
        buf_init(&got, CEILING_LINE);
        right += ledger_find(l, key, &got, NULL) == 1 && strcmp(got.data, line.data) == 0;
        buf_free(&got);
        buf_free(&line);
    }
    UNIT_CHECK(right == count, "%zu of %zu entries are right", right, count);
}

static void check_shared(void)
{
    struct ledger *early = opened("shared");
    pid_t pid[2];
    for (size_t i = 0; i < 2; i++) {
        pid[i] = fork();
        if (pid[i] == 0)
            write_each(i * EACH);
    }
    for (size_t i = 0; i < 2; i++) {
        int status = -1;
        waitpid(pid[i], &status, 0);
        UNIT_CHECK(status == 0, "a process has written all of its entries");
    }
    struct ledger *late = opened("shared");
    struct ledger *both[] = {early, late};
    for (size_t i = 0; i < 2; i++) {
        check_entries(both[i], 0, 2 * EACH);
        UNIT_CHECK(ledger_count(both[i]) == 2 * EACH && ledger_damaged(both[i]) == 0,
                   "%zu entries, %zu damaged", ledger_count(both[i]), ledger_damaged(both[i]));
        ledger_close(both[i]);
    }
}

static _Noreturn void write_until_killed(int told)
{
    struct ledger *l = ledger_open("killed", NULL);
    for (size_t n = 0; l != NULL; n++) {
        char key[DIGEST_MARKED];
        struct buf line;
        key_of(n, key);
        entry_of(key, size_of(n), &line);
        if (ledger_append(l, key, line.data, line.len, NULL) < 0 || ledger_sync(l, NULL) < 0 ||
            write(told, "", 1) != 1)
            break;
        buf_free(&line);
    }
    _exit(1);
}

/* Whatever was synced is there. */
static void check_killed(void)
{
    for (int i = 0; i < 10; i++) {
        int end[2];
        char bytes[1000];
        if (pipe(end) < 0)
            exit(1);
        unlink("killed");
        pid_t pid = fork();
        if (pid == 0)
            write_until_killed(end[1]);
        close(end[1]);
        size_t synced = read(end[0], bytes, 1) == 1;
        usleep((useconds_t)(i * 1000));
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        for (ssize_t n; (n = read(end[0], bytes, sizeof bytes)) > 0;)
            synced += (size_t)n;
        close(end[0]);
        struct ledger *l = opened("killed");
        UNIT_CHECK(synced > 0 && ledger_count(l) >= synced && ledger_count(l) <= synced + 1,
                   "%zu of %zu are there", ledger_count(l), synced);
        check_entries(l, 0, ledger_count(l));
        ledger_close(l);
    }
}

static void on_signal(int number)
{
    (void)number;
}

/* A process that waits for the lock, and gets signals meanwhile. */
static void check_lock(void)
{
    ledger_close(opened("locked"));
    int fd = open("locked", O_RDWR | O_CLOEXEC);
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    UNIT_CHECK(fcntl(fd, F_OFD_SETLK, &all) == 0, "the ledger is locked");
    pid_t pid = fork();
    if (pid == 0) {
        struct sigaction action = {.sa_handler = on_signal};
        sigaction(SIGUSR1, &action, NULL);
        close(fd); /* shares the description: the lock stays */
        struct ledger *l = ledger_open("locked", NULL);
        bool good = l != NULL && ledger_append(l, KEY_A, A(""), strlen(A("")), NULL) == 0;
        ledger_close(l);
        _exit(good ? 0 : 1);
    }
    for (int i = 0; i < 20; i++) {
        usleep(5000);
        if (i >= 10)
            kill(pid, SIGUSR1);
    }
    int status = -1;
    UNIT_CHECK(waitpid(pid, &status, WNOHANG) == 0 && holds("locked", "", 0), "the other waits");
    close(fd);
    waitpid(pid, &status, 0);
    UNIT_CHECK(status == 0 && holds("locked", A("") "\n", strlen(A("") "\n")), "and has its turn");
}

static ino_t inode(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 ? st.st_ino : 0;
}

static int compact(const char *path, struct diag_error *err)
{
    struct ledger *l = opened(path);
    int result = ledger_compact(l, err);
    ledger_close(l);
    return result;
}

static void check_compact(void)
{
    struct diag_error err = {""};
    struct stat st;
    struct ledger *holder = opened("compact");
    for (size_t n = 0; n < 300; n++) {
        char key[DIGEST_MARKED];
        key_of(n % 100, key);
        append(holder, key, n < 200 ? 50000 : size_of(n % 100));
    }
    put("compact", "no\n\n", 4, "ab");
    chmod("compact", 0640);
    UNIT_CHECK(symlink("victim", "compact.compact") == 0, "a link lies in the way");
    UNIT_CHECK(compact("compact", &err) == 0, "compacted: %s", err.text);
    UNIT_CHECK(access("victim", F_OK) < 0 && access("compact.compact", F_OK) < 0,
               "the link is gone and was not followed");
    UNIT_CHECK(stat("compact", &st) == 0 && (st.st_mode & 07777) == 0640, "the mode is as it was");
    ino_t now = inode("compact");
    UNIT_CHECK(compact("compact", &err) == 0 && inode("compact") == now,
               "what is compact stays: %s", err.text);
    struct ledger *l = opened("compact");
    UNIT_CHECK(ledger_count(l) == 100 && ledger_damaged(l) == 0, "%zu entries", ledger_count(l));
    check_entries(l, 0, 100);
    check_entries(holder, 0, 100);
    static const char mine[] = A(",\"by\":\"holder\"");
    UNIT_CHECK(ledger_append(holder, KEY_A, mine, strlen(mine), &err) == 0 &&
                   ledger_sync(holder, &err) == 0,
               "added: %s", err.text);
    check_find(l, KEY_A, mine);
    UNIT_CHECK(ledger_count(holder) == 101 && ledger_damaged(holder) == 0,
               "who had the old file has the new one, with %zu", ledger_count(holder));
    check_entries(holder, 0, 100);
    ledger_close(holder);
    ledger_close(l);
}

/* The file goes away or becomes something else while it is open. */
static void check_replaced(void)
{
    struct diag_error err = {""};
    struct ledger *l = opened("moved");
    append(l, KEY_A, 60);
    UNIT_CHECK(rename("moved", "aside") == 0, "the file is moved");
    append(l, KEY_B, 60);
    check_find(l, KEY_A, NULL);
    UNIT_CHECK(inode("moved") != 0, "a new one is made");
    UNIT_CHECK(unlink("moved") == 0 && symlink("aside", "moved") == 0, "and becomes a link");
    UNIT_CHECK(ledger_append(l, KEY_A, A(""), strlen(A("")), &err) < 0 &&
                   strstr(err.text, "moved is a symbolic link") != NULL,
               "which is not followed: %s", err.text);
    UNIT_CHECK(unlink("moved") == 0 && rename("aside", "moved") == 0, "the first comes back");
    append(l, KEY_B, 70);
    UNIT_CHECK(ledger_count(l) == 2 && ledger_sync(l, &err) == 0, "it has both: %s", err.text);
    ledger_close(l);
}

/* Compacts and appends at the same time: nothing is lost. */
static void check_compact_shared(void)
{
    unlink("shared");
    pid_t pid[2];
    for (size_t i = 0; i < 2; i++) {
        pid[i] = fork();
        if (pid[i] == 0)
            write_each(i * EACH);
    }
    for (size_t i = 0; i < 20; i++) {
        struct ledger *l = opened("shared");
        append(l, KEY_A, 60);
        append(l, KEY_A, 70);
        struct diag_error err = {""};
        UNIT_CHECK(ledger_compact(l, &err) == 0, "compacted: %s", err.text);
        ledger_close(l);
    }
    for (size_t i = 0; i < 2; i++) {
        int status = -1;
        waitpid(pid[i], &status, 0);
        UNIT_CHECK(status == 0, "a process has written all of its entries");
    }
    struct ledger *l = opened("shared");
    check_entries(l, 0, 2 * EACH);
    UNIT_CHECK(ledger_count(l) == 2 * EACH + 1 && ledger_damaged(l) == 0,
               "%zu entries, %zu damaged", ledger_count(l), ledger_damaged(l));
    ledger_close(l);
}

static void check_many(void)
{
    enum { MANY = 100000 };
    FILE *f = fopen("many", "wb");
    char key[DIGEST_MARKED];
    for (size_t n = 0; n < 2 * MANY; n++) {
        key_of(n % MANY, key);
        fprintf(f, "{\"key\":\"%s\",\"n\":%zu}\n", key, n);
    }
    fclose(f);
    struct ledger *l = opened("many");
    UNIT_CHECK(ledger_count(l) == MANY && ledger_damaged(l) == 0, "%zu entries", ledger_count(l));
    size_t right = 0;
    struct buf got;
    buf_init(&got, CEILING_LINE);
    for (size_t n = 0; n < MANY; n += 7) {
        char line[100];
        key_of(n, key);
        snprintf(line, sizeof line, "{\"key\":\"%s\",\"n\":%zu}", key, n + MANY);
        buf_reset(&got);
        right += ledger_find(l, key, &got, NULL) == 1 && strcmp(got.data, line) == 0;
    }
    UNIT_CHECK(right == (MANY + 6) / 7, "%zu newest entries are found", right);
    buf_free(&got);
    ledger_close(l);
}

static int discard(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

int main(void)
{
    char folder[] = "/tmp/ledger.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return 1;
    signal(SIGXFSZ, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    check_files();
    check_fresh();
    check_places();
    check_refused();
    check_long();
    check_others();
    check_full();
    check_shared();
    check_killed();
    check_lock();
    check_compact();
    check_replaced();
    check_compact_shared();
    check_many();
    if (chdir("/") == 0)
        nftw(folder, discard, 16, FTW_DEPTH | FTW_PHYS);
    return unit_end();
}
