/*
 * cc-call: asks providers for test cases, many calls side by side.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ceiling.h"
#include "check/check.h"
#include "config.h"
#include "diag.h"
#include "filter.h"
#include "flight.h"
#include "httppool.h"
#include "linein.h"
#include "lineout.h"
#include "listing.h"
#include "misspelt.h"
#include "prompt/template.h"
#include "provider.h"
#include "record.h"
#include "rehearse/rehearsal.h"
#include "stopping.h"
#include "ticker.h"
#include "usage.h"

/* What --cases all means to builtin: more than any operation has. */
enum { MOST_CASES = 1000 * 1000 };

/* The command while it runs. */
struct calling {
    struct flight flight;
    struct template own; /* of --prompt */
    struct linein in;
    struct lineout out;
    struct ticker ticker;
    int stop; /* descriptor of stopping_open() */
    bool reading;
    bool interrupted; /* a signal came, and all calls were dropped */
    int code;         /* what it will end with */
};

/* Input ends here, for a reason; what is held is still dealt with. */
static void stop_reading(struct calling *c, int code, const char *why)
{
    if (why != NULL)
        diag_error("%s", why);
    c->reading = false;
    c->code = code > c->code ? code : c->code;
}

static void no_provider(struct calling *c)
{
    struct buf choices;
    buf_init(&choices, CEILING_TEXT);
    provider_choices(c->flight.waiting.lanes.providers, &choices);
    diag_error("stdin:%zu: no provider is named: use -p (or cc-assign before) with one of %s",
               linein_number(&c->in), choices.data);
    buf_free(&choices);
    stop_reading(c, DIAG_USAGE, NULL);
}

static void take_lines(struct calling *c)
{
    char *line;
    size_t len;
    struct record r;
    struct diag_error err;
    while (c->reading && !flight_is_full(&c->flight) && linein_next(&c->in, &line, &len)) {
        if (record_read(&r, line, len, &err) < 0) {
            diag_within(&err, "stdin:%zu", linein_number(&c->in));
            stop_reading(c, DIAG_INPUT, err.text);
        } else if (waiting_add(&c->flight.waiting, &r, &err) < 0) {
            no_provider(c);
        }
    }
    if (linein_ended(&c->in))
        c->reading = false;
}

static void fill(struct calling *c)
{
    struct diag_error err;
    if (linein_fill(&c->in, &err) >= 0)
        return;
    diag_within(&err, "stdin");
    stop_reading(c, c->in.broken ? DIAG_ENVIRONMENT : DIAG_INPUT, err.text);
}

/* One wait, and what it brought.  Returns 0, or -1 when there is no going on. */
static int turn(struct calling *c, struct diag_error *err)
{
    enum { STOP, INPUT, OUTPUT, FDS };
    int timeout = flight_poke(&c->flight);
    bool waiting = lineout_waiting(&c->out) > 0;
    bool hungry = c->reading && !flight_is_full(&c->flight);
    struct httppool_fd fd[FDS] = {
        [STOP] = {.fd = c->interrupted ? -1 : c->stop, .read = true},
        [INPUT] = {.fd = hungry ? c->in.fd : -1, .read = true},
        [OUTPUT] = {.fd = c->out.fd, .write = waiting},
    };
    timeout = ticker_tick(&c->ticker, &c->flight.waiting, !c->reading,
                          timeout >= 0 ? timeout : 60000);
    if (httppool_wait(c->flight.pool, fd, FDS, timeout, err) < 0)
        return -1;
    flight_looked(&c->flight);
    if (fd[OUTPUT].ready && !waiting) {
        /* Nothing was asked of it: its reader has gone, and what would still be paid for is for nobody. */
        c->out.failed = EPIPE;
        return diag_fail(err, "the reader of stdout has gone");
    }
    if (fd[OUTPUT].ready && lineout_push(&c->out, err) < 0)
        return -1;
    if (fd[INPUT].ready)
        fill(c);
    struct httppool_call *call;
    while ((call = httppool_next(c->flight.pool)) != NULL)
        flight_ended(&c->flight, call);
    return 0;
}

static int run(struct calling *c, struct diag_error *err)
{
    c->reading = true;
    for (;;) {
        if (stopping_signal() != 0 && !c->interrupted) {
            c->interrupted = true;
            c->reading = false;
            flight_interrupt(&c->flight);
        }
        if ((c->flight.waiting.paid.failed || c->flight.saving.failed) && !c->flight.draining) {
            stop_reading(c, DIAG_ENVIRONMENT, NULL);
            flight_drain(&c->flight);
        }
        take_lines(c);
        if (!c->reading && flight_is_empty(&c->flight) && lineout_waiting(&c->out) == 0)
            return 0;
        if (turn(c, err) < 0)
            return -1;
    }
}

static void open_lanes(const struct usage *s, const struct config *config, struct lanes *lanes)
{
    struct provider_flags flags = {s->model, (int)s->workers,
                                   s->rehearse != NULL || s->print_config};
    lanes->providers = provider_open(config, flags);
    lanes->slot_path = config_get_own(config, "CASECRAFT_SLOT_DIR", NULL);
}

/* What is wished of cases.  Returns 0, or -1 with err: the prompt cannot be used. */
static int read_wish(const struct usage *s, struct template *own, struct prompt_wish *wish,
                     struct diag_error *err)
{
    if (s->prompt != NULL && template_read(own, s->prompt, err) < 0)
        return -1;
    *wish = (struct prompt_wish){.cases = s->wanted,
                                 .chinese = s->lang != NULL && strcmp(s->lang, "zh") == 0,
                                 .own = s->prompt != NULL ? own : NULL};
    return 0;
}

