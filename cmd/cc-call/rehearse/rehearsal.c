#include "rehearsal.h"

#include <stdlib.h>
#include <string.h>

#include "bill.h"
#include "ceiling.h"
#include "filter.h"
#include "job/estimate.h"
#include "job/job.h"
#include "jsonwrite.h"
#include "sums.h"

struct run {
    struct rehearsal *r;
    struct bill bill;
    struct sums sums;
};

/* Writes the request into the job, as to this provider.  Returns false where nobody is asked: builtin, or a question
 * that is too large. */
static bool ask(const struct run *run, struct job *j, const struct provider *p, struct estimate *e)
{
    struct form form = form_of(p);
    j->provider = p;
    if (p->vendor->protocol == VENDOR_BUILTIN || !job_ask(j, &run->r->wish, &form))
        return false;
    *e = estimate_of(j, &run->r->wish, &run->bill);
    return true;
}

/* Of a record's candidates the one whose call costs most; NULL with err where none is configured. */
static const struct provider *dearest(const struct run *run, struct job *j, struct diag_error *err)
{
    const struct jsontape *t = &j->record.tape;
    const struct provider *found = NULL;
    double most = 0;
    diag_fail(err, "the list of candidates holds no name");
    for (struct jsontape_walk w = jsontape_walk(t, record_get(&j->record, "candidates"));
         jsontape_step(t, &w);) {
        char *name = jsontape_text(t, w.value);
        struct estimate e = {.cost = 0};
        const struct provider *p = name != NULL ? provider_find(run->r->providers, name, err)
                                                : NULL;
        free(name);
        if (p == NULL)
            continue;
        ask(run, j, p, &e);
        if (found == NULL || e.cost > most) {
            found = p;
            most = e.cost;
        }
    }
    return found;
}

/* The provider of the record, one of its candidates, or that of -p; NULL with err where nobody can be asked. */
static const struct provider *find_provider(const struct run *run, struct job *j,
                                            struct diag_error *err)
{
    const char *fault = job_fault(j);
    if (fault != NULL) {
        diag_fail(err, "%s", fault);
        return NULL;
    }
    if (job_is_open(j))
        return dearest(run, j, err);
    char *named = record_text(&j->record, "provider");
    const char *name = named != NULL ? named : run->r->provider;
    const struct provider *p = name != NULL ? provider_find(run->r->providers, name, err) : NULL;
    if (name == NULL)
        diag_fail(err, "no provider is named: use -p, or cc-assign before");
    free(named);
    return p;
}

static void write_estimate(struct jsonwrite *w, const struct estimate *e)
{
    jsonwrite_key(w, "estimate");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "prompt", e->prompt);
    jsonwrite_member_int(w, "completion", e->completion);
    jsonwrite_key(w, "cost");
    if (e->priced) {
        jsonwrite_begin(w);
        buf_format(w->out, "%.6f", e->cost);
    } else {
        jsonwrite_null(w);
    }
    jsonwrite_close(w, '}');
}

static void write_request(struct run *run, struct job *j, const struct provider *p,
                          struct jsonwrite *w)
{
    struct estimate e;
    bool asked = ask(run, j, p, &e);
    sums_add(&run->sums, p, asked ? &e : NULL);
    if (asked)
        saving_write(&run->r->saving, j);
    jsonwrite_member(w, "provider", p->name);
    jsonwrite_member(w, "model", p->model);
    if (asked)
        jsonwrite_member(w, "url", j->exchange.url.data);
    jsonwrite_key(w, "request");
    if (asked) {
        jsonwrite_raw(w, j->exchange.body.data, j->exchange.body.len);
        write_estimate(w, &e);
    } else {
        jsonwrite_null(w);
    }
}

/* err: why nobody is asked about the record, or NULL. */
static void write_nothing(struct run *run, const struct diag_error *err, struct jsonwrite *w)
{
    jsonwrite_key(w, "request");
    jsonwrite_null(w);
    jsonwrite_member(w, "error", err != NULL ? err->text : NULL);
    run->sums.errors += err != NULL;
}

static void write_record(struct run *run, struct record *record, struct jsonwrite *w)
{
    struct diag_error why;
    bool done = record_is_done(record);
    jsonwrite_open(w, '{');
    jsonwrite_key(w, "id");
    jsontape_write(&record->tape, record_get(record, "id"), w);
    struct job *j = job_new(record);
    const struct provider *p = done ? NULL : find_provider(run, j, &why);
    if (p != NULL)
        write_request(run, j, p, w);
    else
        write_nothing(run, done ? NULL : &why, w);
    jsonwrite_close(w, '}');
    job_free(j);
}

static int each(void *state, struct record *record, struct lineout *out, struct diag_error *err)
{
    struct run *run = state;
    struct buf line;
    buf_init(&line, CEILING_LINE * 3);
    struct jsonwrite w = jsonwrite_to(&line);
    write_record(run, record, &w);
    if (!run->r->sums)
        lineout_line(out, line.data, line.len);
    if (run->r->saving.failed)
        diag_fail(err, "the requests cannot be saved in %s", run->r->saving.folder);
    int result = run->r->saving.failed ? -1
                 : buf_over(&line)     ? diag_fail(err, "the request is too long for a line")
                                       : 0;
    buf_free(&line);
    return result;
}

static int judge_cost(const struct run *run, const char *currency)
{
    enum sums_within within = sums_within(&run->sums, run->r->most);
    if (within == SUMS_UNKNOWN)
        diag_error("--max-cost cannot hold: the price of some is not known (--prices names it)");
    else if (within == SUMS_ABOVE)
        diag_error("that is above the %.6g %s of --max-cost", run->r->most, currency);
    else if (run->r->most >= 0)
        diag_note("that is within the %.6g %s of --max-cost", run->r->most, currency);
    return within == SUMS_BELOW ? DIAG_OK : DIAG_SOME;
}

static int conclude(const struct run *run, struct lineout *out)
{
    struct diag_error err;
    const char *currency = bill_currency(&run->bill);
    struct buf line;
    buf_init(&line, CEILING_LINE);
    if (run->r->sums) {
        sums_write(&run->sums, currency, run->r->most, &line);
        lineout_line(out, line.data, line.len);
        /* That it failed is told where the command ends. */
        (void)lineout_flush(out, &err);
    } else {
        sums_tell(&run->sums, currency);
    }
    buf_free(&line);
    return judge_cost(run, currency);
}

int rehearsal_run(struct rehearsal *r, struct lineout *out)
{
    struct run run = {.r = r};
    struct diag_error err;
    if (bill_open(&run.bill, r->prices, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    sums_init(&run.sums);
    const struct filter filter = {.each = each, .state = &run};
    int code = filter_run_files(&filter, NULL, 0, out);
    if (code == DIAG_OK)
        code = conclude(&run, out);
    sums_free(&run.sums);
    bill_close(&run.bill);
    return code;
}
