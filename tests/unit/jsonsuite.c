/* jsontape and jsonread over the whole of other people's JSON test suite: ../shared/suites/json. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsondigest.h"
#include "jsonread.h"
#include "jsontape.h"
#include "unit.h"

static bool read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return false;
    char *room;
    size_t n;
    do {
        room = buf_room(out, 4096);
        n = room != NULL ? fread(room, 1, 4096, f) : 0;
        out->len += n;
    } while (n > 0);
    out->data[out->len] = '\0';
    fclose(f);
    return true;
}

static bool same(struct digest a, struct digest b)
{
    return a.low == b.low && a.high == b.high;
}

/* White space that is in no string. */
static bool is_minified(const char *text, size_t len)
{
    bool inside = false;
    for (size_t i = 0; i < len; i++) {
        if (inside && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            inside = !inside;
        else if (!inside && strchr(" \t\r\n", text[i]) != NULL)
            return false;
    }
    return true;
}

/* Copied without white space: the same value, and the same bytes where there was none. */
static bool check_copy(const char *name, const struct jsontape *t, const struct buf *text)
{
    struct buf copy;
    buf_init(&copy, CEILING_MIB);
    jsontape_copy(t, 0, &copy);
    bool minified = is_minified(text->data, text->len);
    UNIT_CHECK(is_minified(copy.data, copy.len), "%s: no white space is left", name);
    UNIT_CHECK(!minified || (copy.len == text->len && memcmp(copy.data, text->data, copy.len) == 0),
               "%s leaves as other bytes: %s", name, copy.data);
    UNIT_CHECK(same(jsondigest_json(copy.data, copy.len), jsondigest_value(t, 0)),
               "%s leaves as another value: %s", name, copy.data);
    buf_free(&copy);
    return minified;
}

/* As a child of a tree, and out again. */
static void check_tree(const char *name, const struct jsontape *t)
{
    struct buf out;
    buf_init(&out, CEILING_MIB);
    struct cJSON *tree = jsonread_array();
    jsonread_append(tree, jsonread_value(t, 0));
    jsonread_print(tree, &out);
    jsonread_free(tree);
    UNIT_CHECK(out.len > 2 &&
                   same(jsondigest_json(out.data + 1, out.len - 2), jsondigest_value(t, 0)),
               "%s leaves a tree as %s", name, out.data);
    buf_free(&out);
}

static void check_file(const char *name, const struct buf *text, size_t count[3])
{
    struct jsontape t;
    struct diag_error err = {""};
    jsontape_init(&t);
    /* A copy of its exact size, so that a read behind it is seen. */
    char *exact = malloc(text->len > 0 ? text->len : 1);
    memcpy(exact, text->data, text->len);
    int result = jsontape_read(&t, exact, text->len, &err);
    UNIT_CHECK(result == 0 || (t.count == 0 && t.stopped <= text->len && err.text[0] != '\0'),
               "%s: what is refused leaves nothing but its reason", name);
    if (name[0] == 'y' && UNIT_CHECK(result == 0, "%s is accepted: %s", name, err.text)) {
        count[2] += check_copy(name, &t, text);
        check_tree(name, &t);
    } else if (name[0] == 'n') {
        UNIT_CHECK(result == -1, "%s is refused", name);
    } else if (result == 0) {
        check_copy(name, &t, text);
    }
    count[0] += name[0] == 'y';
    count[1] += name[0] == 'n';
    free(exact);
    jsontape_free(&t);
}

int main(void)
{
    const char *shared = getenv("SHARED");
    char folder[4096], path[8192];
    snprintf(folder, sizeof folder, "%s/suites/json/test_parsing", shared != NULL ? shared : "");
    DIR *dir = shared != NULL ? opendir(folder) : NULL;
    if (dir == NULL) {
        printf("skipped: the shared folder is absent\n");
        return unit_end();
    }
    struct buf text;
    size_t count[3] = {0, 0, 0};
    buf_init(&text, CEILING_MIB);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strchr("yni", e->d_name[0]) == NULL || e->d_name[1] != '_')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        buf_reset(&text);
        if (UNIT_CHECK(read_file(path, &text), "cannot read %s", path))
            check_file(e->d_name, &text, count);
    }
    closedir(dir);
    buf_free(&text);
    UNIT_CHECK(count[0] >= 95 && count[1] >= 188, "the suite is there: %zu and %zu files", count[0],
               count[1]);
    UNIT_CHECK(count[2] >= 50, "%zu files are minified", count[2]);
    return unit_end();
}
