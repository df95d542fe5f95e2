#include "expect.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static uint32_t response(const struct record *r, const char *status)
{
    const struct jsontape *t = &r->tape;
    struct jsontape_walk w = jsontape_walk(t, record_get(r, "responses"));
    while (jsontape_step(t, &w)) {
        size_t len = 0;
        const char *key = jsontape_raw(t, w.key, &len);
        if (len == strlen(status) + 2 && strncasecmp(key + 1, status, len - 2) == 0)
            return w.value;
    }
    return JSONTAPE_NONE;
}

/* The lowest documented status of a class, or 0. */
static int lowest(const struct record *r, char class)
{
    const struct jsontape *t = &r->tape;
    int found = 0;
    struct jsontape_walk w = jsontape_walk(t, record_get(r, "responses"));
    while (jsontape_step(t, &w)) {
        size_t len = 0;
        const char *key = jsontape_raw(t, w.key, &len);
        if (len != 5 || key[1] != class || !isdigit((unsigned char)key[2]) ||
            !isdigit((unsigned char)key[3]))
            continue;
        int status = (key[1] - '0') * 100 + (key[2] - '0') * 10 + (key[3] - '0');
        if (found == 0 || status < found)
            found = status;
    }
    return found;
}

/* The reference of a response's schema, where it is one. */
static uint32_t schema_of(const struct record *r, uint32_t answer)
{
    const struct jsontape *t = &r->tape;
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, answer, "content"));
    while (jsontape_step(t, &w)) {
        uint32_t ref = jsontape_get(t, jsontape_get(t, w.value, "schema"), "$ref");
        if (jsontape_kind(t, ref) == '"')
            return ref;
    }
    return JSONTAPE_NONE;
}

static void write_schema(const struct record *r, uint32_t answer, struct jsonwrite *w)
{
    size_t len = 0;
    uint32_t ref = schema_of(r, answer == JSONTAPE_NONE ? response(r, "default") : answer);
    if (ref == JSONTAPE_NONE)
        return;
    const char *raw = jsontape_raw(&r->tape, ref, &len);
    jsonwrite_key(w, "resp_schema");
    jsonwrite_raw(w, raw, len);
}

/* in: a list that ends with NULL, of all that will do; NULL: the status alone. */
static int write_status(const struct record *r, int status, const char *const *in, bool documented,
                        struct jsonwrite *w)
{
    char text[16];
    jsonwrite_member_int(w, "status", status);
    if (in != NULL) {
        jsonwrite_key(w, "status_in");
        jsonwrite_open(w, '[');
        for (const char *const *one = in; *one != NULL; one++)
            jsonwrite_text(w, *one);
        jsonwrite_close(w, ']');
    }
    jsonwrite_key(w, "documented");
    jsonwrite_bool(w, documented);
    snprintf(text, sizeof text, "%d", status);
    uint32_t answer = response(r, text);
    write_schema(r, answer == JSONTAPE_NONE && in != NULL ? response(r, in[0]) : answer, w);
    return status;
}

/* borne: a refusal will do as well. */
static int write_accepted(const struct record *r, bool borne, struct jsonwrite *w)
{
    int status = lowest(r, '2');
    if (status == 0 && response(r, "2XX") == JSONTAPE_NONE)
        status = lowest(r, '3');
    const char *const in[] = {status < 300 ? "2XX" : "3XX", borne ? "4XX" : NULL, NULL};
    if (status != 0)
        return write_status(r, status, borne ? in : NULL, true, w);
    return write_status(r, 200, in, response(r, "2XX") != JSONTAPE_NONE, w);
}

/* The pair of statuses that stand for the same refusal, the usual one first. */
static const struct pair {
    int status, other;
    const char *first, *second;
} pairs[] = {
    [EXPECT_REFUSED] = {400, 422, "400", "422"}, [EXPECT_STOPPED] = {401, 403, "401", "403"},
    [EXPECT_UNKNOWN] = {404, 410, "404", "410"}, [EXPECT_METHOD] = {405, 501, "405", "501"},
    [EXPECT_MEDIA] = {415, 400, "415", "400"},   [EXPECT_IGNORED] = {400, 422, "400", "422"},
};

