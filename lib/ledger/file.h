/*
 * file: the file of a ledger: opened, locked, written, synced.
 *
 * Functions return -1 with errno where they say nothing of err.
 */
#ifndef LEDGER_FILE_H
#define LEDGER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

/* The file, made (0600) where there was none, for reading and appending; its name is on disk.  A FIFO or a
 * device does not block.  A descriptor, or -1 with err: a symbolic link, no regular file. */
int ledger_file_open(const char *path, struct diag_error *err);
/* A file that was not there, for writing; something else of that name is removed. */
int ledger_file_make(const char *path);
/* Whether the path still names the file that is open. */
bool ledger_file_is(int fd, const char *path);

/* Waits until no other description of the file is locked, and locks this one. */
int ledger_file_lock(int fd);
void ledger_file_unlock(int fd);

/* Reads all those bytes.  Returns 1, 0 where the file has fewer, or -1. */
int ledger_file_read(int fd, uint64_t at, char *bytes, size_t len);
/* What was written is on disk. */
int ledger_file_sync(int fd);

#endif
