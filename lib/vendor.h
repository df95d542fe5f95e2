/*
 * vendor: what is known of each provider: addresses, models, quirks, errors.  Floor 4.
 *
 * One row a vendor.  Nothing else in the program knows a provider by name.
 */
#ifndef VENDOR_H
#define VENDOR_H

#include <stdbool.h>
#include <stddef.h>

#include "outcome.h"

enum vendor_protocol { VENDOR_OPENAI, VENDOR_BUILTIN };

struct vendor {
    const char *name;
    enum vendor_protocol protocol;
    const char *base_url;
    const char *model; /* by default; "" where one must be named */
    int workers;
    bool key;           /* it wants one */
    double temperature; /* by default; < 0: must not be sent */
    double hottest;     /* top of the temperature range */
    const char *cap;    /* request member that carries the ceiling of the answer */
    const char
        *extra; /* request members that every call gets, as JSON without braces; "" for none */
    bool json;  /* it has response_format json_object */
    const struct outcome_pattern *pattern; /* its own errors */
    size_t patterns;
};

/* The row of that name, or NULL. */
const struct vendor *vendor_find(const char *name);
/* The row for any other name, whose address a person sets. */
const struct vendor *vendor_other(void);
/* The i-th row, or NULL behind the last. */
const struct vendor *vendor_at(size_t i);

#endif
