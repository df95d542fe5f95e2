#include "random.h"

#include <sys/random.h>
#include <unistd.h>

#include "clock.h"

struct random random_from(uint64_t seed)
{
    return (struct random){seed};
}

uint64_t random_next(struct random *r)
{
    r->state += 0x9e3779b97f4a7c15;
    uint64_t z = r->state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

uint64_t random_below(struct random *r, uint64_t n)
{
    /* What is left when whole rounds of n are taken from 2^64 would favour the small numbers. */
    uint64_t left = (0 - n) % n;
    uint64_t drawn;
    do
        drawn = random_next(r);
    while (drawn < left);
    return drawn % n;
}

uint64_t random_seed(void)
{
    uint32_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == sizeof seed)
        return seed;
    struct random r = random_from((uint64_t)clock_ms() ^ (uint64_t)getpid() << 32);
    return random_next(&r) >> 32;
}
