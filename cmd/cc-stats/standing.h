/*
 * standing: how far a run is, by the lines that cc-call tells its progress with (cc-call(1)).  cc-stats.
 *
 * Several processes may tell theirs: the latest line of each counts.  Times are those of clock_ms().
 */
#ifndef STANDING_H
#define STANDING_H

#include <stddef.h>
#include <stdint.h>

#include "jsontape.h"
#include "rate.h"
#include "table.h"

enum standing_figure {
    STANDING_WORKERS, /* the most that a line tells */
    STANDING_QUEUED,
    STANDING_IN_FLIGHT,
    STANDING_DONE,
    STANDING_FAILED,
    STANDING_KEPT,
    STANDING_COMPLETION,
    STANDING_STREAMING,
    STANDING_READ,
    STANDING_AGAIN,
    STANDING_PASSED,
    STANDING_OPERATIONS,
    STANDING_EXPECTED, /* records that will have come in the end, each once */
    STANDING_FIGURES
};

/* Sums over the processes: of a provider, or of all records. */
struct standing_sum {
    const char *name; /* not owned; may be anything */
    long long figure[STANDING_FIGURES];
    int64_t since_ms; /* when it was first told of */
    struct rate tokens;
};

struct standing {
    struct table line;     /* process and provider → struct standing_line, its latest */
    struct table provider; /* name → struct standing_sum */
    struct standing_sum all;
    struct jsontape tape;
};

void standing_init(struct standing *s);
void standing_free(struct standing *s);

/* One line; one that tells no progress is passed over, as are those of more processes and providers than a run
 * has. */
void standing_read(struct standing *s, const char *line, size_t len, int64_t now);
/* To be called every second or so, for standing_speed(). */
void standing_look(struct standing *s, int64_t now);

/* The i-th provider, in the order in which they were first told of, or NULL. */
const struct standing_sum *standing_at(const struct standing *s, size_t i);
/* Tokens a second in the last seconds; -1: cannot be told. */
long long standing_speed(const struct standing_sum *sum, int64_t now);

/* Records that failed and are with nobody any more, and those that are through: answered or failed. */
long long standing_failed(const struct standing *s);
long long standing_through(const struct standing *s);
/* How long the rest will take, if all goes on as it did, in milliseconds; -1: cannot be told. */
long long standing_left_ms(const struct standing *s, int64_t now);

#endif
