/*
 * classifier: what an error means, read from its body before its status.  Floor 4.
 *
 * One table: provider, where in the body, pattern, class.  Six different things arrive as 429, and a failure
 * may come with 200, so the status alone decides last.
 */
#ifndef CLASSIFIER_H
#define CLASSIFIER_H

#include "outcome.h"

/* What an error says of itself; texts may be NULL. */
struct classifier_error {
    const char *code;
    const char *type;
    const char *message;
    const char *finish; /* finish_reason of an answer that is a failure */
    long http;          /* 0: not known */
};

/*
 * The class of an error: the rows of the vendor (its row's name), then those that hold for all; then the
 * status.  OUTCOME_OK: only for an error with a finish and nothing else, that the table does not know.
 */
enum outcome_class classifier_class(const char *vendor, const struct classifier_error *e);

#endif
