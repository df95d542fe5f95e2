/*
 * lane: the queue of one provider, its calls in flight and its slots, and what the run has learned of it.
 */
#ifndef LANE_H
#define LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "job/job.h"
#include "pace.h"
#include "provider.h"
#include "slot.h"
#include "verdict.h"
#include "wire/form.h"

struct lane_queue {
    struct job *first, **last; /* last: where the next one is linked */
    size_t count;
};

void lane_queue_init(struct lane_queue *q);
void lane_queue_add(struct lane_queue *q, struct job *j);
/* Takes the first job that is due, or NULL; *next_ms is lowered to the soonest due time of those passed over. */
struct job *lane_queue_take(struct lane_queue *q, int64_t now, int64_t *next_ms);
void lane_queue_add_first(struct lane_queue *q, struct job *j);
/* Takes this job out; it is in there. */
void lane_queue_remove(struct lane_queue *q, const struct job *j);
/* Takes the first job whatever its time, or NULL. */
struct job *lane_queue_shift(struct lane_queue *q);

struct lane {
    const struct provider *provider;
    struct lane_queue queue;
    struct lane_queue flying;
    struct slot_pool *slots; /* NULL: takes none (builtin) */
    struct pace pace;
    struct form form;
    struct verdict verdict;
};

/* slot_dir: from slot_directory(); opens the slots of the provider's address.  NULL with err. */
struct lane *lane_new(const struct provider *p, int slot_dir, struct diag_error *err);
void lane_free(struct lane *l);

#endif
