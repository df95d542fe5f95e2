#include "naming.h"

#include <string.h>
#include <strings.h>

#include "jsonwrite.h"
#include "testcase/casetype.h"

/* Those that decide what a case is come first. */
enum { NAME, STATUS, TYPE, METHOD, PATH, NONE = -1 };

static const struct {
    const char *ours;
    const char *others[7];
} members[] = {
    [NAME] = {"name", {"test_name", "testName", "case_name", "caseName", "title"}},
    [STATUS] = {"status",
                {"expected_status", "expectedStatus", "status_code", "statusCode",
                 "expected_status_code", "expectedStatusCode"}},
    [TYPE] = {"test_type", {"testType", "type"}},
    [METHOD] = {"method", {"http_method", "httpMethod"}},
    [PATH] = {"path", {NULL}},
    {"description", {"desc", "test_description", "testDescription"}},
    {"case_id", {"caseId"}},
    {"body", {"request_body", "requestBody"}},
    {"headers", {"request_headers", "requestHeaders"}},
    {"path_params", {"pathParams", "path_parameters", "pathParameters"}},
    {"query_params", {"queryParams", "query_parameters", "queryParameters", "query"}},
    {"cookies", {NULL}},
    {"content_type", {"contentType"}},
    {"body_text", {"bodyText"}},
    {"violates", {NULL}},
    {"technique", {NULL}},
    {"priority", {NULL}},
    {"status_in", {"statusIn"}},
    {"resp_schema",
     {"expected_response_schema", "expectedResponseSchema", "response_schema", "responseSchema",
      "respSchema"}},
    {"resp_headers", {"expected_headers", "response_headers", "responseHeaders", "respHeaders"}},
    {"resp_content", {"respContent"}},
    {"rules", {NULL}},
    {"preconditions", {"preConditions", "pre_conditions"}},
    {"postconditions", {"postConditions", "post_conditions"}},
    {"remarks", {"remark"}},
};

enum { MEMBERS = sizeof members / sizeof *members };

static bool is_type(const struct jsontape *t, uint32_t value)
{
    size_t len;
    const char *raw = jsontape_raw(t, value, &len);
    for (int i = 0; *raw == '"' && i < CASETYPES; i++) {
        const char *type = casetype_name((enum casetype)i);
        if (len == strlen(type) + 2 && strncasecmp(raw + 1, type, len - 2) == 0)
            return true;
    }
    return false;
}

static bool is_status(const struct jsontape *t, uint32_t value)
{
    size_t len;
    const char *raw = jsontape_raw(t, value, &len);
    const bool quoted = *raw == '"' && len == 5;
    if (!quoted && len != 3)
        return false;
    raw += quoted;
    return raw[0] >= '1' && raw[0] <= '5' && raw[1] >= '0' && raw[1] <= '9' && raw[2] >= '0' &&
           raw[2] <= '9';
}

/* The member that is meant, or NONE; *ours: it is called so. */
static int find(const struct jsontape *t, uint32_t key, uint32_t value, bool *ours)
{
    for (int i = 0; i < MEMBERS; i++) {
        *ours = jsontape_is(t, key, members[i].ours);
        if (*ours)
            return i;
        for (const char *const *other = members[i].others; *other != NULL; other++)
            if (jsontape_is(t, key, *other))
                return i != TYPE || is_type(t, value) ? i : NONE;
    }
    return NONE;
}

bool naming_is_member(const struct jsontape *t, uint32_t key, uint32_t value)
{
    bool ours;
    return find(t, key, value, &ours) != NONE;
}

bool naming_is_case(const struct jsontape *t, uint32_t n)
{
    bool ours, has[MEMBERS] = {false};
    if (jsontape_kind(t, n) != '{')
        return false;
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        int i = find(t, w.key, w.value, &ours);
        if (i != NONE && (i != STATUS || is_status(t, w.value)) &&
            (i != TYPE || is_type(t, w.value)))
            has[i] = true;
    }
    return (has[STATUS] || has[TYPE]) && has[STATUS] + has[TYPE] + has[METHOD] + has[PATH] > 1;
}

bool naming_is_likely(const struct jsontape *t, uint32_t n)
{
    bool ours;
    if (jsontape_kind(t, n) != '{')
        return false;
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        int i = find(t, w.key, w.value, &ours);
        if (i != NONE && i <= PATH)
            return true;
    }
    return false;
}

void naming_write(const struct jsontape *t, uint32_t n, const char *type, struct buf *out)
{
    bool has[MEMBERS] = {false}, ours, other = false;
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    const bool object = jsontape_kind(t, n) == '{';
    bool typed = !object || type == NULL;
    struct jsontape_walk w = jsontape_walk(t, n);
    while (object && jsontape_step(t, &w)) {
        int i = find(t, w.key, w.value, &ours);
        if (i != NONE && ours)
            has[i] = true;
        other = other || (i != NONE && !ours);
        typed = typed || i == TYPE;
    }
    if (!other && typed) {
        buf_add(out, raw, len);
        return;
    }
    struct jsonwrite json = jsonwrite_to(out);
    jsonwrite_open(&json, '{');
    for (w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        int i = find(t, w.key, w.value, &ours);
        const bool rename = i != NONE && !ours && !has[i];
        raw = jsontape_raw(t, w.key, &len);
        if (rename)
            jsonwrite_key(&json, members[i].ours);
        else
            jsonwrite_key_raw(&json, raw, len);
        if (rename)
            has[i] = true;
        raw = jsontape_raw(t, w.value, &len);
        jsonwrite_raw(&json, raw, len);
    }
    if (!typed)
        jsonwrite_member(&json, members[TYPE].ours, type);
    jsonwrite_close(&json, '}');
}
