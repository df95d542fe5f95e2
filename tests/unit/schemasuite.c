/* schema/validate over the whole of other people's JSON Schema test suite, ../shared/suites/json-schema: what is
 * required, and some of what is optional.  Documents that a test wants from the network stand in its schema,
 * each with the address it would be fetched from. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "ceiling.h"
#include "jsontape.h"
#include "jsonwrite.h"
#include "schema/validate.h"
#include "unit.h"

struct draft {
    const char *name;
    bool older;
    const char *id;   /* the keyword that names a schema */
    struct buf extra; /* members with the documents of the network, JSON */
    size_t passed, of;
};

/* Groups that cannot pass, and why; each is run, and at least one test of it must fail. */
static const struct {
    const char *draft, *file, *group, *why;
} exceptions[] = {
    {"draft2020-12", "defs.json", "validate definition against metaschema",
     "it fetches the metaschema of 2020-12"},
    {"draft2020-12", "ref.json", "remote ref, containing refs itself",
     "it fetches the metaschema of 2020-12"},
    {"draft2020-12", "vocabulary.json",
     "schema that uses custom metaschema with with no validation vocabulary",
     "its metaschema takes keywords away; in an API description they count"},
};

/* Of the optional folder: files with a format are run with formats that count.  Labels of international host names
 * (xn--) are not looked into. */
static const struct {
    const char *draft, *file;
} optional[] = {
    {"draft2020-12", "format/date.json"},
    {"draft2020-12", "format/date-time.json"},
    {"draft2020-12", "format/email.json"},
    {"draft2020-12", "format/hostname.json"},
    {"draft2020-12", "format/ipv4.json"},
    {"draft2020-12", "format/ipv6.json"},
    {"draft2020-12", "format/uri.json"},
    {"draft2020-12", "format/uuid.json"},
    {"draft2020-12", "format/time.json"},
    {"draft4", "format/date-time.json"},
    {"draft4", "format/email.json"},
    {"draft4", "format/hostname.json"},
    {"draft4", "format/ipv4.json"},
    {"draft4", "format/ipv6.json"},
    {"draft4", "format/uri.json"},
    {"draft2020-12", "anchor.json"},
    {"draft2020-12", "bignum.json"},
    {"draft2020-12", "dependencies-compatibility.json"},
    {"draft2020-12", "dynamicRef.json"},
    {"draft2020-12", "ecmascript-regex.json"},
    {"draft2020-12", "float-overflow.json"},
    {"draft2020-12", "id.json"},
    {"draft2020-12", "no-schema.json"},
    {"draft2020-12", "non-bmp-regex.json"},
    {"draft2020-12", "refOfUnknownKeyword.json"},
    {"draft4", "bignum.json"},
    {"draft4", "ecmascript-regex.json"},
    {"draft4", "float-overflow.json"},
    {"draft4", "id.json"},
    {"draft4", "non-bmp-regex.json"},
};

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

/* Adds a document, an object, as a member whose id is where it would be fetched from. */
static void add_document(struct draft *d, const char *path, const char *uri)
{
    struct buf text, copy;
    struct jsontape t;
    buf_init(&text, CEILING_MIB);
    buf_init(&copy, CEILING_MIB);
    jsontape_init(&t);
    UNIT_CHECK(read_file(path, &text) && jsontape_read(&t, text.data, text.len, NULL) == 0,
               "%s cannot be read", path);
    jsontape_copy(&t, 0, &copy);
    if (copy.len > 2 && copy.data[0] == '{')
        buf_format(&d->extra, ",\"%s\":{\"%s\":\"%s\",%s", uri, d->id, uri, copy.data + 1);
    jsontape_free(&t);
    buf_free(&copy);
    buf_free(&text);
}

/* Adds the documents of a folder and those below it, but for those of other drafts. */
static void add_documents(struct draft *d, const char *folder, const char *uri)
{
    DIR *dir = opendir(folder);
    if (!UNIT_CHECK(dir != NULL, "%s is not there", folder))
        return;
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        char path[2048], below[2048];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        snprintf(below, sizeof below, "%s%s", uri, e->d_name);
        const bool other = strncmp(e->d_name, "draft", 5) == 0 && strcmp(e->d_name, d->name) != 0;
        if (e->d_name[0] == '.' || other || strcmp(e->d_name, "v1") == 0 || stat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            strncat(below, "/", sizeof below - strlen(below) - 1);
            add_documents(d, path, below);
        } else {
            add_document(d, path, below);
        }
    }
    closedir(dir);
}

static const char *exception(const struct draft *d, const char *file, const char *group)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (strcmp(exceptions[i].draft, d->name) == 0 && strcmp(exceptions[i].file, file) == 0 &&
            strcmp(exceptions[i].group, group) == 0)
            return exceptions[i].why;
    return NULL;
}

/* The group's schema, with the documents that it may want. */
static void as_document(const struct draft *d, const struct jsontape *t, uint32_t schema,
                        struct buf *out)
{
    jsontape_copy(t, schema, out);
    if (strstr(out->data, "\"http://") == NULL && strstr(out->data, "$ref") == NULL)
        return;
    if (jsontape_kind(t, schema) != '{' || jsontape_size(t, schema) == 0)
        return;
    buf_cut(out, out->len - 1);
    buf_format(out, ",\"x-network\":{\"x\":0%s}}", d->extra.data);
}

