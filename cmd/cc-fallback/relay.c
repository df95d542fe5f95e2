#include "relay.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "asker.h"
#include "ceiling.h"
#include "held.h"
#include "inside.h"
#include "linein.h"
#include "stopping.h"

enum {
    OUT_BOUND = 256 * 1024, /* bytes that may wait for stdout before reading stops */
    FRUITLESS = 4,          /* children in a row without an answer: the command is given up */
};

struct relay {
    const struct relay_setup *s;
    struct lineout *out;
    struct linein in;
    struct asker asker;
    struct held_queue waiting; /* to be sent */
    struct inside inside;      /* sent, and not answered */
    struct buf line;           /* one that is being made */
    struct diag_error how;     /* what became of the last child */
    bool dry;                  /* what was read of stdin holds no whole line more */
    bool input_over;
    bool stopped;  /* a signal came: nothing more is asked */
    bool given_up; /* the command is of no use: nothing more is asked */
    int code;
};

/* The first real trouble decides; records with errors are the least. */
static void worsen(struct relay *r, int code)
{
    if (r->code <= DIAG_SOME && code > r->code)
        r->code = code;
}

static void emit(struct relay *r, const char *line, size_t len, bool failed)
{
    lineout_line(r->out, line, len);
    if (failed)
        worsen(r, DIAG_SOME);
}

/* The line that was made in r->line. */
static void emit_made(struct relay *r)
{
    emit(r, r->line.data, r->line.len, true);
    buf_reset(&r->line);
}

static bool out_has_room(const struct relay *r)
{
    return lineout_waiting(r->out) <= OUT_BOUND;
}

static bool has_room(const struct relay *r)
{
    return out_has_room(r) && r->waiting.count + r->inside.all.count < CEILING_WINDOW_RECORDS &&
           r->waiting.bytes + r->inside.all.bytes < CEILING_WINDOW_BYTES;
}

static void take_record(struct relay *r, const char *line, size_t len)
{
    struct record record;
    struct diag_error err;
    if (record_read(&record, line, len, &err) < 0) {
        diag_error("stdin:%zu: %s", linein_number(&r->in), err.text);
        worsen(r, DIAG_INPUT);
        r->input_over = true;
        return;
    }
    size_t place = 0;
    char *next = r->stopped ? NULL : chain_next(r->s->chain, &record, &place);
    if (next != NULL && r->given_up) {
        worsen(r, DIAG_ENVIRONMENT);
        free(next);
        next = NULL;
    }
    if (next != NULL)
        held_append(&r->waiting, held_new(&record, next, place));
    else
        emit(r, line, len, chain_failed(&record));
    record_free(&record);
}

static void take_input(struct relay *r)
{
    char *line;
    size_t len;
    r->dry = false;
    while (!r->input_over && has_room(r)) {
        if (linein_next(&r->in, &line, &len)) {
            take_record(r, line, len);
        } else {
            r->dry = true;
            r->input_over = linein_ended(&r->in);
            return;
        }
    }
}

static void read_input(struct relay *r)
{
    struct diag_error err;
    if (linein_fill(&r->in, &err) >= 0)
        return;
    diag_error("stdin: %s", err.text);
    worsen(r, r->in.broken ? DIAG_ENVIRONMENT : DIAG_INPUT);
    r->input_over = true;
}

static void emit_lost(struct relay *r, const struct held *h)
{
    struct diag_error message;
    diag_fail(&message, "%s; the record was given to it twice", r->how.text);
    held_fail(h, message.text, &r->line);
    emit_made(r);
}

static void emit_unasked(struct relay *r, const struct held *h)
{
    held_restore(h, NULL, &r->line);
    emit_made(r);
    if (!r->stopped)
        worsen(r, DIAG_ENVIRONMENT);
}

/* Lets go what is waiting in front and is not going to be asked, as far as stdout has room. */
static void settle(struct relay *r)
{
    struct held *h;
    while ((h = r->waiting.first) != NULL && out_has_room(r)) {
        if (h->lost > 1)
            emit_lost(r, h);
        else if (r->stopped || r->given_up)
            emit_unasked(r, h);
        else
            return;
        held_remove(&r->waiting, h);
        held_free(h);
    }
}

static bool may_ask(const struct relay *r)
{
    return r->waiting.first != NULL && r->waiting.first->lost <= 1 && !r->stopped && !r->given_up;
}

static void start(struct relay *r)
{
    struct diag_error err;
    if (asker_start(&r->asker, &err) == 0)
        return;
    diag_error("%s; records keep the error they have", err.text);
    r->given_up = true;
}

/* broken: what is wrong with its output, or NULL: it has ended. */
static void child_over(struct relay *r, const struct diag_error *broken)
{
    int code = asker_end(&r->asker, broken != NULL, &r->how);
    size_t lost = r->inside.all.count;
    if (broken != NULL)
        diag_fail(&r->how, "%s %s", r->asker.command[0], broken->text);
    if (broken == NULL && (lost == 0 || r->stopped)) {
        if (code > DIAG_SOME && !r->stopped)
            diag_warn(r->asker.answered > 0 ? "%s; every record was answered"
                                            : "%s before it took a record",
                      r->how.text);
    } else {
        diag_warn("%s; records it left unanswered: %zu", r->how.text, lost);
    }
    inside_lose(&r->inside, &r->waiting);
    if (r->asker.fruitless >= FRUITLESS) {
        diag_error("%s; %d in a row gave no answer: nothing more is asked", r->how.text, FRUITLESS);
        r->given_up = true;
    }
}

