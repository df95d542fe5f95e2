/*
 * map: rules that name a provider for operations.
 *
 * "RULE:PROVIDER,RULE:PROVIDER…", the first rule that matches decides.  A rule is
 *     /users/?           a path pattern (glob.h); a path without wildcards takes what lies below it too
 *     POST /orders       the same for one method; POST * is every path
 *     tag=admin          an operation with that tag
 *     op=getPet          the operation of that operationId
 *     *                  every operation
 * "@FILE" is a file of rules, one a line; what stands behind # at its beginning, or behind a blank and #, is a
 * comment.
 */
#ifndef MAP_H
#define MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "record.h"

struct map_rule {
    enum map_kind { MAP_PATH, MAP_TAG, MAP_OPERATION, MAP_ALL } kind;
    char *
        written; /* for messages: as it stands on the command line, or "FILE:LINE: RULE:PROVIDER" */
    char *method; /* upper case, or NULL: any */
    char *text;   /* pattern, tag or operationId; NULL: none is needed */
    char *provider;
    size_t matches;
};

struct map {
    struct map_rule *rule;
    size_t count, room;
};

/* Tells each problem with diag_error.  Returns DIAG_OK; DIAG_USAGE where a rule cannot be understood or there is
 * none; DIAG_ENVIRONMENT where the file cannot be read. */
int map_read(struct map *m, const char *text);
void map_free(struct map *m);

/* The provider of the first rule that matches, or NULL.  Counts the match. */
const char *map_find(struct map *m, const struct record *r);
/* Warns of each rule that matched nothing.  unchanged: not all operations could be seen; then it is told with -v
 * alone. */
void map_report(const struct map *m, bool unchanged);

#endif
