#include "state.h"
#include "random.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "unit.h"

#define VERSION_2 "\"version\":\"2.0\","

/* What is in the file, what comes of it, and a part of the message. */
static const struct {
    const char *text;
    enum state_outcome outcome;
    const char *why;
} files[] = {
    {"{" VERSION_2 "\"endpoints\":{}}", STATE_READ, ""},
    {" {\n\"endpoints\" : { } , \"other\":[1.10], " VERSION_2 "\"version\":\"1.0\"}\n", STATE_READ,
     ""},
    {"{\"v\\u0065rsion\":\"2\\u002e0\",\"endpoints\":{}}", STATE_READ, ""},
    {"", STATE_REFUSED, "out/.casecraft/state.json: not JSON: at byte 0"},
    {"{" VERSION_2 "\"endpoints\":{}", STATE_REFUSED, "not JSON: at byte 31"},
    {"{" VERSION_2 "\"endpoints\":{}}{}", STATE_REFUSED, "not JSON"},
    {"{" VERSION_2 "\"endpoints\":{\"\xff\":1}}", STATE_REFUSED, "not JSON"},
    {"\xef\xbb\xbf{}", STATE_REFUSED, "not JSON"},
    {"[]", STATE_REFUSED, "it is no object"},
    {"\"2.0\"", STATE_REFUSED, "it is no object"},
    {"{}", STATE_REFUSED, "it has no version"},
    {"{\"endpoints\":{}}", STATE_REFUSED, "it has no version"},
    {"{\"version\":2.0,\"endpoints\":{}}", STATE_REFUSED, "version 2.0 is not known"},
    {"{\"version\":null,\"endpoints\":{}}", STATE_REFUSED, "version null is not known"},
    {"{\"version\":\"2.1\",\"endpoints\":{}}", STATE_REFUSED, "version \"2.1\" is not known"},
    {"{\"version\":\"3.0\",\"endpoints\":{}}", STATE_REFUSED, "version \"3.0\" is not known"},
    {"{\"version\":\"1.0\",\"endpoints\":{}}", STATE_OLDER, "the Python tool"},
    {"{\"version\":\"0123456789012345678901234567890\"}", STATE_REFUSED,
     "version \"0123456789012345678 is not known"},
    {"{\"version\":\"2.0\"}", STATE_REFUSED, "no object `endpoints`"},
    {"{" VERSION_2 "\"endpoints\":[]}", STATE_REFUSED, "no object `endpoints`"},
    {"{" VERSION_2 "\"endpoints\":null}", STATE_REFUSED, "no object `endpoints`"},
};

/* A `file` member, and whether there is such a file; the folder has a.json, empty, sub/b.json, sub/deep/c,
 * link → a.json, away → "..", loop → loop, and beside it stands out.json. */
static const struct {
    const char *file;
    bool has;
} names[] = {
    {"\"a.json\"", true},
    {"\"a\\u002ejson\"", true},
    {"\"sub/b.json\"", true},
    {"\"sub/deep/c\"", true},
    {"\"..b\"", true},
    {"\".../d\"", true},
    {"\".casecraft/state.json\"", true},
    {"\"missing.json\"", false},
    {"\"sub/missing.json\"", false},
    {"\"missing/b.json\"", false},
    {"\"a.json/b\"", false},
    {"\"empty\"", false},
    {"\"sub\"", false},
    {"\"\"", false},
    {"\".\"", false},
    {"\"..\"", false},
    {"\"/\"", false},
    {"\"./a.json\"", false},
    {"\"sub/./b.json\"", false},
    {"\"sub//b.json\"", false},
    {"\"sub/b.json/\"", false},
    {"\"../out.json\"", false},
    {"\"sub/../a.json\"", false},
    {"\"sub/../../out.json\"", false},
    {"\"/etc/passwd\"", false},
    {"\"//etc/passwd\"", false},
    {"\"away/out.json\"", false},
    {"\"link\"", false},
    {"\"loop\"", false},
    {"\"loop/x\"", false},
    {"\"fifo\"", false},
    {"\"a.json\\u0000\"", false},
    {"7", false},
    {"null", false},
    {"[\"a.json\"]", false},
};

/* id, method, path and the key. */
static const char *const keys[][4] = {
    {"GET /pets/{petId}", "GET", "/pets/{petId}", "GET:/pets/{petId}"},
    {"GET no/slash", "GET", "no/slash", "GET:no/slash"},
    {"webhook new thing POST", "POST", "new thing", "POST:webhook new thing"},
    {"WEBHOOK /a", "WEBHOOK", "/a", "WEBHOOK:/a"},
};

