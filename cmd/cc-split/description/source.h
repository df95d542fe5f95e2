/*
 * source: the text of one document, as it lies on disk or comes through a pipe.
 *
 * Each function adds to text, and leaves it as it was where it returns -1 with err, which names the document
 * by `name`, and the line where there is one.  *code is the exit code that fits: DIAG_INPUT, or
 * DIAG_ENVIRONMENT where the document cannot be read.  A signal (stopping.h) ends the reading too.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>

#include "buf.h"
#include "diag.h"

/* A regular file, nothing else: no pipe, no device, no folder.  A large one of YAML may come as JSON already. */
int source_file(const char *path, const char *name, struct buf *text, int *code,
                struct diag_error *err);
int source_stdin(struct buf *text, int *code, struct diag_error *err);

/*
 * Makes JSON of what stands in text from `at` on: takes a byte order mark away, and turns YAML into JSON.  The
 * two are told apart by how they begin, never by a name.  That it is JSON is for the tape to see.
 */
int source_json(struct buf *text, size_t at, const char *name, struct diag_error *err);

/* Where byte `at` of the len bytes stands, as people count: from 1. */
void source_place(const char *bytes, size_t len, size_t at, size_t *line, size_t *column);

#endif
