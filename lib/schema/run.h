/*
 * schema/run: a validation on its way, and what schemas are compiled to.  Floor 4.
 *
 * A schema is a plan: a list of rules, each a keyword with what it needs at hand.  The functions of keywords
 * (schema/assert, schema/apply, schema/object, schema/array) have one shape; they list what is broken
 * themselves, by schema_run_fail.
 */
#ifndef SCHEMA_RUN_H
#define SCHEMA_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "schema/format.h"
#include "schema/report.h"
#include "schema/type.h"
#include "schema/verdict.h"
#include "schema/view.h"

struct schema_run;
struct schema_rule;

/* Which members or items of an instance have been looked at, in the order in which they stand. */
enum schema_mark { SCHEMA_UNSEEN, SCHEMA_MAYBE, SCHEMA_SEEN };
struct schema_marks {
    unsigned char *mark;
    size_t count;
};

/* An instance, and the way to it.  marks is NULL where nobody asks for what was looked at. */
struct schema_place {
    uint32_t at;
    unsigned type;
    const struct schema_path *path;
    struct schema_marks *marks;
};

/* What a rule has at hand beside its node. */
enum schema_need {
    SCHEMA_NEED_NOTHING,
    SCHEMA_NEED_COUNT,
    SCHEMA_NEED_TYPES,
    SCHEMA_NEED_REGEX,
    SCHEMA_NEED_FORMAT,
    SCHEMA_NEED_TARGET,
    SCHEMA_NEED_NAMES,
    SCHEMA_NEED_SHAPE, /* properties, patternProperties and additionalProperties are one rule */
    SCHEMA_NEED_ITEMS, /* and so are prefixItems, items and additionalItems */
    SCHEMA_NEED_MARKS, /* comes last, when all else has been looked at */
};

struct schema_keyword {
    const char *name;
    enum schema_verdict (*apply)(struct schema_run *r, const struct schema_rule *rule,
                                 const struct schema_place *p);
    unsigned types; /* of instances it speaks of; any other is valid */
    enum schema_need need;
    bool upper; /* a maximum */
};

/* A member's name, decoded, and its schema: of required, what its own schema says of who sends it. */
struct schema_name {
    char *text;
    size_t len;
    uint32_t node;
    bool read_only, write_only;
};

struct schema_names {
    struct schema_name *name;
    size_t count, room;
};

struct schema_named_by {
    const struct schema_regex *regex; /* NULL: the pattern is none */
    uint32_t schema;
};

/* The members that an object has: by name (sorted by length and bytes), by pattern, and the rest. */
struct schema_shape {
    struct schema_names names;
    struct schema_named_by *pattern;
    size_t patterns, room;
    uint32_t rest; /* additionalProperties, or JSONTAPE_NONE */
};

struct schema_rule {
    const struct schema_keyword *keyword;
    uint32_t schema, value; /* nodes: the object that holds the keyword, and what it says */
    union {
        long long count;
        unsigned types;
        const struct schema_regex *regex;
        const struct schema_format *format;
        struct schema_names *names;
        struct schema_shape *shape;
        uint32_t target;
        struct {
            uint32_t first, rest; /* a list of schemas, and the one of all other items */
        } items;
    };
};

struct schema_plan {
    struct schema_rule *rule;
    size_t rules, room;
    bool collects; /* some rule asks for what was looked at */
};

/* A schema that is being applied, and the one it is part of. */
struct schema_frame {
    const struct schema_frame *outer;
    uint32_t schema, at;
};

struct schema_run {
    const struct schema_view *view;
    const struct jsontape *tape; /* of the instance */
    bool request;
    bool plain;                   /* no string of the instance has an escape */
    bool quiet;                   /* in a branch: what is broken is not listed */
    struct schema_report *report; /* or NULL */
    /* Applies one schema; one that is JSONTAPE_NONE asks for nothing. */
    enum schema_verdict (*check)(struct schema_run *r, uint32_t schema, uint32_t at,
                                 const struct schema_path *path, struct schema_marks *marks);
    size_t steps;
    unsigned depth;
    const struct schema_frame *frame;
};

/* Steps of one validation: branches within branches can double at every level. */
#define SCHEMA_RUN_STEPS 200000

/* Counts steps; false when there have been too many, in this run or for its view. */
bool schema_run_spend(struct schema_run *r, size_t steps);
/* Whether a loop has something to find out still: all that is broken, or whether anything is.  A schema that
 * seems to hold when too many steps have been counted is not known to. */
static inline bool schema_run_goes_on(const struct schema_run *r, enum schema_verdict verdict)
{
    return r->steps <= SCHEMA_RUN_STEPS &&
           (verdict != SCHEMA_INVALID || (r->report != NULL && !r->quiet));
}

/* Lists that a rule is broken; member: the node of a member's name, of that tape, or JSONTAPE_NONE. */
enum schema_verdict schema_run_fail(struct schema_run *r, const struct schema_rule *rule,
                                    const struct schema_place *p);
enum schema_verdict schema_run_fail_member(struct schema_run *r, const char *keyword, uint32_t rule,
                                           const struct schema_place *p, const struct jsontape *t,
                                           uint32_t member);
/* Fails unless it holds. */
enum schema_verdict schema_run_test(struct schema_run *r, const struct schema_rule *rule,
                                    const struct schema_place *p, bool holds);
/* Says why it is not known whether a rule (its node) holds; why is a text that stays. */
enum schema_verdict schema_run_doubt(struct schema_run *r, uint32_t rule,
                                     const struct schema_path *path, const char *why);
/* A schema whose failure is not the instance's: a branch, a condition. */
enum schema_verdict schema_run_quietly(struct schema_run *r, uint32_t schema,
                                       const struct schema_place *p, struct schema_marks *marks);

/* The decoded bytes of a string: in the text itself where it has no escapes, else in spare, which is all zero at first
 * and freed by the caller. */
const char *schema_run_decode(const struct jsontape *t, uint32_t n, struct buf *spare, size_t *len);
/* The same for a string of the instance. */
static inline const char *schema_run_text(const struct schema_run *r, uint32_t n, struct buf *spare,
                                          size_t *len)
{
    if (!r->plain)
        return schema_run_decode(r->tape, n, spare, len);
    const char *raw = jsontape_raw(r->tape, n, len);
    *len -= 2;
    return raw + 1;
}
/* Marks the member or item at index, unless it has a higher mark. */
void schema_run_mark(const struct schema_place *p, size_t index, enum schema_mark mark);
/* What was not applied may have looked at all of them. */
void schema_run_mark_all(struct schema_marks *marks);

#endif
