#include "settle.h"

#include <string.h>

#include "answer/answer.h"
#include "blend.h"
#include "ceiling.h"
#include "verify.h"

/* Whether what this answer is worth may cost one more request. */
static bool may_ask_again(const struct job *j)
{
    return !j->worthless && !j->second.asked && j->provider->max_retries > 0;
}

/* The job's next question is the second one. */
static void begin_second(struct job *j, const struct settle *s, const struct answer *a,
                         const struct verify *v, const struct buf *cases, const char *why)
{
    second_begin(&j->second, &j->record, s->wish, a, v, cases, why);
    j->worthless = true;
    j->keyed = NULL;
    j->tries = 0;
    j->due_ms = 0;
}

static enum settled settle_unread(struct job *j, const struct settle *s, struct reply *r,
                                  const char *why)
{
    struct verify none = {.accepted = 0};
    reply_fail(r, j->provider, OUTCOME_OUTPUT, "%s", why);
    job_attempt(j, r);
    if (!may_ask_again(j))
        return SETTLED_BADLY;
    begin_second(j, s, NULL, &none, NULL, r->message);
    return SETTLED_AGAIN;
}

/* Whether the answer brought anything: a second one that adds no case is none. */
static void judge(const struct job *j, struct reply *r, const struct verify *v)
{
    if (v->accepted > j->second.held)
        return;
    if (v->accepted > 0)
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "the second answer adds no case that holds");
    else
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "none of the %zu cases of %s holds", v->refused,
                   j->second.asked ? "both answers" : "the answer");
}

/* The attempt counts as what the checking made of it. */
static enum settled settle_cases(struct job *j, const struct settle *s, struct reply *r,
                                 const struct answer *answer, struct buf *line,
                                 struct buf *rejected)
{
    struct verify v;
    struct buf blended;
    enum settled settled = SETTLED_WELL;
    verify_answer(&v, &j->record, answer, j->provider->name);
    judge(j, r, &v);
    job_attempt(j, r);
    buf_init(&blended, CEILING_LINE);
    if (v.accepted > 0 && s->with_builtin)
        blend_builtin(&j->record, &s->builtin, &v.cases, &blended);
    const struct buf *cases = blended.len > 0 ? &blended : &v.cases;
    if (v.refused > 0)
        buf_add(rejected, v.rejected.data, v.rejected.len);
    if (may_ask_again(j) && second_is_due(&j->record, s->wish, v.accepted)) {
        begin_second(j, s, answer, &v, v.accepted > 0 ? cases : NULL, r->message);
        settled = SETTLED_AGAIN;
    } else if (v.accepted == 0) {
        settled = SETTLED_BADLY;
    } else {
        job_cases_line(j, cases->data, v.refused > 0 ? v.rejected.data : NULL, answer->cut, line);
    }
    buf_free(&blended);
    verify_free(&v);
    return settled;
}

enum settled settle_answer(struct job *j, const struct settle *s, struct reply *r, struct buf *line,
                           struct buf *rejected)
{
    struct answer answer;
    struct diag_error err;
    if (job_is_chat(j)) {
        job_attempt(j, r);
        job_reply_line(j, r, line);
        return SETTLED_WELL;
    }
    /* A NUL would end the text; JSON has no place for one. */
    for (char *c = r->content.data;
         (c = memchr(c, '\0', r->content.len - (size_t)(c - r->content.data))) != NULL;)
        *c = ' ';
    if (answer_read(&answer, r->content.data, &err) < 0)
        return settle_unread(j, s, r, err.text);
    answer.cut = answer.cut || strcmp(r->finish, "length") == 0;
    second_join(&j->second, &answer);
    enum settled settled = settle_cases(j, s, r, &answer, line, rejected);
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
