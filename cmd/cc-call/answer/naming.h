/*
 * naming: the members of a case by the names that models give them: ours, those that the CaseCraft Python tool had at
 * one time or another, and the same in other spellings.  Pure.
 *
 * A name is ours or means one of ours for certain; all others are left alone.
 */
#ifndef NAMING_H
#define NAMING_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"

/* Whether a member with this name and value is one that a case has. */
bool naming_is_member(const struct jsontape *t, uint32_t key, uint32_t value);
/* Whether the value is an object that can only be a case: it has a status that can be expected, or a type of case, and one
 * more of these, the method and the path. */
bool naming_is_case(const struct jsontape *t, uint32_t n);
/* Whether it may be meant as one: it has one of these, or a name. */
bool naming_is_likely(const struct jsontape *t, uint32_t n);
/* Adds the value to out, byte for byte, but for names of members, which become ours where the case has no member of
 * that name already; and the type of an object that has none, unless it is NULL. */
void naming_write(const struct jsontape *t, uint32_t n, const char *type, struct buf *out);

#endif
