/*
 * yamlplace: places in YAML source text, UTF-8 or UTF-16 as its byte order mark says.  Floor 3.
 *
 * libyaml names places by the number of the character; this finds the bytes.
 */
#ifndef YAMLPLACE_H
#define YAMLPLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

/* Both from 1. */
struct yamlplace_mark {
    uint32_t line, column;
};

/* Fills err with "line L, column C: " and the message, and returns -1. */
int yamlplace_fail(struct diag_error *err, struct yamlplace_mark mark, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

struct yamlplace {
    const char *text; /* not owned */
    size_t len;
    size_t at;    /* bytes before it */
    size_t index; /* characters before it, without the byte order mark */
    struct yamlplace_mark mark;
    int unit; /* bytes of a code unit */
    bool big; /* the more significant byte stands first */
};

/* The first character behind the byte order mark. */
struct yamlplace yamlplace_start(const char *text, size_t len);
/* The code unit there, or 0 at the end. */
uint32_t yamlplace_char(const struct yamlplace *p);
/* Goes on to the character of that number, or to the one at that byte; never back. */
void yamlplace_to_index(struct yamlplace *p, size_t index);
void yamlplace_to_byte(struct yamlplace *p, size_t at);

/*
 * Whether the node between two character numbers has the tag `!`, which makes it text.  libyaml
 * does not tell: it drops that tag.  Goes on from p, so that asking for node after node is linear
 * in the text.
 */
bool yamlplace_is_tagged(struct yamlplace *p, size_t start, size_t end);

#endif
