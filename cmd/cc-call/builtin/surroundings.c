#include "surroundings.h"

#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "schema/validate.h"
#include "testcase/credential.h"
#include "testcase/media.h"
#include "testcase/sending.h"

static bool documents(const struct request *q, const char *status)
{
    return jsontape_get(&q->record->tape, record_get(q->record, "responses"), status) !=
           JSONTAPE_NONE;
}

/* Whether a part may have a value, as JSON. */
static bool may_be(const struct request *q, size_t part, const char *value)
{
    uint32_t schema = q->part[part].schema;
    return schema == JSONTAPE_NONE ||
           schema_validate_text(&q->view, schema, value, strlen(value), true, NULL) == SCHEMA_VALID;
}

/* None, one of the wrong form, which any server can tell, and one that is of nobody, which only this one can. */
static void gather_credentials(struct candidate_list *l, const struct request *q)
{
    struct candidate c = {.technique = "auth_missing",
                          .keyword = "security",
                          .in = "auth",
                          .violates = true,
                          .proven = true,
                          .part = q->parts};
    if (!credential_needed(q->record))
        return;
    candidate_add(l, c, NULL);
    c.technique = "auth_malformed";
    c.credential = credential_malformed(q->record);
    if (c.credential != NULL)
        candidate_add(l, c, NULL);
    c.proven = false;
    c.credential = credential_unknown(q->record);
    if (c.credential != NULL)
        candidate_add(l, c, NULL);
}

/* The last part of the path, with a value of its kind that nothing has. */
static void gather_unknown(struct candidate_list *l, const struct request *q)
{
    static const char *const values[] = {"999999999",
                                         "\"00000000-0000-4000-8000-000000000000\"",
                                         "\"does-not-exist\"",
                                         "\"doesnotexist\"",
                                         "999",
                                         "9"};
    size_t last = q->parts;
    for (size_t i = 0; i < q->parts; i++)
        if (q->part[i].in == REQUEST_PATH)
            last = i;
    if (last == q->parts || !(documents(q, "404") || documents(q, "4XX")))
        return;
    const struct candidate c = {.technique = "unknown_resource",
                                .keyword = "",
                                .in = "state",
                                .violates = true,
                                .part = last};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (may_be(q, last, values[i])) {
            candidate_add_value(l, c, values[i], strlen(values[i]));
            return;
        }
}

static void gather_media(struct candidate_list *l, const struct request *q, size_t body)
{
    static const char *const others[] = {"text/plain", "application/xml",
                                         "application/octet-stream", "application/json"};
    for (size_t i = 0; i < sizeof others / sizeof *others && q->part[body].plain != NULL; i++) {
        uint32_t entry;
        if (sending_is_listed(q->record, others[i], &entry))
            continue;
        const struct candidate c = {.technique = "media_type",
                                    .keyword = "content",
                                    .in = "media",
                                    .violates = true,
                                    .proven = true,
                                    .part = body,
                                    .content_type = others[i]};
        candidate_add_value(l, c, q->part[body].plain, strlen(q->part[body].plain));
        break;
    }
}

/* A JSON text without its end. */
static void gather_malformed(struct candidate_list *l, const struct request *q, size_t body)
{
    const struct candidate c = {
        .technique = "malformed_body", .keyword = "", .violates = true, .part = body, .raw = true};
    const char *plain = q->part[body].plain;
    if (q->content_type == NULL || media_of(q->content_type) != MEDIA_JSON)
        return;
    if (plain != NULL && strchr("{[\"", plain[0]) != NULL)
        candidate_add_value(l, c, plain, strlen(plain) - 1);
    else
        candidate_add_value(l, c, "{", 1);
}

/* TRACE: hardly any description has it, and a server should not answer it.  That the path has none under
 * another operation the record cannot show. */
static void gather_method(struct candidate_list *l, const struct request *q)
{
    if (!jsontape_is(&q->record->tape, record_get(q->record, "method"), "TRACE"))
        candidate_add(l,
                      (struct candidate){.technique = "method_not_allowed",
                                         .keyword = "",
                                         .in = "method",
                                         .violates = true,
                                         .part = q->parts,
                                         .method = "TRACE"},
                      NULL);
}

static bool is_among(const char *name, const char *const *names)
{
    while (*names != NULL && strcasecmp(name, *names) != 0)
        names++;
    return *names != NULL;
}

/* A page far behind the last, and pages of one. */
static void gather_pages(struct candidate_list *l, const struct request *q, size_t part)
{
    static const char *const starts[] = {"page",   "page_number",  "pageNumber", "page_no",
                                         "pageNo", "page[number]", "offset",     "skip",
                                         "start",  "start_index",  "startIndex", NULL};
    static const char *const sizes[] = {
        "limit", "per_page",    "perPage",    "page_size", "pageSize", "pagesize", "page[size]",
        "size",  "max_results", "maxResults", "count",     "top",      NULL};
    static const char *const far[] = {"1000000", "100000", "10000", "1000", "100", NULL};
    const struct request_part *p = &q->part[part];
    struct candidate c = {.technique = "pagination", .part = part};
    if (p->in != REQUEST_QUERY || p->schema == JSONTAPE_NONE)
        return;
    if (is_among(p->name, sizes) && may_be(q, part, "1")) {
        c.keyword = "size";
        candidate_add_value(l, c, "1", 1);
    }
    for (size_t i = 0; far[i] != NULL && is_among(p->name, starts); i++)
        if (may_be(q, part, far[i])) {
            c.keyword = "page";
            candidate_add_value(l, c, far[i], strlen(far[i]));
            return;
        }
}

static bool is_method(const struct request *q, const char *method)
{
    return jsontape_is(&q->record->tape, record_get(q->record, "method"), method);
}

/* The same request twice, where that must come to one: by the method, or by a key that is sent for it. */
static void gather_again(struct candidate_list *l, const struct request *q)
{
    struct candidate c = {
        .technique = "idempotency", .keyword = "", .part = q->parts, .again = true};
    for (size_t i = 0; i < q->parts; i++) {
        const struct request_part *p = &q->part[i];
        if (p->in != REQUEST_HEADER || strcasestr(p->name, "idempoten") == NULL || p->plain == NULL)
            continue;
        c.part = i;
        candidate_add_value(l, c, p->plain, strlen(p->plain));
        return;
    }
    if (is_method(q, "PUT"))
        candidate_add(l, c, NULL);
}

void surroundings_gather(struct candidate_list *l, const struct request *q)
{
    gather_credentials(l, q);
    gather_unknown(l, q);
    gather_method(l, q);
    gather_again(l, q);
    for (size_t i = 0; i < q->parts; i++) {
        if (is_method(q, "GET"))
            gather_pages(l, q, i);
        if (q->part[i].in == REQUEST_BODY) {
            gather_media(l, q, i);
            gather_malformed(l, q, i);
        }
    }
}