/* Runs one group; returns how many tests passed. */
static size_t run_group(struct draft *d, const char *file, const struct jsontape *t, uint32_t group,
                        bool formats, const char *why)
{
    struct buf document;
    struct jsontape tape;
    struct schema_view view;
    size_t passed = 0;
    buf_init(&document, CEILING_MIB);
    jsontape_init(&tape);
    as_document(d, t, jsontape_get(t, group, "schema"), &document);
    UNIT_CHECK(jsontape_read(&tape, document.data, document.len, NULL) == 0, "%s: no JSON", file);
    schema_view_open_document(&view, &tape, d->older);
    view.formats = formats;
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, group, "tests"));
    while (jsontape_step(t, &w)) {
        char *about = jsontape_text(t, jsontape_get(t, w.value, "description"));
        uint32_t data = jsontape_get(t, w.value, "data");
        size_t len;
        const char *raw = jsontape_raw(t, data, &len);
        const bool valid = jsontape_true(t, jsontape_get(t, w.value, "valid"));
        struct schema_report report;
        enum schema_verdict verdict = schema_validate(&view, 0, t, data, false, &report);
        const bool right = verdict == (valid ? SCHEMA_VALID : SCHEMA_INVALID);
        const bool idna = formats && (memmem(raw, len, "xn--", 4) != NULL ||
                                      memmem(raw, len, "XN--", 4) != NULL);
        passed += right;
        UNIT_CHECK(right || why != NULL || idna, "%s/%s: %s is said to be %s for %.*s%s%s", d->name,
                   file, about,
                   verdict == SCHEMA_VALID     ? "valid"
                   : verdict == SCHEMA_INVALID ? "invalid"
                                               : "unknown",
                   200, document.data, verdict == SCHEMA_UNKNOWN ? ": " : "",
                   verdict == SCHEMA_UNKNOWN ? report.doubt.why : "");
        free(about);
    }
    schema_view_close(&view);
    jsontape_free(&tape);
    buf_free(&document);
    return passed;
}

static void run_file(struct draft *d, const char *path, const char *name, bool formats)
{
    struct buf text;
    struct jsontape t;
    buf_init(&text, CEILING_MIB);
    jsontape_init(&t);
    UNIT_CHECK(read_file(path, &text) && jsontape_read(&t, text.data, text.len, NULL) == 0,
               "%s cannot be read", path);
    struct jsontape_walk w = jsontape_walk(&t, t.count == 0 ? JSONTAPE_NONE : 0);
    while (jsontape_step(&t, &w)) {
        char *about = jsontape_text(&t, jsontape_get(&t, w.value, "description"));
        const char *why = exception(d, name, about);
        const size_t tests = jsontape_size(&t, jsontape_get(&t, w.value, "tests"));
        const size_t passed = run_group(d, name, &t, w.value, formats, why);
        UNIT_CHECK(why == NULL || passed < tests, "%s: %s passes, and is an exception: %s", name,
                   about, why);
        d->passed += passed;
        d->of += tests;
        free(about);
    }
    jsontape_free(&t);
    buf_free(&text);
}

static void run_draft(struct draft *d, const char *suite)
{
    char folder[2048], path[4096];
    snprintf(folder, sizeof folder, "%s/remotes", suite);
    buf_init(&d->extra, CEILING_MIB);
    add_documents(d, folder, "http://localhost:1234/");
    if (d->older)
        add_document(d, "tests/fixtures/schema/draft4.json",
                     "http://json-schema.org/draft-04/schema");
    snprintf(folder, sizeof folder, "%s/tests/%s", suite, d->name);
    DIR *dir = opendir(folder);
    if (!UNIT_CHECK(dir != NULL, "%s is not there", folder))
        return;
    for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        size_t len = strlen(e->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (len > 5 && strcmp(e->d_name + len - 5, ".json") == 0)
            run_file(d, path, e->d_name, false);
    }
    closedir(dir);
    printf("%s: %zu of %zu required tests\n", d->name, d->passed, d->of);
    d->passed = d->of = 0;
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        snprintf(path, sizeof path, "%s/optional/%s", folder, optional[i].file);
        if (strcmp(optional[i].draft, d->name) == 0)
            run_file(d, path, optional[i].file, strncmp(optional[i].file, "format/", 7) == 0);
    }
    printf("%s: %zu of %zu optional tests\n", d->name, d->passed, d->of);
    buf_free(&d->extra);
}

int main(void)
{
    struct draft drafts[] = {{"draft2020-12", false, "$id", {0}, 0, 0},
                             {"draft4", true, "id", {0}, 0, 0}};
    const char *shared = getenv("SHARED");
    DIR *there = shared == NULL ? NULL : opendir(shared);
    if (there == NULL) {
        printf("skipped: the shared folder is absent\n");
        return unit_end();
    }
    closedir(there);
    char suite[1024];
    snprintf(suite, sizeof suite, "%s/suites/json-schema", shared);
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++)
        run_draft(&drafts[i], suite);
    return unit_end();
}
