/*
 * pretty: JSON text for people.  cc-merge.
 */
#ifndef PRETTY_H
#define PRETTY_H

#include <stddef.h>

#include "buf.h"

/* Adds the text, which is one compact and valid JSON value, indented by two blanks a level; tokens stay as
 * the bytes they are. */
void pretty_print(const char *json, size_t len, struct buf *out);

#endif
