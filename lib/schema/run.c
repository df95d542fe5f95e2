#include "schema/run.h"

#include <string.h>

#include "ceiling.h"

bool schema_run_spend(struct schema_run *r, size_t steps)
{
    r->steps += schema_view_step(r->view) ? steps : SCHEMA_RUN_STEPS + 1;
    return r->steps <= SCHEMA_RUN_STEPS;
}

enum schema_verdict schema_run_fail_member(struct schema_run *r, const char *keyword, uint32_t rule,
                                           const struct schema_place *p, const struct jsontape *t,
                                           uint32_t member)
{
    if (r->report == NULL || r->quiet)
        return SCHEMA_INVALID;
    struct schema_finding f = {.path = p->path, .keyword = keyword, .rule = rule};
    f.value = jsontape_raw(r->tape, p->at, &f.value_len);
    if (t != NULL)
        f.member = jsontape_raw(t, member, &f.member_len);
    schema_report_add(r->report, &f);
    return SCHEMA_INVALID;
}

enum schema_verdict schema_run_fail(struct schema_run *r, const struct schema_rule *rule,
                                    const struct schema_place *p)
{
    return schema_run_fail_member(r, rule->keyword->name, rule->value, p, NULL, JSONTAPE_NONE);
}

enum schema_verdict schema_run_test(struct schema_run *r, const struct schema_rule *rule,
                                    const struct schema_place *p, bool holds)
{
    return holds ? SCHEMA_VALID : schema_run_fail(r, rule, p);
}

enum schema_verdict schema_run_doubt(struct schema_run *r, uint32_t rule,
                                     const struct schema_path *path, const char *why)
{
    if (r->report != NULL)
        schema_report_add_doubt(r->report, path, rule, why);
    return SCHEMA_UNKNOWN;
}

enum schema_verdict schema_run_quietly(struct schema_run *r, uint32_t schema,
                                       const struct schema_place *p, struct schema_marks *marks)
{
    const bool quiet = r->quiet;
    r->quiet = true;
    enum schema_verdict verdict = r->check(r, schema, p->at, p->path, marks);
    r->quiet = quiet;
    return verdict;
}

const char *schema_run_decode(const struct jsontape *t, uint32_t n, struct buf *spare, size_t *len)
{
    size_t raw_len = 0;
    const char *raw = jsontape_raw(t, n, &raw_len);
    if (memchr(raw, '\\', raw_len) == NULL) {
        *len = raw_len - 2;
        return raw + 1;
    }
    if (spare->data == NULL)
        buf_init(spare, CEILING_LINE);
    buf_reset(spare);
    jsontape_string(t, n, spare);
    *len = spare->len;
    return spare->data;
}

void schema_run_mark(const struct schema_place *p, size_t index, enum schema_mark mark)
{
    if (p->marks != NULL && index < p->marks->count && p->marks->mark[index] < mark)
        p->marks->mark[index] = (unsigned char)mark;
}

void schema_run_mark_all(struct schema_marks *marks)
{
    for (size_t i = 0; marks != NULL && i < marks->count; i++)
        marks->mark[i] = marks->mark[i] == SCHEMA_UNSEEN ? SCHEMA_MAYBE : marks->mark[i];
}
