/*
 * schema/merge: what several schemas that all hold ask for together.  Floor 4.
 *
 * A merge is flat: references are followed, `allOf` is taken apart, and of each `oneOf` and `anyOf` one
 * branch that fits is chosen.  What is left is a list of schema objects (parts) whose keywords all count, and
 * of schemas that must not hold (bars: those of `not`, and an `if` whose `else` is chosen).
 * It serves the making of instances; whether one is valid is for schema/validate to say.
 */
#ifndef SCHEMA_MERGE_H
#define SCHEMA_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/type.h"
#include "schema/view.h"

/* Where a branch other than the first that fits is wanted: list is that of a schema/fork.  A branch may have a
 * list of its own: the choice in that comes first, what it lies in is its `outer`, or NULL. */
struct schema_choice {
    uint32_t list;
    size_t branch;
    const struct schema_choice *outer;
};

/* Schemas that must not hold, and members that a choice asks for; more are passed over. */
#define SCHEMA_MERGE_BARS 8

struct schema_merge {
    const struct schema_view *view;
    const struct schema_choice *choice; /* or NULL */
    uint32_t *part;                     /* schema objects, each once */
    size_t parts, room;
    uint32_t *root; /* the schemas that were added, before they were taken apart */
    size_t roots, root_room;
    unsigned
        types; /* what all of them allow; with `nullable` null, though OpenAPI 3.1 has no such keyword */
    bool never;   /* `false` is among them: no instance */
    bool cut;     /* a ceiling or an unknown reference: more may be asked than is known */
    bool tangled; /* members depend on each other (oneOf, not, if, maxProperties…) */
    /* What is made of it need not be valid: schema_validate_merge knows nothing of it. */
    bool unjudged;
    uint32_t bar[SCHEMA_MERGE_BARS];
    size_t bars;
    unsigned passed; /* bit i: bar i is none of the parts', but was added by schema_merge_bar */
    uint32_t wanted
        [SCHEMA_MERGE_BARS]; /* names of members (string nodes) that must be there by choice */
    size_t wants;
    uint32_t named; /* the `$ref` it came by, of the chosen branch where there is one */
    size_t steps;
};

void schema_merge_init(struct schema_merge *m, const struct schema_view *v,
                       const struct schema_choice *choice);
void schema_merge_free(struct schema_merge *m);
/* Adds one more schema that must hold; a node that is none asks for nothing. */
void schema_merge_add(struct schema_merge *m, uint32_t schema);

/* Adds a schema that must not hold; a node that is none forbids nothing. */
void schema_merge_bar(struct schema_merge *m, uint32_t schema);

/* Whether two merges came to the same parts and bars. */
bool schema_merge_same(const struct schema_merge *a, const struct schema_merge *b);

/* The value of a keyword in the first part that has it, or JSONTAPE_NONE. */
uint32_t schema_merge_get(const struct schema_merge *m, const char *keyword);
/* Whether any part says `keyword: true`. */
bool schema_merge_says(const struct schema_merge *m, const char *keyword);
/* The one type to make: what the keywords hint at, else the richest that is allowed; 0 when none is. */
unsigned schema_merge_type(const struct schema_merge *m);

/* The tightest lower or upper bound of a number; text is NULL where there is none. */
struct schema_bound {
    const char *text;
    size_t len;
    bool exclusive;
};
struct schema_bound schema_merge_bound(const struct schema_merge *m, bool upper);
/* The tightest of a counting keyword (minLength, maxItems…): the largest of a min, the smallest of a
 * max, otherwise where no part has it. */
long long schema_merge_least(const struct schema_merge *m, const char *keyword,
                             long long otherwise);
long long schema_merge_most(const struct schema_merge *m, const char *keyword, long long otherwise);

#endif
