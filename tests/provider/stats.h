/*
 * stats: what the provider saw.
 *
 * A request is in flight from when all of it was read to when the last byte of its answer was
 * written, or its connection was closed.
 */
#ifndef STATS_H
#define STATS_H

#include "buf.h"
#include "http.h"
#include "table.h"

/* The counts of one script name, or of all. */
struct stats_line {
    long long requests, in_flight, max_in_flight;
};

struct stats {
    struct stats_line all;
    long long connections; /* that carried a counted request */
    struct table scripts;  /* name → struct stats_line, owned */
    struct http_request last;
    bool any; /* last is one */
};

void stats_init(struct stats *s);
void stats_free(struct stats *s);
/* Zeroes; what is in flight stays so, and is the new maximum. */
void stats_reset(struct stats *s);

/* Counts a request and takes its members over.  Returns the line of the name, valid until
 * stats_free. */
struct stats_line *stats_begin(struct stats *s, const char *name, struct http_request *request);
void stats_end(struct stats *s, struct stats_line *line);

/* Adds {"requests":…,"in_flight":…,"max_in_flight":…,"connections":…,"scripts":{NAME:{…}}}. */
void stats_write(const struct stats *s, struct buf *out);
/* Adds {"method":…,"path":…,"headers":{…},"body":…} of the last request, names of headers in lower
 * case; null where there was none. */
void stats_write_last(const struct stats *s, struct buf *out);

#endif
