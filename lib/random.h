/*
 * random: numbers by chance, the same ones on every machine.  Floor 0.
 *
 * splitmix64: for fair shares and tests that can be run again; never for secrets.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

struct random random_from(uint64_t seed);
/* The next 64 bits. */
uint64_t random_next(struct random *r);
/* A number below n, which is not 0; each is as likely as the others. */
uint64_t random_below(struct random *r, uint64_t n);

/* A seed that nobody chose, of 32 bits: short enough to be typed. */
uint64_t random_seed(void);

#endif
