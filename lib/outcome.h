/*
 * outcome: what became of a call.  Floor 4.
 *
 * One list of classes for errors of every stage; the text is what stands in a record's error.class.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum outcome_class {
    OUTCOME_OK,
    OUTCOME_AUTH,
    OUTCOME_BILLING,
    OUTCOME_QUOTA,
    OUTCOME_RATE,
    OUTCOME_OVERLOAD,
    OUTCOME_SERVER,
    OUTCOME_NETWORK,
    OUTCOME_TIMEOUT,
    OUTCOME_CONTENT,
    OUTCOME_CONTEXT,
    OUTCOME_MODEL,
    OUTCOME_REQUEST,
    OUTCOME_OUTPUT,
    OUTCOME_CONFIG,
    OUTCOME_INTERRUPTED,
    OUTCOME_CLASSES, /* how many there are */
};

const char *outcome_name(enum outcome_class c);
/* The class of that name, or OUTCOME_CLASSES. */
enum outcome_class outcome_find(const char *name);
/* Whether cc-fallback asks the next provider by default: all but content, request and interrupted. */
bool outcome_moves_on(enum outcome_class c);

/* Ceiling of error.message: enough for a vendor's sentence, short enough for a line. */
#define OUTCOME_MESSAGE 500

/* Adds {"class":…,"provider":…,"http":…,"code":…,"message":…} to out; NULL and 0 are left out, the
 * code and message are each cut to OUTCOME_MESSAGE bytes at a character. */
void outcome_error_json(struct buf *out, enum outcome_class c, const char *provider, long http,
                        const char *code, const char *message);

#endif
