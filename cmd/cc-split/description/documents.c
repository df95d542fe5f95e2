#include "documents.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "jsonstring.h"
#include "mem.h"
#include "source.h"
#include "stopping.h"
#include "uri.h"

void documents_free(struct documents *d)
{
    for (size_t i = 0; i < d->count; i++) {
        free(d->doc[i].uri);
        free(d->doc[i].name);
    }
    free(d->doc);
    free(d->folder);
    table_free(&d->by_uri);
    table_free(&d->by_file);
    table_free_values(&d->failed);
    jsontape_free(&d->tape);
    buf_free(&d->text);
    remote_free(&d->remote);
}

const struct document *documents_of(const struct documents *d, uint32_t node)
{
    size_t low = 0, high = d->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (d->doc[middle].node <= node)
            low = middle;
        else
            high = middle;
    }
    return &d->doc[low];
}

const struct document *documents_find(const struct documents *d, const char *uri, size_t len)
{
    const struct table_entry *e = table_get(&d->by_uri, uri, len);
    return e != NULL ? &d->doc[e->value.number - 1] : NULL;
}

const char *documents_why(const struct documents *d, const char *uri, size_t len)
{
    const struct table_entry *e = table_get(&d->failed, uri, len);
    return e != NULL ? e->value.pointer : NULL;
}

/* Half a surrogate pair, which jq refuses, is no character. */
static void mend(struct documents *d, const struct document *doc)
{
    size_t at = d->tape.node[doc->node].at;
    size_t mended = d->tape.surrogates ? jsonstring_mend(d->text.data + at, d->text.len - at) : 0;
    if (mended > 0)
        diag_warn("%s: %zu lone surrogate%s in it became U+FFFD", doc->name, mended,
                  mended > 1 ? "s" : "");
}

/* What was read last is the next document.  Takes uri and name over. */
static void add(struct documents *d, char *uri, char *name)
{
    uint32_t node = d->count > 0 ? d->tape.node[d->doc[d->count - 1].node].next : 0;
    d->doc = mem_grow(d->doc, d->count, &d->room, sizeof *d->doc);
    d->doc[d->count] = (struct document){.uri = uri, .name = name, .node = node};
    mend(d, &d->doc[d->count++]);
    table_put(&d->by_uri, uri, strlen(uri))->value.number = d->count;
}

/* What stands in d->text from `at` on came from an address.  Takes uri over. */
static int add_remote(struct documents *d, size_t at, char *uri, const char *address,
                      struct diag_error *err)
{
    char *name = remote_plain(address);
    if (source_nodes(&d->text, at, name, &d->tape, err) == 0) {
        add(d, uri, name);
        return 0;
    }
    free(uri);
    free(name);
    return -1;
}

/* The folder of the path as given, its links resolved; the current one where it has none. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? mem_text(".") : mem_copy(path, (size_t)(slash - path) + 1);
    char *real = realpath(folder, NULL);
    free(folder);
    return real;
}

static int read_first(struct documents *d, const char *path, int *code, struct diag_error *err)
{
    if (remote_is_url(path)) {
        char *final = NULL;
        *code = DIAG_ENVIRONMENT;
        if (remote_get(&d->remote, path, &d->text, &final, err) < 0)
            return -1;
        *code = DIAG_INPUT;
        return add_remote(d, 0, final, path, err);
    }
    if (strcmp(path, "-") == 0) {
        d->folder = realpath(".", NULL);
        if (source_stdin(&d->text, &d->tape, code, err) < 0)
            return -1;
        add(d, mem_text(""), mem_text("stdin"));
        return 0;
    }
    if (source_file(path, path, &d->text, &d->tape, code, err) < 0)
        return -1;
    const char *slash = strrchr(path, '/');
    char *real = realpath(path, NULL);
    d->folder = folder_of(path);
    if (real != NULL)
        table_put(&d->by_file, real, strlen(real))->value.number = 1;
    free(real);
    add(d, mem_text(slash != NULL ? slash + 1 : path), mem_text(path));
    return 0;
}

/* A path from the folder of the first document, as a person would open it from where the program runs. */
static char *name_of(const struct documents *d, const char *path)
{
    const char *slash = strrchr(d->doc[0].name, '/');
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    if (*path != '/' && slash != NULL)
        buf_add(&name, d->doc[0].name, (size_t)(slash - d->doc[0].name) + 1);
    buf_text(&name, path);
    return buf_take(&name);
}

