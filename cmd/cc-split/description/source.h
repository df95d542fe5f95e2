/*
 * source: one document, as it lies on disk or comes through a pipe, made JSON and nodes.
 *
 * Each function adds the JSON text of the document to text and its nodes to tape, which holds those of what stood
 * in text before, and nothing else.  JSON and YAML are told apart by how they begin, never by a name; a byte order
 * mark goes.  Where a function returns -1 with err, which names the document by `name`, and the line where there
 * is one, both are as they were.  *code is the exit code that fits: DIAG_INPUT, or DIAG_ENVIRONMENT where the
 * document cannot be read.  A signal (stopping.h) ends the reading too.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

/* A regular file, nothing else: no pipe, no device, no folder. */
int source_file(const char *path, const char *name, struct buf *text, struct jsontape *tape,
                int *code, struct diag_error *err);
/* The first document of all. */
int source_stdin(struct buf *text, struct jsontape *tape, int *code, struct diag_error *err);
/* What stands in text from `at` on already. */
int source_nodes(struct buf *text, size_t at, const char *name, struct jsontape *tape,
                 struct diag_error *err);

#endif
