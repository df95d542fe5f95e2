#include "digest.h"

#include <stdio.h>
#define XXH_INLINE_ALL /* keys are short: a call costs more than the digest */
#include <xxhash.h>

struct digest digest_of(const void *bytes, size_t len)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, len);
    return (struct digest){hash.low64, hash.high64};
}

struct digest digest_pair(struct digest a, struct digest b)
{
    struct digest both[2] = {a, b};
    return digest_of(both, sizeof both);
}

struct digest digest_add(struct digest a, struct digest b)
{
    struct digest sum = {a.low + b.low, a.high + b.high};
    sum.high += sum.low < a.low;
    return sum;
}

void digest_hex(struct digest d, char out[DIGEST_HEX])
{
    snprintf(out, DIGEST_HEX, "%016llx%016llx", (unsigned long long)d.high,
             (unsigned long long)d.low);
}

uint64_t digest_short(const void *bytes, size_t len, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, len, seed);
}