static bool is_inside(const char *folder, const char *real)
{
    size_t len = strlen(folder);
    len -= len > 0 && folder[len - 1] == '/';
    return strncmp(folder, real, len) == 0 && real[len] == '/';
}

/* One more name for the document of that number. */
static void also(struct documents *d, const char *uri, size_t number)
{
    table_put(&d->by_uri, uri, strlen(uri))->value.number = number;
}

/* Reads the file, unless it is there by another name.  real: without links. */
static int read_file(struct documents *d, const char *uri, const char *name, const char *real,
                     struct diag_error *err)
{
    int code;
    const struct table_entry *known = table_get(&d->by_file, real, strlen(real));
    if (known != NULL) {
        also(d, uri, known->value.number);
        return 0;
    }
    if (source_file(real, name, &d->text, &d->tape, &code, err) < 0)
        return -1;
    add(d, mem_text(uri), mem_text(name));
    table_put(&d->by_file, real, strlen(real))->value.number = d->count;
    return 0;
}

static int load_file(struct documents *d, const char *uri, struct diag_error *err)
{
    char *name = name_of(d, uri);
    char *real = realpath(name, NULL);
    int result;
    if (real == NULL)
        result = diag_fail(err, "cannot open %s: %s", name, strerror(errno));
    else if (!d->rights.outside && (d->folder == NULL || !is_inside(d->folder, real)))
        result = diag_fail(
            err, "%s lies outside of the folder of the description (--allow-outside)", name);
    else
        result = read_file(d, uri, name, real, err);
    free(real);
    free(name);
    return result;
}

static int load_remote(struct documents *d, const char *uri, struct diag_error *err)
{
    size_t at = d->text.len;
    char *final = NULL;
    char *plain = remote_plain(uri);
    if (d->rights.remote)
        diag_info("fetching %s", plain);
    else
        diag_fail(err, "%s is an address (--allow-remote)", plain);
    free(plain);
    if (!d->rights.remote)
        return -1;
    if (remote_get(&d->remote, uri, &d->text, &final, err) < 0)
        return -1;
    const struct document *known = documents_find(d, final, strlen(final));
    if (known != NULL) {
        buf_cut(&d->text, at);
        free(final);
        also(d, uri, (size_t)(known - d->doc) + 1);
        return 0;
    }
    if (add_remote(d, at, final, uri, err) < 0)
        return -1;
    also(d, uri, d->count);
    return 0;
}

static void load(struct documents *d, const char *uri)
{
    struct diag_error err;
    int result;
    size_t len = strlen(uri);
    if (documents_find(d, uri, len) != NULL || documents_why(d, uri, len) != NULL ||
        stopping_signal() != 0)
        return;
    if (d->count + d->failed.count >= CEILING_DOCUMENTS)
        result = diag_fail(&err, "%s is one file too many: %d are read", uri, CEILING_DOCUMENTS);
    else if (remote_is_url(uri))
        result = load_remote(d, uri, &err);
    else if (uri_has_scheme(uri, len))
        result = diag_fail(&err, "%s is no file and no address", uri);
    else
        result = load_file(d, uri, &err);
    if (result < 0)
        table_put(&d->failed, uri, len)->value.pointer = mem_text(err.text);
    /* The text may have moved, for a document that was not taken too. */
    d->tape.text = d->text.data;
}

/* What the JSON string names outside of the document. */
static void load_reference(struct documents *d, size_t from, uint32_t n)
{
    struct buf ref, uri;
    buf_init(&ref, CEILING_TEXT);
    buf_init(&uri, CEILING_TEXT);
    jsontape_string(&d->tape, n, &ref);
    size_t len = strcspn(ref.data, "#");
    if (len > 0 && len <= ref.len) {
        uri_resolve(d->doc[from].uri, ref.data, len, &uri);
        bool web = remote_is_url(d->doc[from].uri);
        if (!buf_over(&ref) && !buf_over(&uri) && strlen(uri.data) == uri.len &&
            (!web || remote_is_url(uri.data)))
            load(d, uri.data);
    }
    buf_free(&ref);
    buf_free(&uri);
}

