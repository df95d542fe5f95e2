/*
 * repair: JSON as models write it, read leniently and written as strict JSON.  Pure; one pass, bounded depth.
 *
 * Mended: commas too many or left out before a quote or a bracket; comments; names without quotes; single and
 * typographic quotes where they delimit; bare quotes, line ends and other control characters inside a string; escapes
 * that JSON does not know; bytes that are no UTF-8; True, False and None; undefined, NaN and Infinity, which become
 * null; +1, .5 and 5.  Anything else breaks the value off at that place, as the end of the text does: what ended
 * before it is kept, what is open is closed.
 *
 * Valid JSON comes out as it is but for the white space between its values: strings and numbers keep their bytes.
 */
#ifndef REPAIR_H
#define REPAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct repair {
    size_t end; /* in the text: behind what was read, always behind the first bracket */
    /* In out: what ends there or before had ended in the text; what ends behind it was closed here. */
    size_t whole;
    bool broken; /* off, at `end` */
    bool named;  /* a member with its name in quotes was read */
};

/*
 * Reads the value whose bracket, { or [, is text[at], from text[at, len), and puts it in the place of what is in
 * out: nothing, when it broke off before anything in it had ended, or is longer than out can be.
 */
struct repair repair_value(const char *text, size_t at, size_t len, struct buf *out);

#endif
