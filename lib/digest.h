/*
 * digest: xxh128 for change detection and keys; never for security.  Floor 0.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* 128 bits.  Sums of digests (digest_add) do not depend on order. */
struct digest {
    uint64_t low, high;
};

struct digest digest_of(const void *bytes, size_t len);
/* The digest of two digests, in this order. */
struct digest digest_pair(struct digest a, struct digest b);
struct digest digest_add(struct digest a, struct digest b);

/* 32 hex digits and a NUL. */
#define DIGEST_HEX 33
void digest_hex(struct digest d, char out[DIGEST_HEX]);
/* As files and records keep it, with what it was made by: the mark, 32 hex digits and a NUL. */
#define DIGEST_MARK "xxh128:"
#define DIGEST_MARKED (sizeof DIGEST_MARK - 1 + DIGEST_HEX)
void digest_marked(struct digest d, char out[DIGEST_MARKED]);

/* 64 bits for hash tables; seed keeps hostile keys from choosing their bucket. */
uint64_t digest_short(const void *bytes, size_t len, uint64_t seed);

#endif
