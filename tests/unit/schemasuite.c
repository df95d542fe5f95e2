/* schema/validate over the whole of other people's JSON Schema test suite: ../shared/suites/json-schema.
 * What is not known may be said to be unknown; what is said must be true. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsontape.h"
#include "schema/validate.h"
#include "unit.h"

/* Files whose point is that keywords do not count: in an API description they do. */
static const char *const passed_over[] = {"format.json", "vocabulary.json"};

/* Verdicts that are certain, of all: the number only grows. */
static size_t certain, all;

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
    fclose(f);
    return true;
}

/* The group's schema in a record: its definitions become the record's. */
static void as_record(const struct jsontape *t, uint32_t schema, const char *version,
                      struct buf *out)
{
    uint32_t defs = jsontape_get(t, schema, "$defs");
    if (defs == JSONTAPE_NONE)
        defs = jsontape_get(t, schema, "definitions");
    buf_format(out, "{\"spec\":{\"openapi\":\"%s\"},\"schema\":", version);
    jsontape_copy(t, schema, out);
    buf_text(out, ",\"$defs\":");
    if (defs == JSONTAPE_NONE)
        buf_text(out, "{}");
    else
        jsontape_copy(t, defs, out);
    buf_char(out, '}');
}

static void check_group(const char *file, const char *version, const struct jsontape *t,
                        uint32_t group)
{
    struct buf record;
    struct jsontape tape;
    struct schema_view view;
    buf_init(&record, CEILING_MIB);
    jsontape_init(&tape);
    as_record(t, jsontape_get(t, group, "schema"), version, &record);
    UNIT_CHECK(jsontape_read(&tape, record.data, record.len, NULL) == 0, "%s: %s", file,
               record.data);
    schema_view_open(&view, &tape);
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, group, "tests"));
    while (jsontape_step(t, &w)) {
        char *about = jsontape_text(t, jsontape_get(t, w.value, "description"));
        bool valid = jsontape_true(t, jsontape_get(t, w.value, "valid"));
        enum schema_verdict verdict = schema_validate(&view, jsontape_get(&tape, 0, "schema"), t,
                                                      jsontape_get(t, w.value, "data"), false,
                                                      NULL);
        UNIT_CHECK(verdict == SCHEMA_UNKNOWN || (verdict == SCHEMA_VALID) == valid,
                   "%s: %s is said to be %s for %s", file, about,
                   verdict == SCHEMA_VALID ? "valid" : "invalid", record.data);
        certain += verdict == SCHEMA_UNKNOWN ? 0 : 1;
        all++;
        free(about);
    }
    schema_view_close(&view);
    jsontape_free(&tape);
    buf_free(&record);
}

static void check_file(const char *path, const char *name, const char *version)
{
    struct buf text;
    struct jsontape t;
    buf_init(&text, CEILING_MIB);
    jsontape_init(&t);
    UNIT_CHECK(read_file(path, &text) && jsontape_read(&t, text.data, text.len, NULL) == 0,
               "%s cannot be read", path);
    struct jsontape_walk w = jsontape_walk(&t, t.count == 0 ? JSONTAPE_NONE : 0);
    while (jsontape_step(&t, &w))
        check_group(name, version, &t, w.value);
    jsontape_free(&t);
    buf_free(&text);
}

static bool is_passed_over(const char *name)
{
    for (size_t i = 0; i < sizeof passed_over / sizeof *passed_over; i++)
        if (strcmp(name, passed_over[i]) == 0)
            return true;
    return false;
}

static void check_draft(const char *shared, const char *draft, const char *version)
{
    char folder[1024], path[2048];
    snprintf(folder, sizeof folder, "%s/suites/json-schema/tests/%s", shared, draft);
    DIR *dir = opendir(folder);
    if (!UNIT_CHECK(dir != NULL, "%s is not there", folder))
        return;
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        size_t len = strlen(e->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (len > 5 && strcmp(e->d_name + len - 5, ".json") == 0 && !is_passed_over(e->d_name))
            check_file(path, e->d_name, version);
    }
    closedir(dir);
}

int main(void)
{
    const char *shared = getenv("SHARED");
    DIR *there = shared == NULL ? NULL : opendir(shared);
    if (there == NULL) {
        printf("skipped: the shared folder is absent\n");
        return unit_end();
    }
    closedir(there);
    check_draft(shared, "draft2020-12", "3.1.0");
    check_draft(shared, "draft4", "3.0.3");
    UNIT_CHECK(certain * 100 >= all * 70, "%zu verdicts of %zu are certain", certain, all);
    return unit_end();
}
