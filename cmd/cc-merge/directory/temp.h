/*
 * temp: files that are being written, under names that nobody else has.  cc-merge.
 *
 * Their names are ".NAME.", 16 hex digits and ".tmp".  Who writes one holds a lock on it, which the kernel gives back
 * when the process is gone: so it is known of each whether anybody is still at it, and the locks of many processes in
 * one directory do not meet.
 */
#ifndef TEMP_H
#define TEMP_H

#include <stdbool.h>
#include <stddef.h>

/* ".", a name, "." and 16 hex digits, ".tmp", with the NUL: names.c keeps names short. */
#define TEMP_NAME 256

/* Makes and locks one in the directory that dir is a descriptor of.  Returns a descriptor, to be read and written, and
 * its name in name; or -1 with errno. */
int temp_open(int dir, const char *file, char name[TEMP_NAME]);

/*
 * Removes those in the directory that nobody is at, left by a process that was killed: regular files of this user, of
 * documents (.json, .ndjson) or of `own`.  Looks at no more than CEILING_OPERATIONS names.  Returns how many are gone.
 */
size_t temp_clean(int dir, const char *own);

/* Waits for a lock on the whole file.  Returns 0, or -1 with errno.  Locks of the open file description are not lost when
 * another descriptor of the file is closed. */
int temp_lock(int fd);

#endif
