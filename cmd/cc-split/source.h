/*
 * source: an API description as it lies on disk or comes through a pipe.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

struct source {
    char *name;           /* as a person knows it: the path as given, or "stdin" */
    struct buf text;      /* JSON; what was YAML has become JSON */
    struct jsontape tape; /* of text */
};

/*
 * Reads the file (a regular one) or, for "-", stdin.  JSON and YAML are told apart by their first character,
 * never by the name.  Returns 0, or -1 with err, which names the file and the line; nothing is held then.
 * *code is the exit code that fits: DIAG_INPUT, or DIAG_ENVIRONMENT where the file cannot be read.  A signal
 * (stopping.h) ends the reading too.
 */
int source_read(struct source *s, const char *path, int *code, struct diag_error *err);
void source_free(struct source *s);

#endif
