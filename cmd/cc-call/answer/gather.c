#include "gather.h"

#include <string.h>

#include "ceiling.h"
#include "extract.h"
#include "naming.h"
#include "repair.h"
#include "testcase/casetype.h"

/* Values in values, and texts in texts, that are looked into; brackets that open nothing, in one text. */
enum { LEVELS = 6, TEXTS = 3, FALSE_STARTS = 8 };

/* Lists that hold cases and nothing else. */
static const char *const lists[] = {"cases", "test_cases",     "testCases", "testcases",
                                    "tests", "test_case_list", NULL};

/* Where values are taken from. */
struct source {
    const struct jsontape *tape;
    size_t whole;     /* what ends behind it is cut off */
    int texts;        /* around it */
    const char *type; /* of the cases that do not say theirs, or NULL */
};

static void find(struct gather *g, const struct source *s, uint32_t n, int level);
static void search(struct gather *g, const char *text, size_t len, int texts);

void gather_init(struct gather *g)
{
    *g = (struct gather){0};
    buf_init(&g->cases, CEILING_LINE);
}

void gather_free(struct gather *g)
{
    buf_free(&g->cases);
}

static bool is_list(const struct jsontape *t, uint32_t key)
{
    return jsontape_is_among(t, key, lists);
}

/* The type of case that a list is named after (`negative`, `boundary_cases`), or NULL. */
static const char *type_of(const struct jsontape *t, uint32_t key)
{
    size_t len;
    const char *raw = jsontape_raw(t, key, &len);
    for (int i = 0; i < CASETYPES; i++) {
        const char *type = casetype_name((enum casetype)i);
        const size_t own = strlen(type);
        if (len >= own + 2 && memcmp(raw + 1, type, own) == 0 &&
            strchr("\"_- CT", raw[1 + own]) != NULL)
            return type;
    }
    return NULL;
}

/* Whether all that stands in the list is a case. */
static bool is_sure(const struct jsontape *t, uint32_t key, uint32_t list)
{
    struct jsontape_walk first = jsontape_walk(t, list);
    return jsontape_kind(t, list) == '[' &&
           (is_list(t, key) || (type_of(t, key) != NULL && jsontape_step(t, &first) &&
                                naming_is_likely(t, first.value)));
}

/* Whether cases stand in it: some give a case itself a list of `tests`, but those are texts. */
static bool has_list(const struct jsontape *t, uint32_t n)
{
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        struct jsontape_walk first = jsontape_walk(t, w.value);
        if (is_list(t, w.key) && jsontape_step(t, &first) && jsontape_kind(t, first.value) != '"')
            return true;
    }
    return false;
}

static void add(struct gather *g, const struct source *s, uint32_t n)
{
    g->seen++;
    if (s->tape->node[n].end > s->whole) {
        g->cut = true;
        return;
    }
    if (g->count++ > 0)
        buf_char(&g->cases, ',');
    naming_write(s->tape, n, s->type, &g->cases);
}

/* sure: its items are cases, whatever they are, unless they can only be wrappers. */
static void find_in_list(struct gather *g, const struct source *s, uint32_t n, int level, bool sure)
{
    const struct jsontape *t = s->tape;
    struct jsontape_walk w = jsontape_walk(t, n);
    while (!sure && jsontape_step(t, &w))
        sure = naming_is_case(t, w.value) && !has_list(t, w.value);
    for (w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        const size_t before = g->seen;
        if (!sure || !naming_is_likely(t, w.value) || has_list(t, w.value))
            find(g, s, w.value, level + 1);
        if (sure && g->seen == before)
            add(g, s, w.value);
    }
}

static void find_in_object(struct gather *g, const struct source *s, uint32_t n, int level)
{
    const struct jsontape *t = s->tape;
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        struct source in = *s;
        const char *type = type_of(t, w.key);
        in.type = type != NULL ? type : s->type;
        if (is_sure(t, w.key, w.value))
            find_in_list(g, &in, w.value, level + 1, true);
        else if (is_list(t, w.key) || !naming_is_member(t, w.key, w.value))
            find(g, &in, w.value, level + 1);
    }
}

/* In a string that begins like JSON, or with a fence. */
static void find_in_string(struct gather *g, const struct source *s, uint32_t n)
{
    size_t len;
    const char *raw = jsontape_raw(s->tape, n, &len);
    if (s->texts == TEXTS || len < 4 || memchr("{[` \\", raw[1], 5) == NULL)
        return;
    struct buf text;
    buf_init(&text, CEILING_REPLY);
    jsontape_string(s->tape, n, &text);
    size_t begin = strspn(text.data, " \t\r\n");
    if (begin < text.len && memchr("{[`", text.data[begin], 3) != NULL)
        search(g, text.data + begin, text.len - begin, s->texts + 1);
    buf_free(&text);
}

static void find(struct gather *g, const struct source *s, uint32_t n, int level)
{
    if (level > LEVELS)
        return;
    switch (jsontape_kind(s->tape, n)) {
    case '[':
        find_in_list(g, s, n, level, false);
        break;
    case '{':
        if (naming_is_case(s->tape, n) && !has_list(s->tape, n))
            add(g, s, n);
        else
            find_in_object(g, s, n, level);
        break;
    case '"':
        find_in_string(g, s, n);
        break;
    default:
        break;
    }
}

void gather_whole(struct gather *g, const struct jsontape *t)
{
    struct source s = {t, t->len, 0, NULL};
    g->json = true;
    if (jsontape_kind(t, 0) == '[')
        find_in_list(g, &s, 0, 0, true);
    else
        find(g, &s, 0, 0);
}

/* Forgets what was gathered before. */
static void forget(struct gather *g, size_t bytes, size_t count)
{
    if (count > 0)
        buf_drop(&g->cases, bytes + 1);
    g->count -= count;
}

/* Gathers from a value that was repaired.  Cases that come after thinking take the place of those before. */
static void gather_repaired(struct gather *g, const struct repair *r, const struct source *s,
                            struct extract *e)
{
    const size_t bytes = g->cases.len, count = g->count;
    const bool cut = g->cut;
    g->cut = false;
    if (s->tape->count > 0)
        find(g, s, 0, 0);
    g->json = g->json || s->tape->count > 0;
    g->cut = g->cut || (r->broken && (r->named || g->count > count));
    if (e->thought && g->count > count) {
        forget(g, bytes, count);
        e->thought = false;
    } else {
        g->cut = g->cut || cut;
    }
}

static void search_part(struct gather *g, struct extract *e, int texts)
{
    struct buf value;
    struct jsontape tape;
    int false_starts = 0;
    buf_init(&value, CEILING_LINE);
    jsontape_init(&tape);
    while (extract_next(e)) {
        struct repair r = repair_value(e->text, e->at, e->len, &value);
        struct source s = {&tape, r.whole, texts, NULL};
        if (jsontape_read(&tape, value.data, value.len, NULL) < 0)
            tape.count = 0;
        gather_repaired(g, &r, &s, e);
        if (value.len == 0 && r.end == e->len && false_starts++ < FALSE_STARTS)
            e->at++;
        else
            e->at = r.end;
    }
    jsontape_free(&tape);
    buf_free(&value);
}

/* Thinking is searched where there is nothing else. */
static void search(struct gather *g, const char *text, size_t len, int texts)
{
    struct extract answer, thinking;
    const size_t before = g->seen;
    extract_begin(text, len, &answer, &thinking);
    search_part(g, &answer, texts);
    if (g->seen == before)
        search_part(g, &thinking, texts);
}

void gather_text(struct gather *g, const char *text, size_t len)
{
    search(g, text, len, 0);
}
