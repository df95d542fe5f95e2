/*
 * slot: a provider's workers, shared by every process of this user on this machine.  Floor 2.
 *
 * A pool is a lock file named after the digest of a base URL.  Its first bytes are the places of a queue, the
 * others the slots; all are advisory locks of an open file description, so the kernel gives them back when the
 * holder dies.  A slot is taken only by whoever is first in the queue, which is to have the turn; a process
 * that finds no slot keeps its place while it waits, and so nobody passes it (plain try-locks starve the
 * second process, a turn without a queue the third: measured).
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

/*
 * A slot (1..workers) that is now ours, or 0: all are taken, or others are before us; our place in the queue
 * is kept, and it is worth asking again in 10 to 50 ms.  Who has got a slot still has the turn and may ask for
 * more at once; when then none is free, it goes to the end of the queue.  Who asks for no more, whatever it has
 * got, calls slot_leave(): otherwise nobody else gets a slot.
 */
int slot_take(struct slot_pool *pool);
void slot_give(struct slot_pool *pool, int slot);
/* Nothing more is wanted for now: gives back the turn, or the place in the queue.  Slots stay. */
void slot_leave(struct slot_pool *pool);

#endif