static bool put(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    bool ok = f != NULL && fwrite(bytes, 1, len, f) == len;
    return UNIT_CHECK(f != NULL && fclose(f) == 0 && ok, "cannot write %s", path);
}

static bool put_state(const char *text)
{
    return put("out/.casecraft/state.json", text, strlen(text));
}

static void check_files(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct state s;
        struct diag_error err = {""};
        put_state(files[i].text);
        enum state_outcome outcome = state_read(&s, "out/.casecraft/state.json", &err);
        UNIT_CHECK(outcome == files[i].outcome, "'%s' gives %d: %s", files[i].text, (int)outcome,
                   err.text);
        UNIT_CHECK(strstr(err.text, files[i].why) != NULL, "'%s': '%s' says nothing of '%s'",
                   files[i].text, err.text, files[i].why);
        UNIT_CHECK(state_entry(&s, "") == NULL, "'%s' has no entry", files[i].text);
        state_free(&s);
    }
}

static void check_names(void)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct state s;
        struct diag_error err = {""};
        char text[256];
        snprintf(text, sizeof text, "{" VERSION_2 "\"endpoints\":{\"k\":{\"file\":%s}}}",
                 names[i].file);
        put_state(text);
        UNIT_CHECK(state_read(&s, "out", &err) == STATE_READ, "%s: %s", text, err.text);
        UNIT_CHECK(state_has_file(&s, state_entry(&s, "k")) == names[i].has, "%s is %sa file",
                   names[i].file, names[i].has ? "" : "not ");
        state_free(&s);
    }
}

/* A path, and whether a.json is found from it: where the output directory is. */
static void check_places(void)
{
    static const struct {
        const char *path;
        enum state_outcome outcome;
        bool has;
    } places[] = {
        {"out", STATE_READ, true},
        {"out/", STATE_READ, true},
        {"./out//", STATE_READ, true},
        {"out/.casecraft/state.json", STATE_READ, true},
        {"out//.casecraft//state.json", STATE_READ, true},
        {"out/copy.json", STATE_READ, true},
        {"copy.json", STATE_READ, false},
        {"out/sub/../.casecraft/state.json", STATE_READ, true},
        {"missing", STATE_ABSENT, false},
        {"missing/.casecraft/state.json", STATE_ABSENT, false},
        {"out/sub", STATE_ABSENT, false},
        {"", STATE_ABSENT, false},
        {"copy.json/x", STATE_UNREADABLE, false},
        {"out/fifo", STATE_UNREADABLE, false},
        {"/dev/zero", STATE_UNREADABLE, false},
        {"/dev/null", STATE_UNREADABLE, false},
        {"out/loop", STATE_UNREADABLE, false},
        {"folder", STATE_UNREADABLE, false},
    };
    static const char text[] = "{" VERSION_2 "\"endpoints\":{\"k\":{\"file\":\"a.json\"}}}";
    put_state(text);
    put("out/copy.json", text, strlen(text));
    put("copy.json", text, strlen(text));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct state s;
        struct diag_error err = {""};
        enum state_outcome outcome = state_read(&s, places[i].path, &err);
        UNIT_CHECK(outcome == places[i].outcome, "%s gives %d: %s", places[i].path, (int)outcome,
                   err.text);
        UNIT_CHECK((outcome == STATE_UNREADABLE) == (err.text[0] != '\0'), "%s says '%s'",
                   places[i].path, err.text);
        UNIT_CHECK(state_has_file(&s, state_entry(&s, "k")) == places[i].has, "%s: a.json",
                   places[i].path);
        state_free(&s);
    }
}

