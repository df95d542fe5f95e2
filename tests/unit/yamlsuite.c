/* yamlread over the whole of other people's YAML test suite: ../shared/suites/yaml. */
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsontape.h"
#include "number.h"
#include "unit.h"
#include "yamlread.h"

enum outcome { SAME, OTHER, REFUSED, ACCEPTED };

/* Cases that do not come out as the suite says, why, and how they come out. */
static const struct {
    enum outcome outcome;
    const char *why;
    const char *names; /* between blanks */
} listed[] = {
    /* Cases with in.json. */
    {REFUSED, "more than one document",
     " 35KP 5TYM 6WLZ 6XDY 6ZKB 7Z25 9DXL 9KAX 9WXW JHB9 KSS4 L383 M7A3 PUW8 RZT7 U9NS "},
    {REFUSED, "more than one document, and a key over two lines in {}", " UT92 "},
    {REFUSED, "more than one document, and a text that begins with % behind ---", " W4TN "},
    {REFUSED, "libyaml 0.2.5: a tab that separates, or stands before text",
     " 6BCT 6CA3 96NN/00 96NN/01 A2M4 DK95/00 DK95/03 DK95/04 Q5MG R4YG Y79Y/001 Y79Y/010 "},
    {REFUSED, "libyaml 0.2.5: a key and its colon on two lines in {}",
     " 4MUZ/00 4MUZ/01 4MUZ/02 5MUD K3WX VJP3/01 "},
    {REFUSED, "libyaml 0.2.5: a key over two lines in {}", " 9SA2 NJ66 "},
    {REFUSED, "libyaml 0.2.5: a plain scalar in [] or {} that begins with a colon",
     " 58MP 5T43 DBG4 HM87/00 "},
    {OTHER, "libyaml 0.2.5: a plain scalar in [] or {} that begins with a question mark",
     " 652Z HM87/01 "},
    {REFUSED, "libyaml 0.2.5: an anchor of other characters than letters, digits, - and _",
     " 2SXE 8XYN W5VH "},
    {OTHER, "libyaml 0.2.5: an anchor with a colon in it", " Y2GN "},
    {REFUSED, "libyaml 0.2.5: directives that it does not know", " 2LFX 6LVF MUS6/05 MUS6/06 "},
    {REFUSED, "libyaml 0.2.5: %YAML of a version that it does not know", " BEC7 "},
    {REFUSED, "libyaml 0.2.5: a block scalar without indentation", " DK3J FP8R "},
    {OTHER, "libyaml 0.2.5: a last line of blanks alone in a block scalar", " JEF9/02 L24T/01 "},
    {REFUSED, "libyaml 0.2.5: ... before any document", " HWV9 QT73 "},
    /* Cases that are in error. */
    {ACCEPTED, "libyaml 0.2.5: indentation of what stands in brackets or quotes",
     " 9C9N DK95/01 QB6E Y79Y/003 "},
    {ACCEPTED, "libyaml 0.2.5: # without a blank before it", " 9JBA CVW2 MUS6/00 SU5Z X4QW "},
    {ACCEPTED, "libyaml 0.2.5: a lone - in []", " G5U8 YJV2 "},
    {ACCEPTED, "libyaml 0.2.5: a block scalar that begins with a line of too many blanks",
     " S98Z "},
};

static enum outcome expected(const char *name, bool error)
{
    char key[64];
    snprintf(key, sizeof key, " %s ", name);
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
        if (strstr(listed[i].names, key) != NULL)
            return listed[i].outcome;
    return error ? REFUSED : SAME;
}

static bool same(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m);

static bool same_text(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    struct buf x, y;
    buf_init(&x, CEILING_MIB);
    buf_init(&y, CEILING_MIB);
    jsontape_string(a, n, &x);
    jsontape_string(b, m, &y);
    bool equal = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
    buf_free(&x);
    buf_free(&y);
    return equal;
}

static bool same_object(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    struct jsontape_walk v = jsontape_walk(a, n);
    while (jsontape_step(a, &v)) {
        struct jsontape_walk w = jsontape_walk(b, m);
        bool found = false;
        while (!found && jsontape_step(b, &w))
            found = same_text(a, v.key, b, w.key) && same(a, v.value, b, w.value);
        if (!found)
            return false;
    }
    return true;
}

/* The same value: the order of members and the form of numbers do not matter. */
static bool same(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    char kind = jsontape_kind(a, n);
    if (kind != jsontape_kind(b, m) || jsontape_size(a, n) != jsontape_size(b, m))
        return false;
    size_t alen, blen;
    const char *araw = jsontape_raw(a, n, &alen), *braw = jsontape_raw(b, m, &blen);
    if (kind == '0')
        return number_compare(araw, alen, braw, blen) == 0;
    if (kind == '"')
        return same_text(a, n, b, m);
    if (kind == '{')
        return same_object(a, n, b, m);
    struct jsontape_walk v = jsontape_walk(a, n), w = jsontape_walk(b, m);
    while (jsontape_step(a, &v) && jsontape_step(b, &w))
        if (!same(a, v.value, b, w.value))
            return false;
    return true;
}

