/*
 * shape: copies parts of a description into records, every reference made right on the way.
 *
 * A schema reference becomes "#/$defs/NAME" and its target a definition; every other reference is replaced
 * by what it leads to.  What is data (examples, defaults, enum values, extensions) is copied as it stands.
 * White space goes, all other bytes stay.  Each copy yields the digest of what it wrote (jsondigest.h).
 *
 * Definitions and the targets of inlined references are copied once and kept.  A reference that leads nowhere
 * is told as a warning on stderr, with its pointer, and leaves an empty object.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include <stdbool.h>

#include "buf.h"
#include "digest.h"
#include "jsonwrite.h"
#include "refs.h"

enum shape_kind {
    SHAPE_DATA,
    SHAPE_SCHEMA,
    SHAPE_PARAMETER, /* headers of responses too */
    SHAPE_BODY,
    SHAPE_RESPONSE,
    SHAPE_MEDIA,
    SHAPE_EXAMPLE, /* what may be a reference but holds no schema: examples, links */
    SHAPE_DISCRIMINATOR,
    SHAPE_MAPPING, /* a string that names a schema */
};

/* Definitions that a copy refers to, by number; one may stand in it several times. */
struct shape_deps {
    uint32_t *def;
    size_t count, room;
};
void shape_deps_free(struct shape_deps *deps);

struct shape_def {
    uint32_t node;
    char *name; /* as in $defs */
    char *json; /* NULL until shape_def() was asked for it */
    size_t len;
    struct digest digest; /* of name and content, references by name */
    struct shape_deps deps;
};

struct shape {
    struct refs *refs;
    const char *source; /* name of the description, for warnings */
    bool siblings;      /* members beside a schema's $ref count (3.1 and later) */
    struct shape_def *def;
    size_t defs, def_room;
    struct table def_of; /* node → def + 1 */
    struct table piece;  /* node of an inlined target → struct piece */
    struct table names;  /* taken names of definitions */
    size_t warnings;
    bool foreign; /* a reference led into another file or to an address */
};

/* refs and source must outlive it. */
void shape_init(struct shape *s, struct refs *refs, const char *source, bool siblings);
void shape_free(struct shape *s);

/* Adds the value of the node, read as that kind, to out, and what it refers to to deps. */
struct digest shape_copy(struct shape *s, enum shape_kind kind, uint32_t node, struct jsonwrite *w,
                         struct shape_deps *deps);
/* The definition, its content copied.  Valid until the next call of this module. */
const struct shape_def *shape_def(struct shape *s, uint32_t def);

/* A warning about the node; after the first few they are only counted. */
void shape_warn(struct shape *s, uint32_t node, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
