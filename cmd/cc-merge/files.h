/*
 * files: the output directory, whose files appear whole or not at all.  cc-merge.
 *
 * Folder and file names are single path components from names.c; everything is opened relative to the
 * directory's descriptor, and neither a folder nor a file is reached through a symbolic link.
 */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"

struct files {
    char *dir; /* as the person wrote it, without slashes at its end */
    int fd;
};

/* Opens the directory, made with its parents where it is missing.  Returns 0, or -1 with err: it cannot be
 * made, is none, or nothing can be written in it. */
int files_open(struct files *f, const char *dir, struct diag_error *err);
void files_close(struct files *f);

/* Adds "DIR/FOLDER/FILE", or "DIR/FILE" for the folder "". */
void files_path(const struct files *f, const char *folder, const char *file, struct buf *out);

/* Adds the bytes of a file.  Returns false when there is no such regular file, or it cannot be read or does
 * not fit below the ceiling of out; out then holds nothing useful. */
bool files_read(const struct files *f, const char *folder, const char *file, struct buf *out);

/*
 * Writes a file whole: a temporary file beside it, synced, renamed, and the directory synced.  Makes the
 * folder.  Returns 0, or -1 with err naming the path; what stood there before then still stands, and the
 * temporary file is gone.
 */
int files_write(const struct files *f, const char *folder, const char *file, const char *text,
                size_t len, struct diag_error *err);

#endif
