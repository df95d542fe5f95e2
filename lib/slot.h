/*
 * slot: a provider's workers, shared by every process of this user on this machine.  Floor 2.
 *
 * A pool is a lock file named after the digest of a base URL.  Byte 0 is the turn, byte n the n-th slot;
 * both are advisory locks of an open file description, so the kernel gives them back when the holder dies.
 * A slot is taken only by whoever holds the turn; a process that finds no slot keeps the turn while it
 * waits, and so is next (plain try-locks starve the second process: measured).
 */
#ifndef SLOT_H
#define SLOT_H

#include <stdbool.h>

#include "diag.h"

struct slot_pool;

/*
 * Finds or makes the directory of the lock files: $CASECRAFT_SLOT_DIR (setting `dir`, may be NULL), else
 * /run/user/UID/casecraft where /run/user/UID exists, else /tmp/casecraft-UID.  It must be a directory,
 * ours, and closed to others (0700).  Returns an open descriptor, or -1 with err.
 */
int slot_directory(const char *dir, struct diag_error *err);

/* dir: from slot_directory, used only here.  workers: 1..CEILING_WORKERS.  NULL with err on failure. */
struct slot_pool *slot_open(int dir, const char *base_url, int workers, struct diag_error *err);
/* Gives back everything that is held. */
void slot_close(struct slot_pool *pool);

/* A slot (1..workers) that is now ours, or 0: all are taken, or another process has the turn. */
int slot_take(struct slot_pool *pool);
void slot_give(struct slot_pool *pool, int slot);
/* Nothing is wanted any more: gives back the turn if a failed slot_take kept it. */
void slot_leave(struct slot_pool *pool);

#endif
