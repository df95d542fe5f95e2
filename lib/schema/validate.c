#include "schema/validate.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "schema/plan.h"

/* Schemas within schemas: nesting of the instance, and of allOf and references at each place. */
#define DEPTH (2 * CEILING_DEPTH)
/* So much of an instance is one step more for each rule that is applied to it. */
#define NODES 256
#define BYTES 16384
/* Marks that need no memory of their own. */
#define FEW 64

static enum schema_verdict check_rules(struct schema_run *r, const struct schema_plan *plan,
                                       const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    for (size_t i = 0; i < plan->rules && schema_run_goes_on(r, verdict); i++) {
        const struct schema_rule *rule = &plan->rule[i];
        if ((rule->keyword->types & p->type) != 0)
            verdict = schema_verdict_and(verdict, rule->keyword->apply(r, rule, p));
    }
    return verdict;
}

/* As check_rules; what is looked at is marked, and told to outer, if that is there and the schema holds. */
static enum schema_verdict check_marked(struct schema_run *r, const struct schema_plan *plan,
                                        struct schema_place *p, struct schema_marks *outer)
{
    unsigned char few[FEW] = {0};
    struct schema_marks own = {few, 0};
    if (p->type == SCHEMA_OBJECT || p->type == SCHEMA_ARRAY)
        own.count = jsontape_size(r->tape, p->at);
    if (own.count > FEW)
        own.mark = mem_array(own.count, 1);
    p->marks = &own;
    enum schema_verdict verdict = check_rules(r, plan, p);
    p->marks = outer;
    for (size_t i = 0; verdict != SCHEMA_INVALID && i < own.count; i++) {
        const enum schema_mark mark = own.mark[i];
        const enum schema_mark most = verdict == SCHEMA_VALID ? SCHEMA_SEEN : SCHEMA_MAYBE;
        schema_run_mark(p, i, mark < most ? mark : most);
    }
    if (own.mark != few)
        free(own.mark);
    return verdict;
}

/* What it may take to apply a plan: rules look at the whole of a long string or a large object. */
static size_t cost(const struct schema_run *r, const struct schema_plan *plan, uint32_t at)
{
    const struct jsonscan_node *n = &r->tape->node[at];
    const size_t nodes = at < r->tape->count ? n->next - at : 0;
    const size_t bytes = at < r->tape->count ? n->end - n->at : 0;
    return 1 + plan->rules * (nodes / NODES + bytes / BYTES);
}

static enum schema_verdict check(struct schema_run *r, uint32_t schema, uint32_t at,
                                 const struct schema_path *path, struct schema_marks *marks)
{
    const char kind = jsontape_kind(r->view->tape, schema);
    struct schema_place p = {at, 0, path, NULL};
    if (kind == 'f')
        return schema_run_fail_member(r, "false", schema, &p, NULL, JSONTAPE_NONE);
    if (kind != '{')
        return SCHEMA_VALID;
    const struct schema_plan *plan = schema_plan_of(r->view, schema);
    if (r->depth >= DEPTH || !schema_run_spend(r, cost(r, plan, at))) {
        schema_run_mark_all(marks);
        return schema_run_doubt(r, schema, path, "there is too much to check");
    }
    const struct schema_frame frame = {r->frame, schema, at};
    p.type = schema_type_of(r->tape, at);
    r->frame = &frame;
    r->depth++;
    enum schema_verdict verdict = plan->collects || marks != NULL ? check_marked(r, plan, &p, marks)
                                                                  : check_rules(r, plan, &p);
    r->depth--;
    r->frame = frame.outer;
    if (r->steps > SCHEMA_RUN_STEPS && verdict == SCHEMA_VALID)
        return schema_run_doubt(r, schema, path, "there is too much to check");
    return verdict;
}

enum schema_verdict schema_validate(const struct schema_view *v, uint32_t schema,
                                    const struct jsontape *tape, uint32_t instance, bool request,
                                    struct schema_report *report)
{
    struct schema_run r = {
        .view = v, .tape = tape, .request = request, .report = report, .check = check};
    size_t len = 0;
    const char *raw = jsontape_raw(tape, instance, &len);
    r.plain = memchr(raw, '\\', len) == NULL;
    if (report != NULL)
        schema_report_reset(report);
    enum schema_verdict verdict = check(&r, schema, instance, NULL, NULL);
    if (report != NULL && verdict != SCHEMA_UNKNOWN)
        report->doubt.why = NULL;
    return verdict;
}

enum schema_verdict schema_validate_text(const struct schema_view *v, uint32_t schema,
                                         const char *text, size_t len, bool request,
                                         struct schema_report *report)
{
    struct jsontape tape;
    jsontape_init(&tape);
    enum schema_verdict verdict = SCHEMA_INVALID;
    if (report != NULL)
        schema_report_reset(report);
    if (jsontape_read(&tape, text, len, NULL) == 0)
        verdict = schema_validate(v, schema, &tape, 0, request, report);
    jsontape_free(&tape);
    return verdict;
}

enum schema_verdict schema_validate_merge(const struct schema_merge *m, const char *text,
                                          size_t len, bool request)
{
    struct jsontape tape;
    if (m->unjudged)
        return SCHEMA_UNKNOWN;
    jsontape_init(&tape);
    enum schema_verdict verdict = SCHEMA_INVALID;
    if (!m->never && jsontape_read(&tape, text, len, NULL) == 0)
        verdict = m->cut ? SCHEMA_UNKNOWN : SCHEMA_VALID;
    for (size_t i = 0; i < m->roots && verdict != SCHEMA_INVALID; i++)
        verdict = schema_verdict_and(verdict,
                                     schema_validate(m->view, m->root[i], &tape, 0, request, NULL));
    for (size_t i = 0; i < m->bars && verdict != SCHEMA_INVALID; i++)
        verdict = schema_verdict_and(verdict, schema_verdict_not(schema_validate(
                                                  m->view, m->bar[i], &tape, 0, request, NULL)));
    jsontape_free(&tape);
    return verdict;
}
