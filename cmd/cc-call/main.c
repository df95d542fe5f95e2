/*
 * cc-call: asks providers for test cases, many calls side by side.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "builtin/builtin.h"
#include "ceiling.h"
#include "check.h"
#include "config.h"
#include "diag.h"
#include "flight.h"
#include "httppool.h"
#include "linein.h"
#include "lineout.h"
#include "number.h"
#include "options.h"
#include "provider.h"
#include "record.h"
#include "stopping.h"

/* What --cases all means to builtin: more than any operation has. */
enum { MOST_CASES = 1000 * 1000 };

struct settings {
    const char *provider, *model, *cases, *lang, *ledger, *check;
    long long workers, seed;
    long long wanted; /* cases; 0: as many as there are to write */
    bool errors, force;
};

/* The command while it runs. */
struct calling {
    struct flight flight;
    struct linein in;
    struct lineout out;
    int stop; /* descriptor of stopping_open() */
    bool reading;
    bool interrupted; /* a signal came, and all calls were dropped */
    int code;         /* what it will end with */
};

static int parse(struct settings *s, int argc, char **argv, struct options_given *given)
{
    const struct options_row rows[] = {
        {'p', "provider", OPTIONS_TEXT, &s->provider, "NAME",
         "for records that name none ($CASECRAFT_PROVIDER)", 0, 0},
        {0, "model", OPTIONS_TEXT, &s->model, "MODEL", "the model of every provider of this run", 0,
         0},
        {'j', "workers", OPTIONS_NUMBER, &s->workers, "N",
         "calls in flight at once, for each provider of this run", 1, CEILING_WORKERS},
        {0, "ledger", OPTIONS_TEXT, &s->ledger, "FILE",
         "keep answers here first, and ask no twice ($CASECRAFT_LEDGER)", 0, 0},
        {0, "force", OPTIONS_FLAG, &s->force, NULL, "ask anew what the ledger has an answer for", 0,
         0},
        {0, "cases", OPTIONS_TEXT, &s->cases, "N|auto|all",
         "cases wanted for each operation (auto)", 0, 0},
        {0, "lang", OPTIONS_TEXT, &s->lang, "en|zh", "language of a model's cases (en)", 0, 0},
        {0, "seed", OPTIONS_NUMBER, &s->seed, "N", "seed of builtin's values and of back-off (1)",
         0, LLONG_MAX},
        {0, "check", OPTIONS_MAYBE, &s->check, "[=full]",
         "say of each provider, a list in -p, whether it can be called; full: by a small answer", 0,
         0},
        {'e', "errors", OPTIONS_FLAG, &s->errors, NULL, "exit 1 if a record carries an error", 0,
         0},
    };
    const struct options options = {
        .program = "cc-call",
        .usage = "[OPTION]...",
        .purpose = "Asks the provider of each record on stdin for test cases, or for a reply to\n"
                   "the record's own messages, and writes each record with what came of it.",
        .examples =
            "  cc-split spec.yaml | cc-call -p builtin >results.ndjson\n"
            "  echo '{\"id\":\"1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}' |\n"
            "    cc-call -p qwen\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    return options_parse(&options, argc, argv, given);
}

static int check_settings(struct settings *s, const struct options_given *given)
{
    struct diag_error err;
    if (given->operands > 0)
        diag_fail(&err, "records come on stdin; %s is one word too many", given->operand[0]);
    else if (s->cases != NULL && strcmp(s->cases, "auto") != 0 && strcmp(s->cases, "all") != 0 &&
             number_parse(s->cases, 1, 1000, &s->wanted) < 0)
        diag_fail(&err, "--cases takes a number from 1 to 1000, auto or all, not \"%s\"", s->cases);
    else if (s->lang != NULL && strcmp(s->lang, "en") != 0 && strcmp(s->lang, "zh") != 0)
        diag_fail(&err, "--lang takes en or zh, not \"%s\"", s->lang);
    else if (s->check != NULL && s->check[0] != '\0' && strcmp(s->check, "full") != 0)
        diag_fail(&err, "--check takes full or nothing, not \"%s\"", s->check);
    else
        return OPTIONS_GO;
    return diag_exit(DIAG_USAGE, &err);
}

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
    int timeout = flight_poke(&c->flight);
    bool waiting = lineout_waiting(&c->out) > 0;
    bool hungry = c->reading && !flight_is_full(&c->flight);
    struct httppool_fd fd[] = {
        {c->interrupted ? -1 : c->stop, true, false, false},
        {hungry ? c->in.fd : -1, true, false, false},
        {c->out.fd, false, waiting, false},
    };
    if (httppool_wait(c->flight.pool, fd, 3, timeout >= 0 ? timeout : 60000, err) < 0)
        return -1;
    if (fd[2].ready && !waiting) {
        /* Nothing was asked of it: its reader has gone, and what would still be paid for is for nobody. */
        c->out.failed = EPIPE;
        return diag_fail(err, "the reader of stdout has gone");
    }
    if (fd[2].ready && lineout_push(&c->out, err) < 0)
        return -1;
    if (fd[1].ready)
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
        if (c->flight.waiting.paid.failed && !c->flight.draining) {
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

/* A setting that a .env, which comes with cloned repositories, has no say in: it names a place to write to. */
static const char *from_environment(const struct config *config, const char *name)
{
    enum config_source source;
    const char *value = config_get(config, name, &source);
    return source == CONFIG_ENVIRONMENT ? value : NULL;
}

static void open_lanes(const struct settings *s, const struct config *config, struct lanes *lanes)
{
    struct provider_flags flags = {s->model, (int)s->workers};
    lanes->providers = provider_open(config, flags);
    lanes->slot_path = from_environment(config, "CASECRAFT_SLOT_DIR");
}

static int set_up(const struct settings *s, const struct config *config, struct calling *c,
                  struct diag_error *err)
{
    struct flight *f = &c->flight;
    struct waiting *w = &f->waiting;
    bool all = s->cases != NULL && strcmp(s->cases, "all") == 0;
    w->outbox.out = &c->out;
    w->wish = (struct prompt_wish){s->wanted, s->lang != NULL && strcmp(s->lang, "zh") == 0};
    f->builtin = (struct builtin_options){.seed = (unsigned long long)s->seed,
                                          .limit = all ? MOST_CASES : (size_t)s->wanted};
    f->random = random_from((uint64_t)s->seed);
    w->provider = s->provider;
    if (w->provider != NULL && provider_find(w->lanes.providers, w->provider, err) == NULL)
        return -1;
    if (w->provider == NULL)
        w->provider = config_get(config, "CASECRAFT_PROVIDER", NULL);
    const char *ledger = s->ledger;
    if (ledger == NULL)
        ledger = from_environment(config, "CASECRAFT_LEDGER");
    if (ledger != NULL && paid_open(&w->paid, ledger, s->force, err) < 0)
        return -1;
    f->pool = httppool_open(err);
    return f->pool != NULL ? 0 : -1;
}

static int call(const struct settings *s, const struct config *config, struct calling *c)
{
    struct diag_error err;
    const struct waiting *w = &c->flight.waiting;
    if (set_up(s, config, c, &err) < 0 || run(c, &err) < 0) {
        if (c->out.failed != EPIPE)
            diag_error("%s", err.text);
        return DIAG_ENVIRONMENT;
    }
    faults_tell(&w->outbox.faults);
    bool some = c->code == DIAG_OK && s->errors && w->outbox.errors;
    int code = some ? DIAG_SOME : c->code;
    return w->lanes.no_slots && code <= DIAG_SOME ? DIAG_ENVIRONMENT : code;
}

static int check(const struct settings *s, const struct config *config, struct calling *c)
{
    struct check_order order = {s->provider, s->check[0] != '\0', c->stop};
    return check_run(&c->flight.waiting.lanes, config, &order, &c->out);
}

int main(int argc, char **argv)
{
    struct settings settings = {.seed = 1};
    struct options_given given;
    struct config config;
    struct calling c = {.code = DIAG_OK};
    struct diag_error err;
    int code = parse(&settings, argc, argv, &given);
    if (code == OPTIONS_GO && (code = check_settings(&settings, &given)) != OPTIONS_GO)
        options_given_free(&given);
    if (code != OPTIONS_GO)
        return code;
    /* Keys are in memory: no core file.  A ledger that may not grow is an error, not the end. */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(SIGXFSZ, SIG_IGN);
    c.stop = stopping_open();
    if (config_load(&config, &err) < 0) {
        options_given_free(&given);
        return diag_exit(DIAG_ENVIRONMENT, &err);
    }
    flight_init(&c.flight);
    linein_init(&c.in, STDIN_FILENO, CEILING_LINE);
    lineout_init(&c.out, STDOUT_FILENO);
    open_lanes(&settings, &config, &c.flight.waiting.lanes);
    code = (settings.check != NULL ? check : call)(&settings, &config, &c);
    int failed = c.out.failed;
    flight_free(&c.flight);
    httppool_close(c.flight.pool);
    provider_close(c.flight.waiting.lanes.providers);
    linein_free(&c.in);
    lineout_free(&c.out);
    config_free(&config);
    options_given_free(&given);
    if (failed == EPIPE)
        stopping_exit(SIGPIPE);
    if (stopping_signal() != 0)
        stopping_exit(stopping_signal());
    return code;
}
