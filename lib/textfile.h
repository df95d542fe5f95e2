/*
 * textfile: a small file of text, as a whole.  Floor 2.
 */
#ifndef TEXTFILE_H
#define TEXTFILE_H

#include <stddef.h>

#include "buf.h"
#include "diag.h"

/*
 * Adds what the descriptor gives up to its end.  Returns 0; or -1, with errno where it cannot be read, with
 * buf_over(text) where it is more than the ceiling of text.
 */
int textfile_rest(int fd, struct buf *text);
/* The same with a message of what has that name: "NAME is larger than 64 KiB", "cannot read NAME: …". */
int textfile_take(int fd, const char *name, struct buf *text, struct diag_error *err);
/*
 * Adds the file to text, up to the ceiling of text; a pipe may stand in its place.  Returns 0, or -1 with err:
 * "cannot open PATH: …", "cannot read PATH: …", larger than the ceiling, a NUL in it.
 */
int textfile_read(const char *path, struct buf *text, struct diag_error *err);
/* Bytes of the byte order mark that editors of some systems begin a text with, or 0. */
size_t textfile_mark(const struct buf *text);

/* Writes all of it.  Returns 0, or -1 with errno; some of it may be written then. */
int textfile_write(int fd, const char *text, size_t len);

#endif
