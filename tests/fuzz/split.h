/*
 * split: cc-split inside the fuzzer's process, once an input.
 *
 * The text is stdin of cc-split and what it writes is looked at: each line is a JSON object, the exit code is
 * 0, 1 or 3, and with 3 nothing was written.  Anything else aborts.  The options are chosen by the digest of the
 * text, so an input is a plain description and always runs the same way.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include <stddef.h>
#include <stdint.h>

/* The first byte of the text that is not white space, or 0: it tells cc-split JSON from YAML. */
char split_first(const uint8_t *text, size_t size);
void split_run(const uint8_t *text, size_t size);

#endif
