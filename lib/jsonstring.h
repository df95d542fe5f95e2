/*
 * jsonstring: JSON strings as they stand in the text, quotes included.  Floor 3.
 *
 * Strings that are decoded or compared are known to be well formed: a tape was made of them.
 */
#ifndef JSONSTRING_H
#define JSONSTRING_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"

/* How many of 8 bytes, from the first on, are plain: ASCII that needs no escape and is none. */
static inline size_t jsonstring_plain_of_8(const char *s)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t v;
    memcpy(&v, s, 8);
    /* The first byte is the lowest: what is borrowed below goes to those behind it. */
    v = le64toh(v);
    /* 0x22 and 0x00..0x1f change places. */
    uint64_t control_or_quote = (v ^ ones * 0x02) - ones * 0x21;
    uint64_t slash = (v ^ ones * '\\') - ones;
    uint64_t special = (control_or_quote | slash | v) & ones << 7;
    return special == 0 ? 8 : (size_t)__builtin_ctzll(special) / 8;
}

static inline bool jsonstring_is_plain(char c)
{
    return c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* How many bytes from s on are plain. */
size_t jsonstring_plain(const char *s, size_t len);
/* Adds the decoded bytes; they may hold NUL.  A lone surrogate becomes U+FFFD. */
void jsonstring_decode(const char *raw, size_t len, struct buf *out);
/* What jsonstring_equals does where the text is longer than the bytes in quotes. */
bool jsonstring_equals_escaped(const char *raw, size_t len, const char *bytes, size_t count);

/* Puts \ufffd in place of each escape in the JSON text that is half a surrogate pair: jq refuses those.
 * Returns how many there were. */
size_t jsonstring_mend(char *json, size_t len);
/* Whether the decoded string is these bytes. */
static inline bool jsonstring_equals(const char *raw, size_t len, const char *bytes, size_t count)
{
    if (len < count + 2 || (count > 0 && raw[1] != bytes[0] && raw[1] != '\\'))
        return false;
    if (len == count + 2) /* an escape is longer than what it stands for */
        return memcmp(raw + 1, bytes, count) == 0 && memchr(bytes, '\\', count) == NULL;
    return jsonstring_equals_escaped(raw, len, bytes, count);
}

#endif
