/*
 * prompt/facet: what a schema says of a value without another schema: its limits, its values, its notes.
 *
 * Each adds its words to out, or nothing where the schema does not say it; prompt/type has the notation.
 */
#ifndef PROMPT_FACET_H
#define PROMPT_FACET_H

#include "buf.h"
#include "jsontape.h"

/* A name as it is, or as a JSON string where it would be misread. */
void facet_name(const char *name, size_t len, struct buf *out);
/* "(least..most)": a length, a count. */
void facet_range(const struct jsontape *t, uint32_t schema, const char *least, const char *most,
                 struct buf *out);
/* What is said of strings, "(1..5) /re/", and of numbers, "(0..9) step 3". */
void facet_string(const struct jsontape *t, uint32_t schema, struct buf *out);
void facet_number(const struct jsontape *t, uint32_t schema, struct buf *out);
/* "<format>" */
void facet_format(const struct jsontape *t, uint32_t schema, struct buf *out);
/* "a"|"b": of more than a hundred only so many, and how many there are. */
void facet_values(const struct jsontape *t, uint32_t values, struct buf *out);
/* " readonly" and the like. */
void facet_marks(const struct jsontape *t, uint32_t schema, struct buf *out);
/* " =default eg example # description" */
void facet_notes(const struct jsontape *t, uint32_t schema, struct buf *out);

#endif
