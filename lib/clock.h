/*
 * clock: time.  Floor 0.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* Milliseconds of a clock that never jumps; only differences mean anything. */
int64_t clock_ms(void);
/* The same clock in microseconds. */
int64_t clock_us(void);

/* "2026-11-23T10:15:30Z" and its NUL. */
#define CLOCK_STAMP 21

/* Now in UTC (RFC 3339, whole seconds), for attempts and logs. */
void clock_stamp(char out[CLOCK_STAMP]);
/*
 * As clock_stamp, but the time that SOURCE_DATE_EPOCH says where it is set, so that files can be made
 * twice with the same bytes (reproducible-builds.org/specs/source-date-epoch).
 */
void clock_made(char out[CLOCK_STAMP]);

#endif
