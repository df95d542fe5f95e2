/*
 * folder: the names in a folder, on the disk.  Floor 2.
 *
 * Some file systems cannot sync a folder, and need not: that is no failure.
 */
#ifndef FOLDER_H
#define FOLDER_H

/* The folder that is open there.  Returns 0, or -1 with errno. */
int folder_sync(int fd);
/* The folder that the file at path is in; one that may be written in but not be read cannot be opened for it, and is
 * passed over.  Returns 0, or -1 with errno. */
int folder_sync_of(const char *path);

#endif
