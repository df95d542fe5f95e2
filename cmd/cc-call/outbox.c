#include "outbox.h"

#include "ceiling.h"
#include "mem.h"

void outbox_init(struct outbox *o)
{
    *o = (struct outbox){0};
    faults_init(&o->faults);
    progress_init(&o->progress);
}

void outbox_free(struct outbox *o)
{
    faults_free(&o->faults);
    progress_free(&o->progress);
}

void outbox_pass(struct outbox *o, struct record *r)
{
    lineout_line(o->out, r->line, r->len);
    o->errors = o->errors || record_has(r, "error");
    progress_pass(&o->progress);
    record_free(r);
}

void outbox_hold(struct outbox *o, const struct job *j)
{
    o->records++;
    o->bytes += j->record.len;
    progress_take(&o->progress, &j->record);
}

/* As an error where the next stage could not read it. */
static void leave(struct outbox *o, struct job *j, struct buf *line, bool failed)
{
    if (buf_over(line) || line->len > CEILING_LINE) {
        buf_reset(line);
        job_error_line(j, OUTCOME_OUTPUT, 0, NULL, "the record got too long for a line", NULL,
                       line);
        failed = true;
    }
    o->errors = o->errors || failed;
    progress_leave(&o->progress, j, failed);
    lineout_line(o->out, line->data, line->len);
    o->records--;
    o->bytes -= j->record.len;
    job_free(j);
}

void outbox_line(struct outbox *o, struct job *j, struct buf *line)
{
    leave(o, j, line, false);
}

/* With the cases of its first answer, where a second one was to come. */
static void leave_with_first(struct outbox *o, struct job *j, const struct reply *r)
{
    struct buf line;
    buf_init(&line, CEILING_LINE * 2);
    job_tell(j, r, -1);
    job_cases_line(j, j->second.cases.data, j->second.rejected.data, j->second.cut, &line);
    outbox_line(o, j, &line);
    buf_free(&line);
}

void outbox_error(struct outbox *o, struct job *j, struct reply *r, const char *rejected)
{
    struct buf line;
    if (j->second.held > 0) {
        leave_with_first(o, j, r);
        return;
    }
    if (rejected == NULL)
        rejected = j->second.rejected.data;
    if (j->second.asked && r->class != OUTCOME_OUTPUT && r->class != OUTCOME_INTERRUPTED)
        second_explain(&j->second, j->provider, r);
    buf_init(&line, CEILING_LINE * 2);
    job_error_line(j, r->class, r->http, r->code, r->message, rejected, &line);
    job_tell(j, r, -1);
    faults_add(&o->faults, j->provider != NULL ? j->provider->name : NULL, r->class, r->message);
    leave(o, j, &line, true);
    buf_free(&line);
}

void outbox_unasked(struct outbox *o, struct job *j, enum outcome_class c, const char *why)
{
    struct reply r;
    reply_init(&r);
    r.class = c;
    r.message = mem_text(why);
    outbox_error(o, j, &r, NULL);
    reply_free(&r);
}

bool outbox_is_full(const struct outbox *o)
{
    return o->records >= CEILING_WINDOW_RECORDS || o->bytes >= CEILING_WINDOW_BYTES ||
           lineout_waiting(o->out) >= CEILING_WINDOW_BYTES;
}
