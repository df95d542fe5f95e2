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

static void write_status(const struct record *r, int status, const char *in, const char *or_in,
                         bool documented, struct jsonwrite *w)
{
    char text[16];
    jsonwrite_member_int(w, "status", status);
    if (in != NULL) {
        jsonwrite_key(w, "status_in");
        jsonwrite_open(w, '[');
        jsonwrite_text(w, in);
        if (or_in != NULL)
            jsonwrite_text(w, or_in);
        jsonwrite_close(w, ']');
    }
    jsonwrite_key(w, "documented");
    jsonwrite_bool(w, documented);
    snprintf(text, sizeof text, "%d", status);
    uint32_t answer = response(r, text);
    write_schema(r, answer == JSONTAPE_NONE && in != NULL ? response(r, in) : answer, w);
}

/* borne: a refusal will do as well. */
static void write_accepted(const struct record *r, bool borne, struct jsonwrite *w)
{
    int status = lowest(r, '2');
    if (status == 0 && response(r, "2XX") == JSONTAPE_NONE)
        status = lowest(r, '3');
    if (status != 0)
        write_status(r, status, borne ? status < 300 ? "2XX" : "3XX" : NULL, borne ? "4XX" : NULL,
                     true, w);
    else
        write_status(r, 200, "2XX", borne ? "4XX" : NULL, response(r, "2XX") != JSONTAPE_NONE, w);
}

void expect_write(const struct record *r, enum expect what, struct jsonwrite *w)
{
    static const struct {
        int status, other;
        const char *first, *second;
    } wanted[] = {
        [EXPECT_REFUSED] = {400, 422, "400", "422"}, [EXPECT_STOPPED] = {401, 403, "401", "403"},
        [EXPECT_UNKNOWN] = {404, 410, "404", "410"}, [EXPECT_METHOD] = {405, 501, "405", "501"},
        [EXPECT_MEDIA] = {415, 400, "415", "400"},   [EXPECT_IGNORED] = {400, 422, "400", "422"},
    };
    if (what == EXPECT_ACCEPTED || what == EXPECT_BORNE) {
        write_accepted(r, what == EXPECT_BORNE, w);
        return;
    }
    const char *first = wanted[what].first, *second = wanted[what].second;
    const bool has_first = response(r, first) != JSONTAPE_NONE;
    const bool has_second = response(r, second) != JSONTAPE_NONE;
    const int status = has_second && !has_first ? wanted[what].other : wanted[what].status;
    const bool known = has_first || has_second || response(r, "4XX") != JSONTAPE_NONE;
    if (what == EXPECT_IGNORED)
        write_status(r, status, "4XX", "2XX", known, w);
    else if ((has_first && has_second) || (what == EXPECT_MEDIA && has_second))
        write_status(r, wanted[what].status, first, second, true, w);
    else if (has_first || has_second)
        write_status(r, status, NULL, NULL, true, w);
    else
        write_status(r, status, "4XX", NULL, known, w);
}
