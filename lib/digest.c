#include "digest.h"

#include <string.h>

#define XXH_INLINE_ALL /* keys are short: a call costs more than the digest */
#include <xxhash.h>

struct digest digest_of(const void *bytes, size_t len)
{
    XXH128_hash_t hash = XXH3_128bits(bytes, len);
    return (struct digest){hash.low64, hash.high64};
}

struct digest digest_pair(struct digest a, struct digest b)
{
    /* Sixteen bytes under a seed are digested in half the time of thirty-two. */
    uint64_t mixed[2] = {b.low, b.high ^ a.high};
    XXH128_hash_t hash = XXH3_128bits_withSeed(mixed, sizeof mixed, a.low);
    return (struct digest){hash.low64, hash.high64};
}

struct digest digest_add(struct digest a, struct digest b)
{
    struct digest sum = {a.low + b.low, a.high + b.high};
    sum.high += sum.low < a.low;
    return sum;
}

void digest_hex(struct digest d, char out[DIGEST_HEX])
{
    static const char digit[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        out[i] = digit[d.high >> (60 - 4 * i) & 15];
        out[16 + i] = digit[d.low >> (60 - 4 * i) & 15];
    }
    out[DIGEST_HEX - 1] = '\0';
}

void digest_marked(struct digest d, char out[DIGEST_MARKED])
{
    memcpy(out, DIGEST_MARK, sizeof DIGEST_MARK);
    digest_hex(d, out + strlen(DIGEST_MARK));
}

uint64_t digest_short(const void *bytes, size_t len, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, len, seed);
}
