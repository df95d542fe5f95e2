#include "schema/validate.h"

#include "ceiling.h"
#include "schema/apply.h"
#include "schema/assert.h"

/* Schemas applied in one validation: branches within branches can double at every level. */
#define STEPS 200000
/* Schemas within schemas: nesting of the instance, and of allOf and references at each place. */
#define DEPTH (2 * CEILING_DEPTH)

static enum schema_verdict check_keywords(struct schema_run *r, uint32_t schema, uint32_t at,
                                          const struct schema_path *path)
{
    const struct jsontape *t = r->view->tape;
    const struct schema_place place = {schema, at, path};
    const struct schema_spot spot = {r->view, r->tape, at, r->request};
    const bool older_ref = r->view->older && jsontape_get(t, schema, "$ref") != JSONTAPE_NONE;
    enum schema_verdict verdict = SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(t, schema);
    while (jsontape_step(t, &w)) {
        size_t len = 0;
        const char *key = jsontape_raw(t, w.key, &len);
        const struct schema_applicator *apply = schema_apply_find(key + 1, len - 2);
        if (older_ref && !jsontape_is(t, w.key, "$ref"))
            continue;
        if (apply != NULL) {
            verdict = schema_verdict_and(verdict, apply->apply(r, &place, w.value));
            continue;
        }
        const struct schema_assertion *assertion = schema_assert_find(key + 1, len - 2);
        if (assertion == NULL)
            continue;
        enum schema_verdict own = assertion->test(&spot, assertion, schema, w.value);
        if (own == SCHEMA_INVALID)
            schema_report_add(r->report, path, assertion->name);
        verdict = schema_verdict_and(verdict, own);
    }
    return verdict;
}

/* Whether a schema is being applied to this very instance already: there is no end to it. */
static bool goes_round(const struct schema_run *r, uint32_t schema, uint32_t at)
{
    for (const struct schema_frame *f = r->frame; f != NULL && f->at == at; f = f->outer)
        if (f->schema == schema)
            return true;
    return false;
}

static enum schema_verdict check(struct schema_run *r, uint32_t schema, uint32_t at,
                                 const struct schema_path *path)
{
    char kind = jsontape_kind(r->view->tape, schema);
    if (kind == 'f') {
        schema_report_add(r->report, path, "false");
        return SCHEMA_INVALID;
    }
    if (kind != '{')
        return SCHEMA_VALID;
    if (++r->steps > STEPS || r->depth >= DEPTH || !schema_view_step(r->view) ||
        goes_round(r, schema, at))
        return SCHEMA_UNKNOWN;
    const struct schema_frame frame = {r->frame, schema, at};
    r->frame = &frame;
    r->depth++;
    enum schema_verdict verdict = check_keywords(r, schema, at, path);
    r->depth--;
    r->frame = frame.outer;
    return verdict;
}

enum schema_verdict schema_validate(const struct schema_view *v, uint32_t schema,
                                    const struct jsontape *tape, uint32_t instance, bool request,
                                    struct schema_report *report)
{
    struct schema_run r = {v, tape, request, report, check, 0, 0, NULL};
    if (report != NULL)
        report->failures = 0;
    return check(&r, schema, instance, NULL);
}

enum schema_verdict schema_validate_text(const struct schema_view *v, uint32_t schema,
                                         const char *text, size_t len, bool request,
                                         struct schema_report *report)
{
    struct jsontape tape;
    jsontape_init(&tape);
    enum schema_verdict verdict = SCHEMA_INVALID;
    if (report != NULL)
        report->failures = 0;
    if (jsontape_read(&tape, text, len, NULL) == 0)
        verdict = schema_validate(v, schema, &tape, 0, request, report);
    jsontape_free(&tape);
    return verdict;
}

enum schema_verdict schema_validate_merge(const struct schema_merge *m, const char *text,
                                          size_t len, bool request)
{
    struct jsontape tape;
    jsontape_init(&tape);
    enum schema_verdict verdict = SCHEMA_INVALID;
    if (!m->never && jsontape_read(&tape, text, len, NULL) == 0)
        verdict = m->cut ? SCHEMA_UNKNOWN : SCHEMA_VALID;
    for (size_t i = 0; i < m->roots && verdict != SCHEMA_INVALID; i++)
        verdict = schema_verdict_and(verdict,
                                     schema_validate(m->view, m->root[i], &tape, 0, request, NULL));
    jsontape_free(&tape);
    return verdict;
}
