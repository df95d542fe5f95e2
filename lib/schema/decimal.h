/*
 * schema/decimal: small exact sums on JSON number texts.  Floor 4.
 *
 * A decimal is digits times a power of ten, with as many digits as fit 38; longer ones are refused, so
 * that nothing is ever rounded.
 */
#ifndef SCHEMA_DECIMAL_H
#define SCHEMA_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

struct schema_decimal {
    __int128 digits;
    int scale; /* value = digits / 10^scale; never negative */
};

/* Room for any decimal as text, NUL included. */
#define SCHEMA_DECIMAL_TEXT 96

/* Reads a JSON number text; false when it does not fit. */
bool schema_decimal_read(const char *text, size_t len, struct schema_decimal *out);
/* Writes it without an exponent. */
void schema_decimal_print(struct schema_decimal d, char out[SCHEMA_DECIMAL_TEXT]);

/* 1: value, however long, is a whole multiple of unit; 0: it is not; -1: unit has too many digits to say, or is
 * not over 0. */
int schema_decimal_divides(const char *value, size_t len, const char *unit, size_t unit_len);
/* The multiple of unit at value or next to it, upwards or downwards; strictly beyond it when `beyond`. */
bool schema_decimal_multiple(const struct schema_decimal *value, const struct schema_decimal *unit,
                             bool up, bool beyond, struct schema_decimal *out);
/* < 0, 0, > 0; false in *ok where they are too far apart to say. */
int schema_decimal_compare(struct schema_decimal a, struct schema_decimal b, bool *ok);
/* Half way, rounded to the scale of the longer of the two. */
bool schema_decimal_middle(struct schema_decimal a, struct schema_decimal b,
                           struct schema_decimal *out);
/* One step up (direction > 0) or down: by 1 when whole, else by 0.01 or one unit of its last digit. */
bool schema_decimal_step(struct schema_decimal *d, bool whole, int direction);

#endif
