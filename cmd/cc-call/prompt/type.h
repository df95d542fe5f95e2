/*
 * prompt/type: a schema in few words, every constraint kept.
 *
 *   string(1..50) /^[a-z]+$/      integer<int64>(>0..100) step 5 =20       "a"|"b"|null
 *   [Tag](1..5) unique            {                                        one of (Cat | Dog) by kind
 *                                  name: string # what it is called        Base & {a: any, b: any}
 *                                  age?: integer(0..)
 *                                  *: string
 *                                 } closed
 *
 * A range stands in brackets (of a number, a length, a count), `?` marks a member that may be missing, `=` a default,
 * `eg` an example, `#` a description, `*:` members of other names.  A|B is one of them, A & B all of them: what stands
 * beside a `$ref` or branches, but for a `type: object` that these imply (beside a `$ref` of the older dialect nothing
 * counts, see schema/view).  Keywords without a word of their own, and those that do not speak of the type, follow as
 * keyword=JSON.  Of an enum only a hundred values are written; `uniqueItems` and the like that do not speak of the
 * type are not.
 */
#ifndef PROMPT_TYPE_H
#define PROMPT_TYPE_H

#include "buf.h"
#include "jsontape.h"
#include "table.h"

struct type {
    const struct jsontape *tape; /* of the record */
    struct buf *out;
    struct table named; /* $defs that were named, in order: to be written behind */
    bool older;         /* the dialect of Swagger 2.0 and OpenAPI 3.0 */
};

struct type type_to(const struct jsontape *tape, struct buf *out);
void type_free(struct type *t);

/* Adds the schema; depth is that of the indentation of its members. */
void type_write(struct type *t, uint32_t schema, unsigned depth);
/* Adds "NAME = …" for each of the $defs that was named, and for those that these name. */
void type_write_named(struct type *t, uint32_t defs);

#endif