/* Whether the JSON string in the mapping of a discriminator is a reference and no name. */
static bool is_reference(const char *raw, size_t len)
{
    static const char *const endings[] = {".yaml\"", ".yml\"", ".json\""};
    bool is = memchr(raw, '/', len) != NULL || memchr(raw, '#', len) != NULL;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        is = is || (len > n && memcmp(raw + len - n, endings[i], n) == 0);
    }
    return is;
}

static bool is_key(const struct jsontape *t, uint32_t n, const char *quoted)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    return len == strlen(quoted) && memcmp(raw, quoted, len) == 0;
}

static void load_unless_name(struct documents *d, size_t from, uint32_t n)
{
    size_t len;
    const char *raw = jsontape_raw(&d->tape, n, &len);
    if (*raw == '"' && is_reference(raw, len))
        load_reference(d, from, n);
}

/* The schemas in the mapping of a discriminator. */
static void load_mapping(struct documents *d, size_t from, uint32_t mapping)
{
    for (struct jsontape_walk w = jsontape_walk(&d->tape, mapping); jsontape_step(&d->tape, &w);)
        load_unless_name(d, from, w.value);
}

/* The schemes of security requirements, which OpenAPI 3.2 names by reference too. */
static void load_schemes(struct documents *d, size_t from, uint32_t security)
{
    for (struct jsontape_walk a = jsontape_walk(&d->tape, security); jsontape_step(&d->tape, &a);)
        for (struct jsontape_walk r = jsontape_walk(&d->tape, a.value);
             r.keyed && jsontape_step(&d->tape, &r);)
            load_unless_name(d, from, r.key);
}

/* Loads whatever a `$ref`, a mapping or a requirement of the document names.  The tape may grow meanwhile. */
static void load_references(struct documents *d, size_t from)
{
    uint32_t end = d->tape.node[d->doc[from].node].next;
    for (uint32_t n = d->doc[from].node; n + 1 < end; n++) {
        bool ref = is_key(&d->tape, n, "\"$ref\"") || is_key(&d->tape, n, "\"$dynamicRef\"");
        if (ref && jsontape_kind(&d->tape, n + 1) == '"')
            load_reference(d, from, n + 1);
        else if (is_key(&d->tape, n, "\"mapping\""))
            load_mapping(d, from, n + 1);
        else if (is_key(&d->tape, n, "\"security\""))
            load_schemes(d, from, n + 1);
    }
}

/* Documents of less bytes are looked through for references in any case. */
enum { SMALL = 1024 * 1024 };

/* Looks the text over: notes whether schemas are named in it; returns whether it refers to other documents. */
static bool look_over(struct documents *d, size_t from)
{
    static const char *const names[] = {"$id\"", "$anchor\"", "$dynamicAnchor\"", "$self\""};
    size_t len;
    const char *p = jsontape_raw(&d->tape, d->doc[from].node, &len), *end = p + len;
    bool refers = len < SMALL; /* it may be by a mapping alone, which is not looked for here */
    while ((p = memchr(p, '$', (size_t)(end - p))) != NULL) {
        bool ref = strncmp(p, "$ref\"", 5) == 0;
        for (size_t i = 0; !ref && i < sizeof names / sizeof *names; i++)
            if (strncmp(p, names[i], strlen(names[i])) == 0)
                d->doc[from].names = true;
        if (ref && !refers) {
            const char *value = p + 5 + strspn(p + 5, " \t\r\n:");
            refers = value[0] == '"' && value[1] != '#';
        }
        p++;
    }
    return refers;
}

/* Nothing is added any more. */
static void fit(struct documents *d)
{
    buf_fit(&d->text);
    jsontape_fit(&d->tape);
    d->tape.text = d->text.data;
}

int documents_read(struct documents *d, const char *path, const struct documents_rights *rights,
                   int *code, struct diag_error *err)
{
    *d = (struct documents){.rights = *rights};
    buf_init(&d->text, CEILING_SPEC);
    jsontape_init(&d->tape);
    table_init(&d->by_uri);
    table_init(&d->by_file);
    table_init(&d->failed);
    remote_init(&d->remote, path, rights->header_file);
    if (read_first(d, path, code, err) < 0)
        return -1;
    for (size_t i = 0; i < d->count; i++)
        if (look_over(d, i))
            load_references(d, i);
    fit(d);
    return stopping_signal() != 0 ? diag_fail(err, "a signal came") : 0;
}
