/*
 * route: a path that a model wrote, held against the template of the operation.  Pure.
 *
 * Asked for /books/{id}, some write /books/7.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include <stdbool.h>

#include "buf.h"

struct route {
    const char *template, *path; /* what is still to be read; not owned */
    struct buf name, value;      /* of the parameter that was read last; the value decoded */
    bool astray;                 /* the path is no path of the template */
};

/* Neither is owned, and both must outlive it.  Ends in route_close. */
struct route route_open(const char *template, const char *path);
/* Reads on to the next parameter.  False: there is none, or the path goes astray. */
bool route_step(struct route *r);
void route_close(struct route *r);

/* Whether path is the template, or has a value in the place of each of its parameters; a query is none. */
bool route_fits(const char *template, const char *path);

#endif
