#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Members that some stage writes: none may stand twice, or stages would see different ones. */
static const char *const ours[] = {
    "id",           "seq",        "slug",       "spec",          "method",     "path",
    "provider",     "candidates", "strategy",   "cases",         "reply",      "error",
    "rejected",     "partial",    "attempts",   "fallback_from", "file",       "messages",
    "chain",        "hash",       "unchanged",  "request",       "responses",  "security",
    "$defs",        "superseded", "summary",    "description",   "tags",       "base",
    "operation_id", "deprecated", "complexity", "cut",           "supersedes",
};

static int check_once(const struct record *r, struct diag_error *err)
{
    bool seen[sizeof ours / sizeof *ours] = {false};
    for (struct jsontape_walk w = jsontape_walk(&r->tape, 0); jsontape_step(&r->tape, &w);) {
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
            if (!jsontape_is(&r->tape, w.key, ours[i]))
                continue;
            if (seen[i])
                return diag_fail(err, "not a record: member \"%s\" stands twice", ours[i]);
            seen[i] = true;
            break;
        }
    }
    return 0;
}

static int check(const struct record *r, struct diag_error *err)
{
    if (jsontape_kind(&r->tape, 0) != '{')
        return diag_fail(err, "not a record: no JSON object");
    if (!jsontape_says(&r->tape, record_get(r, "id")))
        return diag_fail(err, "not a record: member \"id\", a text, is missing");
    return check_once(r, err);
}

int record_read(struct record *r, const char *line, size_t len, struct diag_error *err)
{
    *r = (struct record){.line = mem_copy(line, len), .len = len};
    jsontape_init(&r->tape);
    int result = jsontape_read(&r->tape, r->line, len, err);
    if (result < 0)
        diag_within(err, "not a record");
    else
        result = check(r, err);
    if (result < 0)
        record_free(r);
    return result;
}

void record_free(struct record *r)
{
    jsontape_free(&r->tape);
    free(r->line);
    r->line = NULL;
}

uint32_t record_get(const struct record *r, const char *member)
{
    return jsontape_get(&r->tape, 0, member);
}

bool record_has(const struct record *r, const char *member)
{
    return record_get(r, member) != JSONTAPE_NONE;
}

char *record_text(const struct record *r, const char *member)
{
    return jsontape_text(&r->tape, record_get(r, member));
}

bool record_is_done(const struct record *r)
{
    return record_has(r, "cases") || record_has(r, "reply") || record_has(r, "error") ||
           record_has(r, "unchanged");
}

static const struct record_edit *edit_of(const struct record *r, uint32_t key,
                                         const struct record_edit *edit, size_t edits)
{
    for (size_t i = 0; i < edits; i++)
        if (jsontape_is(&r->tape, key, edit[i].member))
            return &edit[i];
    return NULL;
}

/* The comma before a member of out, unless it is the first. */
static void separate(struct buf *out, bool *first)
{
    if (!*first)
        buf_char(out, ',');
    *first = false;
}

static void add_new(struct buf *out, const struct record_edit *edit, bool *first)
{
    separate(out, first);
    buf_char(out, '"');
    buf_text(out, edit->member);
    buf_text(out, "\":");
    buf_add(out, edit->json, edit->len);
}

void record_splice(const struct record *r, const struct record_edit *edit, size_t edits,
                   struct buf *out)
{
    const struct jsontape *t = &r->tape;
    const char *copied = r->line + t->node[0].at + 1; /* bytes before it are dealt with */
    bool first = true;
    buf_char(out, '{');
    for (struct jsontape_walk w = jsontape_walk(t, 0); jsontape_step(t, &w);) {
        const char *end = r->line + t->node[w.value].end;
        const struct record_edit *e = edit_of(r, w.key, edit, edits);
        const char *start = memchr(copied, '"', (size_t)(end - copied));
        if (e == NULL) {
            const char *comma = memchr(copied, ',', (size_t)(start - copied));
            const char *from = comma != NULL ? comma + 1 : copied;
            separate(out, &first);
            buf_add(out, from, (size_t)(end - from));
        } else if (e->json != NULL) {
            separate(out, &first);
            buf_add(out, start, (size_t)(r->line + t->node[w.value].at - start));
            buf_add(out, e->json, e->len);
        }
        copied = end;
    }
    for (size_t i = 0; i < edits; i++)
        if (edit[i].json != NULL && !record_has(r, edit[i].member))
            add_new(out, &edit[i], &first);
    buf_char(out, '}');
}
