/*
 * blend: a model's cases with those of builtin that it did not write.  --with-builtin.
 */
#ifndef BLEND_H
#define BLEND_H

#include "buf.h"
#include "builtin/builtin.h"
#include "record.h"

/*
 * Adds the model's cases (a JSON array), then builtin's for the record, without those whose request stands there
 * already; every case_id is there once, each case says who wrote it, and priorities go by the order of all.  Nothing is
 * added where builtin has none, or all do not fit.
 */
void blend_builtin(const struct record *r, const struct builtin_options *o, const struct buf *cases,
                   struct buf *out);

#endif
