/*
 * map: rules that name a provider for operations.
 *
 * "RULE:PROVIDER,RULE:PROVIDER…", the first rule that matches decides.  A rule is
 *     /users/?           a path pattern (glob.h); a path without wildcards takes what lies below it too
 *     POST /orders       the same for one method
 *     tag=admin          an operation with that tag
 *     op=getPet          the operation of that operationId
 *     *                  every operation
 */
#ifndef MAP_H
#define MAP_H

#include <stddef.h>

#include "diag.h"
#include "record.h"

struct map_rule {
    enum map_kind { MAP_PATH, MAP_TAG, MAP_OPERATION, MAP_ALL } kind;
    char *method; /* upper case, or NULL: any */
    char *text;   /* pattern, tag or operationId */
    char *provider;
    size_t matches;
};

struct map {
    struct map_rule *rule;
    size_t count;
};

/* Returns 0, or -1 with err naming the rule that cannot be understood. */
int map_read(struct map *m, const char *text, struct diag_error *err);
void map_free(struct map *m);

/* The provider of the first rule that matches, or NULL. */
const char *map_find(struct map *m, const struct record *r);

#endif