/* The answer to h, which is no longer inside. */
static void take_answer(struct relay *r, struct held *h, const struct record *answer)
{
    char *next = r->stopped ? NULL : chain_next(r->s->chain, answer, &h->place);
    if (next != NULL) {
        held_again(h, answer, next);
        held_append(&r->waiting, h);
        return;
    }
    if (chain_failed(answer)) {
        held_restore(h, answer, &r->line);
        emit_made(r);
    } else {
        emit(r, answer->line, answer->len, false);
    }
    held_free(h);
}

static int take_line(struct relay *r, const char *line, size_t len, struct diag_error *err)
{
    struct record answer;
    if (record_read(&answer, line, len, err) < 0)
        return diag_within(err, "wrote a line that cannot be used");
    struct held *h = inside_answered(&r->inside, &answer);
    if (h != NULL) {
        r->asker.answered++;
        take_answer(r, h, &answer);
    } else {
        char *id = record_text(&answer, "id");
        diag_fail(err, "answered a record it was not given, id \"%s\"", id);
        free(id);
    }
    record_free(&answer);
    return h != NULL ? 0 : -1;
}

static void read_answers(struct relay *r)
{
    struct diag_error err;
    char *line;
    size_t len;
    int got = linein_fill(&r->asker.answers, &err);
    if (got < 0)
        diag_within(&err, "wrote what cannot be read");
    while (got > 0 && linein_next(&r->asker.answers, &line, &len))
        got = take_line(r, line, len, &err) < 0 ? -1 : 1;
    if (got < 0)
        child_over(r, &err);
    else if (linein_ended(&r->asker.answers))
        child_over(r, NULL);
}

static bool is_writing(const struct relay *r)
{
    return r->asker.question.len > 0;
}

/* Writes to the child: more of the question it is being given, else the next.  A record is inside from its
 * first byte on. */
static void write_question(struct relay *r)
{
    struct held *h = NULL;
    if (!is_writing(r)) {
        h = r->waiting.first;
        held_ask(h, &r->asker.question);
        buf_char(&r->asker.question, '\n');
    }
    ssize_t n = asker_push(&r->asker);
    if (h != NULL && n > 0) {
        held_remove(&r->waiting, h);
        inside_add(&r->inside, h);
    } else if (h != NULL) {
        buf_reset(&r->asker.question);
    }
}

static int write_out(struct relay *r)
{
    if (lineout_waiting(r->out) == 0) {
        r->out->failed = EPIPE; /* records are still to come, and nobody is there to read them */
        return -1;
    }
    return lineout_push(r->out, NULL);
}

enum { INPUT, ANSWERS, QUESTION, OUT, SIGNAL, POLLED };

static void set(struct pollfd *p, bool wanted, int fd, short events)
{
    *p = (struct pollfd){.fd = wanted ? fd : -1, .events = events};
}

static int poll_failed(struct relay *r)
{
    if (errno == EINTR)
        return 0;
    diag_error("cannot wait for input: %s", strerror(errno));
    r->code = DIAG_ENVIRONMENT;
    return -1;
}

/* Waits until something can go on, and lets it.  Returns 0, or -1 when stdout takes no more. */
static int serve(struct relay *r)
{
    struct pollfd p[POLLED];
    const struct asker *a = &r->asker;
    bool output = lineout_waiting(r->out) > 0;
    bool holds = r->waiting.count + r->inside.all.count > 0;
    set(&p[INPUT], !r->input_over && r->dry && has_room(r), r->in.fd, POLLIN);
    set(&p[ANSWERS], a->running && out_has_room(r), a->child.from, POLLIN);
    set(&p[QUESTION], asker_reads(a) && (is_writing(r) || may_ask(r)), a->child.to, POLLOUT);
    set(&p[OUT], output || holds, r->out->fd, output ? POLLOUT : 0);
    set(&p[SIGNAL], !r->stopped, r->s->stopping, POLLIN);
    if (poll(p, POLLED, -1) < 0)
        return poll_failed(r);
    if (p[SIGNAL].revents != 0)
        r->stopped = stopping_signal() != 0;
    if (p[OUT].revents != 0 && write_out(r) < 0)
        return -1;
    if (p[QUESTION].revents != 0 && (is_writing(r) || may_ask(r)))
        write_question(r);
    if (p[ANSWERS].revents != 0)
        read_answers(r);
    if (p[INPUT].revents != 0)
        read_input(r);
    return 0;
}

/* Everything is sent that is going to be. */
static bool all_sent(const struct relay *r)
{
    bool no_more = r->stopped || r->given_up || (r->input_over && r->waiting.count == 0);
    return asker_reads(&r->asker) && !is_writing(r) && no_more;
}

static bool is_finished(const struct relay *r)
{
    return r->input_over && r->waiting.count == 0 && r->inside.all.count == 0 &&
           !r->asker.running && lineout_waiting(r->out) == 0;
}

static void loop(struct relay *r)
{
    for (;;) {
        settle(r);
        take_input(r);
        if (is_finished(r))
            return;
        if (may_ask(r) && !r->asker.running) {
            start(r);
            continue;
        }
        if (all_sent(r))
            asker_close(&r->asker);
        if (serve(r) < 0)
            return;
    }
}

int relay_run(const struct relay_setup *s, struct lineout *out)
{
    struct relay r = {.s = s, .out = out};
    linein_init(&r.in, s->input, CEILING_LINE);
    buf_init(&r.line, 4 * CEILING_LINE);
    inside_init(&r.inside);
    asker_init(&r.asker, s->command);
    loop(&r);
    asker_free(&r.asker);
    inside_lose(&r.inside, &r.waiting);
    for (struct held *h; (h = r.waiting.first) != NULL; held_free(h))
        held_remove(&r.waiting, h);
    inside_free(&r.inside);
    buf_free(&r.line);
    linein_free(&r.in);
    return r.code;
}