static int write_expected(const struct record *r, enum expect what, struct jsonwrite *w)
{
    static const char *const refused[] = {"4XX", NULL}, *const ignored[] = {"4XX", "2XX", NULL};
    if (what == EXPECT_ACCEPTED || what == EXPECT_BORNE)
        return write_accepted(r, what == EXPECT_BORNE, w);
    const struct pair *p = &pairs[what];
    const char *const both[] = {p->first, p->second, NULL};
    const bool has_first = response(r, p->first) != JSONTAPE_NONE;
    const bool has_second = response(r, p->second) != JSONTAPE_NONE;
    const int status = has_second && !has_first ? p->other : p->status;
    const bool known = has_first || has_second || response(r, "4XX") != JSONTAPE_NONE;
    if (what == EXPECT_IGNORED)
        return write_status(r, status, ignored, known, w);
    if ((has_first && has_second) || (what == EXPECT_MEDIA && has_second))
        return write_status(r, p->status, both, true, w);
    return write_status(r, status, has_first || has_second ? NULL : refused, known, w);
}

void expect_write(const struct record *r, enum expect what, struct jsonwrite *w)
{
    write_expected(r, what, w);
}

bool expect_is_documented(const struct record *r, int status)
{
    char text[16];
    snprintf(text, sizeof text, "%d", status);
    return response(r, text) != JSONTAPE_NONE;
}

enum expect expect_of(int status)
{
    for (enum expect what = EXPECT_REFUSED; what <= EXPECT_MEDIA; what++)
        if (status == pairs[what].status || status == pairs[what].other)
            return what;
    return EXPECT_CLASS;
}

/* A status that nobody documented, with its class. */
static int write_class(const struct record *r, int status, struct jsonwrite *w)
{
    const char class[] = {(char)('0' + status / 100), 'X', 'X', '\0'};
    const char *const in[] = {class, NULL};
    return write_status(r, status, in, response(r, class) != JSONTAPE_NONE, w);
}

/* All documented statuses of a class as status_in. */
static int write_all(const struct record *r, char class, struct jsonwrite *w)
{
    enum { MOST = 16 };
    char text[MOST][16];
    const char *in[MOST + 1] = {NULL};
    const int last = (class - '0') * 100 + 99;
    size_t count = 0;
    for (int status = lowest(r, class); status <= last && count < MOST; status++) {
        if (!expect_is_documented(r, status))
            continue;
        snprintf(text[count], sizeof text[count], "%d", status);
        in[count] = text[count];
        count++;
    }
    return write_status(r, lowest(r, class), count > 1 ? in : NULL, true, w);
}

static int write_accepted_said(const struct record *r, int said, struct jsonwrite *w)
{
    const int status = said >= 200 && said < 400 ? said : 200;
    if (status >= 300 || response(r, "2XX") != JSONTAPE_NONE)
        return write_class(r, status, w);
    if (lowest(r, '2') != 0 || lowest(r, '3') != 0)
        return write_all(r, lowest(r, '2') != 0 ? '2' : '3', w);
    return write_class(r, status, w);
}

int expect_write_said(const struct record *r, enum expect what, int said, struct jsonwrite *w)
{
    const bool success = what == EXPECT_ACCEPTED;
    const bool fits = success ? said >= 200 && said < 400
                              : said / 100 == 4 || (said >= 500 && expect_of(said) == what);
    if (what == EXPECT_IGNORED || what == EXPECT_BORNE)
        return write_expected(r, what, w);
    if (fits && expect_is_documented(r, said))
        return write_status(r, said, NULL, true, w);
    if (success)
        return write_accepted_said(r, said, w);
    if (what == EXPECT_CLASS)
        return write_class(r, said, w);
    if (response(r, pairs[what].first) != JSONTAPE_NONE ||
        response(r, pairs[what].second) != JSONTAPE_NONE)
        return write_expected(r, what, w);
    return write_class(r, fits ? said : pairs[what].status, w);
}
