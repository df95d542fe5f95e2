/*
 * loopback: whether an address is of this machine.  Floor 0.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <stdbool.h>

/* url is http or https to localhost, 127.0.0.1 or [::1], by that very name. */
bool loopback_is(const char *url);

#endif
