/*
 * parameters: those of an operation: the path item's, replaced or added to by its own (name and place).
 */
#ifndef PARAMETERS_H
#define PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shape/shape.h"
#include "table.h"
#include "walk.h"

struct parameter {
    uint32_t node; /* as written: may be a reference */
    uint32_t target;
    uint32_t name, in; /* strings */
    bool in_body;      /* Swagger 2.0: `in` is body or formData */
};

struct parameters {
    struct parameter *item;
    size_t count, room;
    struct table by_name; /* "in name" → index + 1 */
};

void parameters_init(struct parameters *p);
void parameters_free(struct parameters *p);
/* Forgets what it holds, and reads those of the operation.  One without name or place is told as a warning, and
 * left out. */
void parameters_read(struct parameters *p, struct shape *s, const struct walk_operation *op);

#endif