/* Reads folder/file; false when there is none. */
static bool read_file(const char *folder, const char *file, struct buf *into)
{
    char path[4096], bytes[4096];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "rb");
    buf_reset(into);
    if (f == NULL)
        return false;
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        buf_add(into, bytes, n);
    fclose(f);
    return true;
}

/* Whether the nodes that came with the JSON are those that it has. */
static bool are_nodes_of(const struct jsontape *tape, const struct buf *json)
{
    struct jsontape read;
    jsontape_init(&read);
    bool same = jsontape_read(&read, json->data, json->len, NULL) == 0 &&
                read.count == tape->count && read.deepest == tape->deepest &&
                memcmp(read.node, tape->node, read.count * sizeof *read.node) == 0;
    jsontape_free(&read);
    return same;
}

static enum outcome outcome_of(const struct buf *yaml, const struct buf *json, struct buf *out)
{
    struct diag_error err = {""};
    struct jsontape ours, theirs;
    enum outcome outcome;
    buf_reset(out);
    jsontape_init(&ours);
    jsontape_init(&theirs);
    const char *text = json != NULL && json->len > 0 ? json->data : "null";
    if (yamlread_json(yaml->data, yaml->len, out, &ours, &err) != 0) {
        buf_reset(out);
        buf_text(out, err.text);
        outcome = strncmp(err.text, "line ", 5) == 0 ? REFUSED : OTHER;
    } else if (json == NULL) {
        outcome = ACCEPTED;
    } else {
        bool equal = are_nodes_of(&ours, out) &&
                     jsontape_read(&theirs, text, strlen(text), &err) == 0 &&
                     same(&ours, 0, &theirs, 0);
        outcome = equal ? SAME : OTHER;
    }
    jsontape_free(&ours);
    jsontape_free(&theirs);
    return outcome;
}

/* However a text is cut, it is refused or becomes whole JSON. */
static bool cut_is_safe(const struct buf *yaml, struct buf *out)
{
    bool safe = true;
    for (size_t len = 0; safe && len < yaml->len; len++) {
        struct jsontape tape;
        buf_reset(out);
        jsontape_init(&tape);
        safe = yamlread_json(yaml->data, len, out, &tape, NULL) != 0 || are_nodes_of(&tape, out);
        jsontape_free(&tape);
    }
    return safe;
}

static int check_case(const char *folder, const char *name)
{
    static const char *const words[] = {"the same", "something else", "refused", "accepted"};
    struct buf yaml, json, out;
    buf_init(&yaml, CEILING_MIB);
    buf_init(&json, CEILING_MIB);
    buf_init(&out, CEILING_MIB);
    bool exists = read_file(folder, "in.yaml", &yaml);
    bool error = exists && read_file(folder, "error", &json);
    bool has_json = exists && !error && read_file(folder, "in.json", &json);
    if (exists) {
        enum outcome is = outcome_of(&yaml, has_json ? &json : NULL, &out);
        enum outcome should = expected(name, error);
        UNIT_CHECK(is == should || (!error && !has_json), "%s is %s, expected %s: %s", name,
                   words[is], words[should], out.data);
        UNIT_CHECK(cut_is_safe(&yaml, &out), "%s, cut, becomes %s", name, out.data);
    }
    buf_free(&yaml);
    buf_free(&json);
    buf_free(&out);
    return exists;
}

/* Checks every case in the folder and the folders in it; how many there were. */
static int check_folder(const char *folder, const char *name)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return 0;
    int cases = name[0] != '\0' ? check_case(folder, name) : 0;
    for (struct dirent *d; (d = readdir(dir)) != NULL;) {
        char path[2048], below[300];
        if (d->d_name[0] == '.' || (d->d_type != DT_DIR && d->d_type != DT_UNKNOWN))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, d->d_name);
        snprintf(below, sizeof below, "%s%s%s", name, name[0] != '\0' ? "/" : "", d->d_name);
        cases += check_folder(path, below);
    }
    closedir(dir);
    return cases;
}

int main(void)
{
    const char *shared = getenv("SHARED");
    char folder[1024];
    snprintf(folder, sizeof folder, "%s/suites/yaml", shared != NULL ? shared : "../shared");
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        printf("skipped: there is no %s\n", folder);
        return unit_end();
    }
    closedir(dir);
    int cases = check_folder(folder, "");
    UNIT_CHECK(cases >= 400, "only %d cases in %s", cases, folder);
    return unit_end();
}
