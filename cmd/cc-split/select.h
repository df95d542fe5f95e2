/*
 * select: which operations a person asked for.
 *
 * Each list that is not empty must be met; an operation without tags meets no --include-tag.  Tags and methods
 * are compared whole (methods in any case), paths by glob.
 */
#ifndef SELECT_H
#define SELECT_H

#include <stdbool.h>

#include "jsontape.h"
#include "options.h"
#include "walk.h"

struct select {
    struct options_list include_tag, exclude_tag;
    struct options_list include_path, exclude_path;
    struct options_list include_method, exclude_method;
};

void select_free(struct select *s);
bool select_takes(const struct select *s, const struct jsontape *t,
                  const struct walk_operation *op);
/* Warns of each item that meets no operation at all, with what was probably meant. */
void select_warn(const struct select *s, const struct jsontape *t, const struct walk *w);

#endif
