#include "settle.h"

#include <string.h>

#include "answer/answer.h"
#include "ceiling.h"
#include "verify.h"

/* The attempt counts as what the checking made of it. */
static bool settle_cases(struct job *j, struct reply *r, const struct answer *answer,
                         struct buf *line, struct buf *rejected)
{
    struct verify v;
    bool cut = answer->cut || strcmp(r->finish, "length") == 0;
    verify_answer(&v, &j->record, answer, j->provider->name);
    if (v.accepted == 0)
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "none of the %zu cases of the answer holds",
                   v.refused);
    if (v.refused > 0)
        buf_add(rejected, v.rejected.data, v.rejected.len);
    job_attempt(j, r);
    if (v.accepted > 0)
        job_cases_line(j, v.cases.data, v.refused > 0 ? v.rejected.data : NULL, cut, line);
    bool settled = v.accepted > 0;
    verify_free(&v);
    return settled;
}

bool settle_answer(struct job *j, struct reply *r, struct buf *line, struct buf *rejected)
{
    struct answer answer;
    struct diag_error err;
    if (job_is_chat(j)) {
        job_attempt(j, r);
        job_reply_line(j, r, line);
        return true;
    }
    /* A NUL would end the text; JSON has no place for one. */
    for (char *c = r->content.data;
         (c = memchr(c, '\0', r->content.len - (size_t)(c - r->content.data))) != NULL;)
        *c = ' ';
    if (answer_read(&answer, r->content.data, &err) < 0) {
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "%s", err.text);
        job_attempt(j, r);
        return false;
    }
    bool settled = settle_cases(j, r, &answer, line, rejected);
    answer_free(&answer);
    return settled;
}

bool settle_builtin(struct job *j, const struct builtin_options *options, struct reply *r,
                    struct buf *line)
{
    struct buf cases;
    struct diag_error err;
    size_t count = 0;
    buf_init(&cases, CEILING_LINE);
    if (job_is_chat(j))
        reply_fail(r, j->provider, OUTCOME_REQUEST, "builtin answers no messages");
    else if (builtin_cases(&j->record, options, &cases, &count, &err) < 0)
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "%s", err.text);
    else if (count == 0)
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "nothing can be derived from this operation");
    job_attempt(j, r);
    if (r->class == OUTCOME_OK)
        job_cases_line(j, cases.data, NULL, false, line);
    buf_free(&cases);
    return r->class == OUTCOME_OK;
}
