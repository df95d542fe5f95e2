/*
 * jsondigest: digests of JSON values that do not change with key order, white space or escapes.  Floor 3.
 *
 * A value built piece by piece (with references replaced on the way) gets the same digest as one that was
 * read: an object is the sum of its members, an array the chain of its items.
 */
#ifndef JSONDIGEST_H
#define JSONDIGEST_H

#include "digest.h"
#include "jsontape.h"

struct digest jsondigest_value(const struct jsontape *t, uint32_t n);
/* The same where names of headers are an object's keys: they have no case. */
struct digest jsondigest_headers(const struct jsontape *t, uint32_t n);
/* The digest of JSON text; all zero when it is none. */
struct digest jsondigest_json(const char *json, size_t len);
/* A string that is not in a tape. */
struct digest jsondigest_text(const char *bytes, size_t len);
/* The digest of an object so far (all zero: empty) with one more member. */
struct digest jsondigest_member(struct digest object, struct digest key, struct digest value);
/* The digest of an array so far (all zero: empty) with one more item. */
struct digest jsondigest_item(struct digest array, struct digest item);
/* The parts of all members or items are in: keeps {} and [] and nested ones apart. */
struct digest jsondigest_end(struct digest parts, char bracket);

#endif
