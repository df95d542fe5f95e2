#include "answer.h"

#include <string.h>

#include "ceiling.h"

/* Members that hold the cases when they stand in an object. */
static const char *const wrappers[] = {"cases", "test_cases", "testCases", "tests",
                                       "data",  "items",      "result",    "response"};

enum { DEPTH = 64 };

/* Drops a fence, but only one that encloses the whole text. */
static void strip_fence(const char **text, size_t *len)
{
    const char *p = *text, *end = *text + *len;
    if (*len < 6 || memcmp(p, "```", 3) != 0 || memcmp(end - 3, "```", 3) != 0)
        return;
    const char *newline = memchr(p, '\n', *len - 3);
    if (newline == NULL)
        return;
    *text = newline + 1;
    *len = (size_t)(end - 3 - *text);
}

static void trim(const char **text, size_t *len)
{
    while (*len > 0 && strchr(" \t\r\n", **text) != NULL) {
        ++*text;
        --*len;
    }
    while (*len > 0 && strchr(" \t\r\n", (*text)[*len - 1]) != NULL)
        --*len;
}

static bool read_text(struct answer *a, const char *text, size_t len)
{
    buf_reset(&a->text);
    buf_add(&a->text, text, len);
    return jsontape_read(&a->tape, a->text.data, a->text.len, NULL) == 0;
}

/* The text from its first bracket to the last one of that kind: prose around is left out. */
static bool read_inner(struct answer *a, const char *text, size_t len)
{
    size_t start = strcspn(text, "{[");
    if (start >= len)
        return false;
    char close = text[start] == '{' ? '}' : ']';
    const char *last = memrchr(text + start, close, len - start);
    return last != NULL && read_text(a, text + start, (size_t)(last - text) - start + 1);
}

/*
 * The whole objects of an array that was cut off: keeps what stands before the end of the last object that
 * is an item of an array, and closes what is open there.
 */
static bool read_cut(struct answer *a, const char *text, size_t len)
{
    char open[DEPTH], kept_open[DEPTH];
    size_t depth = 0, kept = 0, kept_depth = 0;
    bool quoted = false;
    size_t start = strcspn(text, "{[");
    for (size_t i = start; i < len && depth < DEPTH; i++) {
        char c = text[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            open[depth++] = c == '{' ? '}' : ']';
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
            if (c == '}' && depth > 0 && depth <= 2 && open[depth - 1] == ']') {
                kept = i + 1;
                kept_depth = depth;
                memcpy(kept_open, open, depth);
            }
        }
    }
    if (kept == 0)
        return false;
    buf_reset(&a->text);
    buf_add(&a->text, text + start, kept - start);
    while (kept_depth > 0)
        buf_char(&a->text, kept_open[--kept_depth]);
    a->cut = true;
    return jsontape_read(&a->tape, a->text.data, a->text.len, NULL) == 0;
}

static uint32_t find_cases(const struct jsontape *t)
{
    if (jsontape_kind(t, 0) == '[')
        return 0;
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++) {
        uint32_t cases = jsontape_get(t, 0, wrappers[i]);
        if (jsontape_kind(t, cases) == '[')
            return cases;
    }
    return JSONTAPE_NONE;
}

int answer_read(struct answer *a, const char *content, struct diag_error *err)
{
    *a = (struct answer){0};
    buf_init(&a->text, CEILING_REPLY);
    jsontape_init(&a->tape);
    const char *text = content;
    size_t len = strlen(content);
    trim(&text, &len);
    strip_fence(&text, &len);
    trim(&text, &len);
    bool json = read_text(a, text, len) || read_inner(a, text, len) || read_cut(a, text, len);
    a->cases = json ? find_cases(&a->tape) : JSONTAPE_NONE;
    if (a->cases != JSONTAPE_NONE)
        return 0;
    answer_free(a);
    return diag_fail(err,
                     json ? "the answer is JSON, but no list of cases" : "the answer is not JSON");
}

void answer_free(struct answer *a)
{
    jsontape_free(&a->tape);
    buf_free(&a->text);
}
