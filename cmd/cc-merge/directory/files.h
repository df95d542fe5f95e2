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
#include <sys/stat.h>

#include "buf.h"
#include "diag.h"
#include "temp.h"

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

/* What stands there, of whatever kind; of a link, the link.  Returns false where there is nothing that can be seen. */
bool files_stat(const struct files *f, const char *folder, const char *file, struct stat *st);
/* Removes a file, and the folder, where that is empty then.  Returns 0, or -1 with err. */
int files_remove(const struct files *f, const char *folder, const char *file,
                 struct diag_error *err);
/* Remove the temporary files that a process left which was killed (temp.h): in the directory and its folders; in one
 * folder, of documents and of the file `own`.  Return how many. */
size_t files_clean(const struct files *f);
size_t files_clean_folder(const struct files *f, const char *folder, const char *own);
/* A file without a name in the directory, to be read and written: a descriptor of the caller's, or -1 with
 * err. */
int files_unnamed(const struct files *f, struct diag_error *err);
/*
 * Waits until nobody else has the file locked, and locks it; makes it, and the folder.  Returns a descriptor,
 * which the caller closes to unlock it, or -1 with err.
 */
int files_lock(const struct files *f, const char *folder, const char *file, struct diag_error *err);
/*
 * Gives a file another name that is free: its own and ".word", then ".word.2" and so on up to ".word.999"; the name goes
 * to to.  It keeps its own too, so that it is never without, but where the file system knows no links.  Returns 0, or -1
 * with err.
 */
int files_set_aside(const struct files *f, const char *folder, const char *file, const char *word,
                    struct buf *to, struct diag_error *err);

/* A file that is being written.  What stands there already stays until files_keep(). */
struct files_new {
    const struct files *files;
    const char *folder, *file; /* not owned */
    int dir, fd;
    int failed; /* errno of what failed, or 0; nothing is written after it */
    char temp[TEMP_NAME];
};

/* Begins; nothing is made yet.  Ends in files_keep() or files_drop(), also after a failure. */
void files_begin(struct files_new *n, const struct files *f, const char *folder, const char *file);
/* Adds to a temporary file beside it; makes that, and the folder. */
void files_add(struct files_new *n, const char *text, size_t len);
/*
 * Syncs the temporary file, gives it its name and syncs the directory.  Returns 0, or -1 with err naming the
 * path; what stood there before then still stands, and the temporary file is gone.
 */
int files_keep(struct files_new *n, struct diag_error *err);
/* Gives up: no temporary file stays. */
void files_drop(struct files_new *n);

#endif
