#include "cases.h"

#include <stdbool.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"

/* A member for each {x} of the path.  Returns how many. */
static int add_path_params(struct jsonwrite *w, const char *path, const char *value)
{
    int count = 0;
    jsonwrite_key(w, "path_params");
    jsonwrite_open(w, '{');
    for (const char *open = strchr(path, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t len = strcspn(open + 1, "{}");
        if (open[1 + len] != '}')
            continue;
        jsonwrite_key_bytes(w, open + 1, len);
        jsonwrite_text(w, value);
        count++;
    }
    jsonwrite_close(w, '}');
    return count;
}

/* What only a case of another method says: it holds whatever the operation asks for. */
static void add_violation(struct jsonwrite *w)
{
    jsonwrite_key(w, "violates");
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "in", "method");
    jsonwrite_close(w, '}');
}

static void add_case(struct jsonwrite *w, const char *method, const char *path, long long number)
{
    bool positive = number % 2 == 1;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    buf_format(&text, "%s %s answers %s, case %lld", method, path, positive ? "200" : "405",
               number);
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "name", text.data);
    jsonwrite_member(w, "test_type", positive ? "positive" : "negative");
    jsonwrite_member(w, "technique", positive ? "happy_required" : "method_not_allowed");
    jsonwrite_member(w, "method", positive ? method : "TRACE");
    jsonwrite_member(w, "path", path);
    buf_reset(&text);
    buf_format(&text, "%lld", number);
    if (add_path_params(w, path, text.data) == 0 && number > 1) {
        jsonwrite_key(w, "headers");
        jsonwrite_open(w, '{');
        jsonwrite_member(w, "X-Case", text.data);
        jsonwrite_close(w, '}');
    }
    jsonwrite_member_int(w, "status", positive ? 200 : 405);
    jsonwrite_member(w, "priority", positive ? "P0" : "P1");
    if (!positive)
        add_violation(w);
    jsonwrite_close(w, '}');
    buf_free(&text);
}

void cases_write(const char *method, const char *path, long long count, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "cases");
    jsonwrite_open(&w, '[');
    for (long long number = 1; number <= count; number++)
        add_case(&w, method, path, number);
    jsonwrite_close(&w, ']');
    jsonwrite_close(&w, '}');
}
