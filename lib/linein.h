/*
 * linein: lines from a descriptor, by read(2).  Floor 2.
 *
 * stdio is not used, because poll does not see what stdio has buffered.
 */
#ifndef LINEIN_H
#define LINEIN_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"

struct linein {
    int fd; /* not owned */
    struct buf buf;
    size_t at;   /* first byte not handed out */
    size_t seen; /* bytes from `at` known to hold no newline */
    size_t number;
    bool ended;
    bool broken; /* read(2) failed */
};

/* max: ceiling of one line (ceiling.h). */
void linein_init(struct linein *in, int fd, size_t max);
void linein_free(struct linein *in);

/*
 * The next whole line out of what was read, without its newline; *line is NUL-terminated and valid until
 * the next linein_fill.  Lines of white space alone are passed over, but counted.  The last line needs no
 * newline.  Returns false when more must be read, or when the input has ended (linein_ended()).
 */
bool linein_next(struct linein *in, char **line, size_t *len);
/*
 * One read(2); blocks if the descriptor does.  Returns 1 when something was read or the end reached, 0
 * when a signal interrupted or nothing is there yet, -1 with err: cannot read, or a line over the ceiling.
 */
int linein_fill(struct linein *in, struct diag_error *err);
/* The end was read and every line handed out. */
bool linein_ended(const struct linein *in);
/* The number of the line last handed out, from 1. */
size_t linein_number(const struct linein *in);

#endif
