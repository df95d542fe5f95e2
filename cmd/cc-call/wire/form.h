/*
 * form: which optional members the requests to one provider carry.
 *
 * It begins with all that the vendor takes.  A server that refuses one by name (400) is asked again without it,
 * and not bothered with it any more.
 */
#ifndef FORM_H
#define FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "jsonwrite.h"
#include "provider.h"
#include "reply.h"

struct form {
    enum vendor_json json;
    bool stream;
    bool usage;       /* asks a stream for its tokens */
    bool quiet;       /* switches thinking off */
    bool temperature; /* sends one */
    long context; /* tokens of context asked for, where a protocol wants it said; only ever grows */
};

struct form form_of(const struct provider *p);

/* Drops from the form of a request what its refusal names.  Returns false when that is nothing of it. */
bool form_drop(struct form *f, const struct reply *r);
/* Keeps of the form only what the other one has too. */
void form_meet(struct form *f, const struct form *other);

/* Opens the request and writes what every protocol begins with: model, messages (a JSON array) and stream. */
struct jsonwrite form_open(const struct form *f, const struct provider *p, const char *messages,
                           size_t len, struct buf *out);
/* Writes the temperature, where one is sent. */
void form_write_temperature(const struct form *f, const struct provider *p, struct jsonwrite *w);
/* Writes what switches thinking off, where that is sent. */
void form_write_quiet(const struct form *f, const struct provider *p, struct jsonwrite *w);

/* Makes room for a prompt of so many bytes and an answer of so many tokens: in a few steps, because a server
 * loads its model anew when the number changes. */
void form_fit(struct form *f, size_t prompt, int answer);

#endif