static void check_entries(void)
{
    struct state s;
    struct diag_error err = {""};
    put_state("{" VERSION_2 "\"endpoints\":{\"GET:/a\":{\"n\":1.10},\"G\\u0045T:/b\":2,"
              "\"GET:/a\":{},\"\":3,\"caf\xc3\xa9\":4}}");
    UNIT_CHECK(state_read(&s, "out", &err) == STATE_READ, "it is read: %s", err.text);
    UNIT_CHECK(strcmp(s.path, "out/.casecraft/state.json") == 0, "its path is %s", s.path);
    size_t len;
    const char *raw = jsontape_raw(state_entry(&s, "GET:/a"), 0, &len);
    UNIT_CHECK(len == 10 && memcmp(raw, "{\"n\":1.10}", len) == 0,
               "the first of two counts, and its number is its text");
    static const char *const there[] = {"GET:/b", "", "caf\xc3\xa9"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        UNIT_CHECK(state_entry(&s, there[i]) != NULL, "'%s' is there", there[i]);
    static const char *const gone[] = {"GET:/A", "GET:/", "GET:/a/", "get:/a", "n"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        UNIT_CHECK(state_entry(&s, gone[i]) == NULL, "'%s' is not there", gone[i]);
    UNIT_CHECK(!state_has_file(&s, state_entry(&s, "GET:/b")), "a number has no file");
    UNIT_CHECK(!state_has_file(&s, NULL), "what is not there has no file");
    const struct table_entry *one = table_get(&s.by_key, "GET:/a", 6);
    UNIT_CHECK(state_entry_of(&s, one, &err) != NULL, "the same by its place among the keys");
    UNIT_CHECK(truncate(s.path, 30) == 0, "the file is cut off");
    UNIT_CHECK(state_entry_of(&s, one, &err) == NULL && strstr(err.text, "cannot read") != NULL,
               "what cannot be read again is told: %s", err.text);
    state_free(&s);
}

static void check_many(void)
{
    enum { MANY = 200000 };
    FILE *f = fopen("out/.casecraft/state.json", "wb");
    fputs("{" VERSION_2 "\"endpoints\":{", f);
    for (int i = 0; i < MANY; i++)
        fprintf(f, "%s\"GET:/%d\":{\"hash\":\"%d\"}", i > 0 ? "," : "", i, i);
    fputs("}}", f);
    fclose(f);
    struct state s;
    struct diag_error err = {""};
    UNIT_CHECK(state_read(&s, "out", &err) == STATE_READ, "it is read: %s", err.text);
    size_t right = 0;
    for (int i = 0; i < MANY; i++) {
        char key[32], hash[16];
        snprintf(key, sizeof key, "GET:/%d", i);
        snprintf(hash, sizeof hash, "%d", i);
        const struct jsontape *entry = state_entry(&s, key);
        right += entry != NULL && jsontape_is(entry, jsontape_get(entry, 0, "hash"), hash);
    }
    UNIT_CHECK(right == MANY, "%zu of %d entries are found", right, MANY);
    state_free(&s);
}

/* Texts are read in pieces of 64 KiB: nothing depends on where one ends. */
static void check_pieces(void)
{
    static const char entry[] = "\"GET:/\\\"a\\\\\\u00e9\" : "
                                "{\"n\":[1.10,\"}\\\"]{\"]},\"GET:/b\":\"\\\\\",\"GET:/c\":-12.5e3";
    char *text = malloc(70000);
    for (size_t pad = 65536 - 110; pad < 65536; pad++) {
        struct state s;
        struct diag_error err = {""};
        struct buf other;
        memset(text, 'x', 70000);
        memcpy(text, "{\"other\":\"", 10);
        snprintf(text + pad - 40, 4000, "\\\\\", " VERSION_2 " \"endpoints\" : {%s}} ", entry);
        put_state(text);
        UNIT_CHECK(state_read(&s, "out", &err) == STATE_READ, "with %zu: %s", pad, err.text);
        const struct jsontape *t = state_entry(&s, "GET:/\"a\\\xc3\xa9");
        UNIT_CHECK(t != NULL && jsontape_size(t, jsontape_get(t, 0, "n")) == 2, "with %zu", pad);
        t = state_entry(&s, "GET:/b");
        UNIT_CHECK(t != NULL && jsontape_is(t, 0, "\\"), "with %zu", pad);
        t = state_entry(&s, "GET:/c");
        UNIT_CHECK(t != NULL && jsontape_kind(t, 0) == '0', "with %zu", pad);
        buf_init(&other, CEILING_STATE);
        UNIT_CHECK(s.others == 1 && state_bytes(&s, s.other[0].value, &other, &err) == 0 &&
                       other.len == pad - 40 - 9 + 3 && other.data[other.len - 1] == '"',
                   "with %zu the other one has %zu bytes", pad, other.len);
        buf_free(&other);
        state_free(&s);
        /* And cut anywhere, it is none. */
        put("out/.casecraft/state.json", text, pad);
        UNIT_CHECK(state_read(&s, "out", &err) == STATE_REFUSED, "%zu bytes are none", pad);
        state_free(&s);
    }
    free(text);
}

/* What is read a member at a time is as strict as what is read as a whole. */
static void check_strict(void)
{
    static const char good[] = "{" VERSION_2
                               " \"endpoints\":{\"GET:/a\":{\"n\":[1,\"x\"]},\"b\": 2},\n"
                               "\"other\":[{},[],\"\\\"\",true,-0.5e1]}\n";
    static const char bytes[] = "{}[],:\"\\ \n1ax-.et\xc3";
    struct random r = random_from(1);
    size_t broken = 0;
    for (size_t i = 0; i < 4000; i++) {
        struct state s;
        struct jsontape t;
        struct diag_error err = {""};
        struct buf text;
        char before[sizeof good];
        memcpy(before, good, sizeof good);
        for (uint64_t n = random_below(&r, 3) + 1; n > 0; n--)
            before[random_below(&r, sizeof good - 1)] = bytes[random_below(&r, sizeof bytes - 1)];
        buf_init(&text, CEILING_STATE);
        buf_text(&text, before);
        jsontape_init(&t);
        bool sound = jsontape_read(&t, before, strlen(before), NULL) == 0;
        state_read(&s, "nowhere", &err);
        enum state_outcome outcome = state_take(&s, &text, &err);
        bool refused = outcome == STATE_REFUSED && strstr(err.text, "not JSON") != NULL;
        UNIT_CHECK(sound != refused, "'%s' gives %d: %s", before, (int)outcome, err.text);
        broken += refused;
        jsontape_free(&t);
        state_free(&s);
        buf_free(&text);
    }
    UNIT_CHECK(broken > 1000 && broken < 3900, "%zu are broken", broken);
}

static void check_size(void)
{
    static const char head[] = "{" VERSION_2 "\"endpoints\":{}}";
    char *text = malloc(CEILING_STATE + 1);
    memset(text, ' ', CEILING_STATE + 1);
    memcpy(text, head, strlen(head));
    for (size_t over = 0; over < 2; over++) {
        struct state s;
        struct diag_error err = {""};
        put("out/.casecraft/state.json", text, CEILING_STATE + over);
        enum state_outcome outcome = state_read(&s, "out", &err);
        UNIT_CHECK(outcome == (over > 0 ? STATE_REFUSED : STATE_READ), "%zu over gives %d: %s",
                   over, (int)outcome, err.text);
        UNIT_CHECK(over == 0 || strstr(err.text, "larger than 64 MiB") != NULL, "it says %s",
                   err.text);
        state_free(&s);
    }
    free(text);
}

/* Root may read everything. */
static void check_permissions(void)
{
    if (geteuid() == 0)
        return;
    struct state s;
    struct diag_error err = {""};
    chmod("out/.casecraft", 0);
    UNIT_CHECK(state_read(&s, "out", &err) == STATE_UNREADABLE &&
                   strstr(err.text, "cannot open out/.casecraft/state.json: ") != NULL,
               "a folder that cannot be entered: %s", err.text);
    state_free(&s);
    chmod("out/.casecraft", 0700);
}

static void check_keys(void)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct buf key;
        buf_init(&key, CEILING_TEXT);
        state_key(keys[i][0], keys[i][1], keys[i][2], &key);
        UNIT_CHECK(strcmp(key.data, keys[i][3]) == 0, "%s has the key %s", keys[i][0], key.data);
        buf_free(&key);
    }
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
    char folder[] = "/tmp/state.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return 1;
    static const char *const folders[] = {
        "out",     "out/.casecraft", "out/sub",           "out/sub/deep",
        "out/...", "folder",         "folder/.casecraft", "folder/.casecraft/state.json"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        UNIT_CHECK(mkdir(folders[i], 0700) == 0, "%s is made", folders[i]);
    static const char *const full[] = {"out.json",       "out/a.json", "out/sub/b.json",
                                       "out/sub/deep/c", "out/..b",    "out/.../d"};
    for (size_t i = 0; i < sizeof full / sizeof *full; i++)
        put(full[i], "{}", 2);
    put("out/empty", "", 0);
    UNIT_CHECK(symlink("a.json", "out/link") == 0 && symlink("..", "out/away") == 0 &&
                   symlink("loop", "out/loop") == 0 && mkfifo("out/fifo", 0600) == 0,
               "links and a FIFO are made");
    check_files();
    check_names();
    check_places();
    check_entries();
    check_many();
    check_pieces();
    check_strict();
    check_size();
    check_permissions();
    check_keys();
    if (chdir("/") == 0)
        nftw(folder, discard, 16, FTW_DEPTH | FTW_PHYS);
    return unit_end();
}
