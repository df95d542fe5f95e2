#include "random.h"

#include <stddef.h>

#include "unit.h"

/* The first numbers of a seed, as splitmix64 has them everywhere. */
static const struct {
    uint64_t seed, number[3];
} firsts[] = {
    {0, {0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f}},
    {1234567, {6457827717110365317u, 3203168211198807973u, 9817491932198370423u}},
};

static void check_firsts(void)
{
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        struct random r = random_from(firsts[i].seed);
        for (size_t k = 0; k < 3; k++) {
            uint64_t came = random_next(&r);
            UNIT_CHECK(came == firsts[i].number[k], "seed %llu, number %zu: %llu",
                       (unsigned long long)firsts[i].seed, k, (unsigned long long)came);
        }
    }
}

/* A draw is below n, and none of them is favoured: for the last n, the plain remainder would give every small number
 * twice as often as the others. */
static void check_below(void)
{
    static const uint64_t tops[] = {1, 2, 3, 7, 1000, UINT64_MAX / 3 * 2};
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
        struct random r = random_from(i);
        bool below = true;
        int lower = 0;
        for (int k = 0; k < 10000; k++) {
            uint64_t came = random_below(&r, tops[i]);
            below = below && came < tops[i];
            lower += came < tops[i] / 2;
        }
        UNIT_CHECK(below, "a draw below %llu", (unsigned long long)tops[i]);
        double share = (double)(tops[i] / 2) / (double)tops[i];
        UNIT_CHECK(lower > share * 10000 - 200 && lower < share * 10000 + 200,
                   "%d of 10000 draws below %llu are in the lower half", lower,
                   (unsigned long long)tops[i]);
    }
}

int main(void)
{
    check_firsts();
    check_below();
    uint64_t one = random_seed(), two = random_seed(), three = random_seed();
    UNIT_CHECK(one <= UINT32_MAX && (one != two || two != three), "seeds that nobody chose");
    return unit_end();
}