static int set_up(const struct usage *s, const struct config *config, struct calling *c,
                  struct diag_error *err)
{
    struct flight *f = &c->flight;
    struct waiting *w = &f->waiting;
    bool all = s->cases != NULL && strcmp(s->cases, "all") == 0;
    w->outbox.out = &c->out;
    if (read_wish(s, &c->own, &w->wish, err) < 0)
        return -1;
    w->settle = (struct settle){.wish = &w->wish,
                                .builtin = {.seed = (unsigned long long)s->seed,
                                            .limit = all ? MOST_CASES : (size_t)s->wanted,
                                            .chinese = w->wish.chinese},
                                .with_builtin = s->with_builtin};
    f->random = random_from((uint64_t)s->seed);
    if (s->save != NULL && saving_open(&f->saving, s->save, err) < 0)
        return -1;
    w->provider = s->provider;
    if (s->most >= 0 && budget_open(&w->budget, s->most, s->prices, err) < 0)
        return -1;
    if (w->provider != NULL) {
        const struct provider *p = provider_find(w->lanes.providers, w->provider, err);
        if (p == NULL || !budget_knows(&w->budget, p, err))
            return -1;
    }
    if (w->provider == NULL)
        w->provider = config_get(config, "CASECRAFT_PROVIDER", NULL);
    const char *ledger = s->ledger;
    if (ledger == NULL)
        ledger = config_get_own(config, "CASECRAFT_LEDGER", NULL);
    if (ledger != NULL && paid_open(&w->paid, ledger, s->force, err) < 0)
        return -1;
    if (ticker_open(&c->ticker, (int)s->progress, err) < 0)
        return -1;
    w->outbox.progress.on = c->ticker.fd >= 0;
    f->pool = httppool_open(err);
    return f->pool != NULL ? 0 : -1;
}

static int call(const struct usage *s, const struct config *config, struct calling *c)
{
    struct diag_error err;
    struct waiting *w = &c->flight.waiting;
    if (set_up(s, config, c, &err) < 0 || run(c, &err) < 0) {
        if (c->out.failed != EPIPE)
            diag_error("%s", err.text);
        return DIAG_ENVIRONMENT;
    }
    ticker_end(&c->ticker, w);
    if (c->code == DIAG_OK && stopping_signal() == 0)
        paid_end(&w->paid);
    faults_tell(&w->outbox.faults);
    bool some = c->code == DIAG_OK && s->errors && w->outbox.errors;
    int code = some ? DIAG_SOME : c->code;
    return w->lanes.no_slots && code <= DIAG_SOME ? DIAG_ENVIRONMENT : code;
}

static int check(const struct usage *s, const struct config *config, struct calling *c)
{
    struct check_order order = {s->provider, s->check[0] != '\0', c->stop};
    return check_run(&c->flight.waiting.lanes, config, &order, &c->out);
}

static int rehearse(const struct usage *s, const struct config *config, struct calling *c)
{
    struct diag_error err;
    struct rehearsal r = {.providers = c->flight.waiting.lanes.providers,
                          .provider = s->provider,
                          .prices = s->prices,
                          .most = s->most,
                          .sums = s->rehearse[0] != '\0'};
    if (r.provider == NULL)
        r.provider = config_get(config, "CASECRAFT_PROVIDER", NULL);
    else if (provider_find(r.providers, r.provider, &err) == NULL)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    if (read_wish(s, &c->own, &r.wish, &err) < 0 ||
        (s->save != NULL && saving_open(&r.saving, s->save, &err) < 0))
        return diag_exit(DIAG_ENVIRONMENT, &err);
    return filter_end(&c->out, rehearsal_run(&r, &c->out));
}

static int print_config(const struct usage *s, const struct config *config, struct calling *c)
{
    struct listing l = {.providers = c->flight.waiting.lanes.providers,
                        .config = config,
                        .names = s->provider,
                        .model = s->model,
                        .workers = s->workers > 0};
    return listing_run(&l, &c->out);
}

/* As many connections as workers: up to 1,024 of each provider, which is the usual limit. */
static void raise_descriptors(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

int main(int argc, char **argv)
{
    struct usage usage;
    struct config config;
    struct calling c = {.code = DIAG_OK, .ticker.fd = -1};
    struct diag_error err;
    int code = usage_read(&usage, argc, argv);
    if (code != OPTIONS_GO)
        return code;
    /* Keys are in memory: no core file. */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    raise_descriptors();
    c.stop = stopping_open();
    if (config_load(&config, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    if (usage.provider != NULL || usage.print_config)
        misspelt_tell(&config);
    flight_init(&c.flight);
    linein_init(&c.in, STDIN_FILENO, CEILING_LINE);
    lineout_init(&c.out, STDOUT_FILENO);
    open_lanes(&usage, &config, &c.flight.waiting.lanes);
    code = (usage.check != NULL      ? check
            : usage.print_config     ? print_config
            : usage.rehearse != NULL ? rehearse
                                     : call)(&usage, &config, &c);
    int failed = c.out.failed;
    flight_free(&c.flight);
    httppool_close(c.flight.pool);
    provider_close(c.flight.waiting.lanes.providers);
    linein_free(&c.in);
    lineout_free(&c.out);
    config_free(&config);
    template_free(&c.own);
    ticker_close(&c.ticker);
    if (failed == EPIPE)
        stopping_exit(SIGPIPE);
    if (stopping_signal() != 0)
        stopping_exit(stopping_signal());
    return code;
}
