/*
 * label: what a case is about, from what it says of itself and what its request breaks.  Pure.
 *
 * A label that is wrong is put right, with a remark, where it is certain what is meant: one constraint breaks, or none
 * and success is expected.  Else the case is refused.
 */
#ifndef LABEL_H
#define LABEL_H

#include <stdbool.h>

#include "breach.h"
#include "buf.h"
#include "diag.h"
#include "testcase/casetype.h"
#include "testcase/expect.h"

/* What the case says, and what else is known of it.  Texts may be NULL. */
struct label_claim {
    enum casetype type;
    int status;
    bool documented;                            /* the operation has that status */
    bool breaks;                                /* it says that it breaks something */
    const char *in, *pointer, *keyword, *quote; /* pointer: a JSON pointer */
    bool quoted;                                /* the quote is the description's */
    bool preconditions;
    bool read_only;    /* the pointer is that of a member which the server sets */
    bool other_method; /* it is sent by another method than the operation's */
    bool secured;      /* the operation has credentials */
    bool needed;       /* and none can be left out */
    bool bare;         /* the request has none */
    bool own;          /* the request has just ours */
};

struct label {
    enum casetype type;
    bool breaks;
    const char *in, *pointer, *keyword, *quote; /* of the claim or a breach; NULL: none */
    bool renamed; /* another label than was said: its technique is, too */
    bool checked; /* lib/schema or the description shows it */
    enum expect expect;
    struct buf remarks; /* what was put right; the caller frees it */
};

/* Returns 0, or -1 with err: why the case cannot be believed.  The label is to be freed in both cases. */
int label_settle(struct label *l, const struct label_claim *c, const struct breach_list *b,
                 struct diag_error *err);
void label_free(struct label *l);

/* Adds a remark behind those that are there. */
void label_remark(struct buf *remarks, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
