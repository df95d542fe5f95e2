/*
 * document: the text of one operation's file.  cc-merge.
 *
 * The names are those of the CaseCraft Python tool (endpoint_id, method, path, summary, description,
 * test_cases, metadata.generated_at, .api_version, .llm_model) and ours beside them.  Values are the
 * record's bytes without their white space; the same record and stamp give the same text.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "ceiling.h"
#include "options.h"
#include "record.h"

/* A document: a line's cases, and the blanks that indent them. */
#define DOCUMENT_MAX (4 * CEILING_LINE)

enum document_format {
    DOCUMENT_PRETTY,  /* indented */
    DOCUMENT_COMPACT, /* one line */
    DOCUMENT_NDJSON,  /* a line for all but the cases, and one for each case */
};

struct document_style {
    enum document_format format;
    struct options_list priority; /* cases to keep; empty: all */
};

/* Adds the document of a record that has `cases`, with its newline.  joined: NULL, or `cases` and `providers` in place
 * of the record's (unite.h).  stamp: metadata.generated_at.  out was made with DOCUMENT_MAX; buf_over(out) tells that
 * it was too small.  Returns how many cases are in it. */
size_t document_write(const struct record *r, const struct jsontape *joined,
                      const struct document_style *style, const char *stamp, struct buf *out);

/*
 * Reads the text of a document: of NDJSON its first line, otherwise all of it.  Returns how many cases stand in
 * it, or -1 where the text is none.  The tape is the caller's.
 */
long document_read(struct jsontape *t, const char *text, size_t len);
/*
 * metadata.generated_at of a document's text, the caller's, or NULL where the text has none.  other: the title of the
 * description that it is of, the caller's, where both that and its source are not those of the record; NULL otherwise.
 */
char *document_stamp(const char *text, size_t len, const struct record *r, char **other);

#endif
