#include "digest.h"

#include <string.h>

#include "unit.h"

/* Values of the published algorithm: digests are kept in state files and ledgers, so they must not change. */
static const struct {
    const char *text, *hex;
} known[] = {
    {"", "99aa06d3014798d86001c324468d497f"},
    {"a", "a96faf705af16834e6c632b61e964e1f"},
    {"abc", "06b05ab6733a618578af5f94892f3950"},
};

static bool same(struct digest a, struct digest b)
{
    return a.low == b.low && a.high == b.high;
}

static void check_pairs(void)
{
    struct digest a = digest_of("a", 1), b = digest_of("b", 1), zero = {0, 0};
    UNIT_CHECK(same(digest_pair(a, b), digest_pair(a, b)), "a pair is always the same");
    UNIT_CHECK(!same(digest_pair(a, b), digest_pair(b, a)), "a pair has an order");
    UNIT_CHECK(!same(digest_pair(a, b), a) && !same(digest_pair(a, zero), a),
               "a pair is not its part");
    UNIT_CHECK(same(digest_add(a, b), digest_add(b, a)), "a sum has no order");
    UNIT_CHECK(same(digest_add(digest_add(a, b), zero), digest_add(a, digest_add(zero, b))),
               "nor groups");
    UNIT_CHECK(same(digest_add(a, zero), a), "nothing added changes nothing");
    struct digest full = {UINT64_MAX, 5}, one = {1, 0}, carried = {0, 6};
    UNIT_CHECK(same(digest_add(full, one), carried), "a sum carries over");
}

static void check_hex(void)
{
    char out[DIGEST_HEX];
    memset(out, 'x', sizeof out);
    digest_hex((struct digest){0, 0}, out);
    UNIT_CHECK(strcmp(out, "00000000000000000000000000000000") == 0, "leading zeros stay: %s", out);
    digest_hex((struct digest){.low = 0xfedcba9876543210, .high = 0x0123456789abcdef}, out);
    UNIT_CHECK(strcmp(out, "0123456789abcdeffedcba9876543210") == 0, "high digits first: %s", out);
    char marked[DIGEST_MARKED];
    digest_marked((struct digest){.low = 1}, marked);
    UNIT_CHECK(strcmp(marked, "xxh128:00000000000000000000000000000001") == 0, "marked: %s",
               marked);
}

static void check_short(void)
{
    UNIT_CHECK(digest_short("abc", 3, 1) == digest_short("abc", 3, 1), "a hash is always the same");
    UNIT_CHECK(digest_short("abc", 3, 1) != digest_short("abc", 3, 2), "the seed changes it");
    UNIT_CHECK(digest_short("abc", 3, 1) != digest_short("abd", 3, 1), "a byte changes it");
    UNIT_CHECK(digest_short("a\0b", 3, 1) != digest_short("a\0c", 3, 1), "NUL does not end it");
}

int main(void)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char out[DIGEST_HEX];
        digest_hex(digest_of(known[i].text, strlen(known[i].text)), out);
        UNIT_CHECK(strcmp(out, known[i].hex) == 0, "'%s' is %s, not %s", known[i].text,
                   known[i].hex, out);
    }
    UNIT_CHECK(!same(digest_of("a\0b", 3), digest_of("a\0c", 3)), "NUL does not end the bytes");
    check_pairs();
    check_hex();
    check_short();
    return unit_end();
}
