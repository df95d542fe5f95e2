/*
 * marks: a set of texts that is asked and not read: 8 bytes for each, whatever its length.  cc-merge.
 *
 * Two texts in 10^19 have the same mark: a set of 100,000 takes one in 10^14 for one of its own.
 */
#ifndef MARKS_H
#define MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero: empty. */
struct marks {
    uint64_t *mark;
    size_t count, room;
};

void marks_free(struct marks *m);
void marks_add(struct marks *m, const char *text, size_t len);
/* Behind the last marks_add, and before the first marks_has. */
void marks_sort(struct marks *m);
bool marks_has(const struct marks *m, const char *text, size_t len);

#endif
