#include "lanes.h"

#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "slot.h"
#include "wire/probe.h"

/* Names that cannot be asked and are remembered; a stream may make up more. */
enum { REFUSED = 1024 };

void lanes_init(struct lanes *l)
{
    *l = (struct lanes){.slot_dir = -1};
    table_init(&l->lane);
    table_init(&l->refused);
}

void lanes_free(struct lanes *l)
{
    for (size_t i = 0; i < l->lane.count; i++)
        lane_free(l->lane.entry[i].value.pointer);
    table_free(&l->lane);
    table_free_values(&l->refused);
    if (l->slot_dir >= 0)
        close(l->slot_dir);
}

static bool has_slots(struct lanes *l, struct diag_error *err)
{
    if (l->slot_dir < 0)
        l->slot_dir = slot_directory(l->slot_path, err);
    l->no_slots = l->no_slots || l->slot_dir < 0;
    return l->slot_dir >= 0;
}

static void warn_of_model(const struct provider *p)
{
    const struct vendor_retired *r = vendor_retirement(p->vendor, p->model);
    if (r != NULL)
        diag_warn("%s: the model %s was retired on %s; %s is its successor (--model, or the MODEL "
                  "setting)",
                  p->name, p->model, r->date, r->successor);
}

static struct lane *make(struct lanes *l, const char *name, struct diag_error *err)
{
    const struct provider *p = probe_provider(l->providers, name, err);
    if (p == NULL || !budget_knows(l->budget, p, err) ||
        (p->vendor->protocol != VENDOR_BUILTIN && !has_slots(l, err)))
        return NULL;
    struct lane *lane = lane_new(p, l->slot_dir, err);
    if (lane != NULL)
        warn_of_model(p);
    else
        l->no_slots = true;
    return lane;
}

struct lane *lanes_open(struct lanes *l, const char *name, struct diag_error *err)
{
    struct lane *lane = lanes_find(l, name);
    if (lane != NULL)
        return lane;
    const struct table_entry *refused = table_get(&l->refused, name, strlen(name));
    if (refused != NULL)
        diag_fail(err, "%s", (const char *)refused->value.pointer);
    else if ((lane = make(l, name, err)) != NULL)
        table_put(&l->lane, name, strlen(name))->value.pointer = lane;
    else if (l->refused.count < REFUSED)
        table_put(&l->refused, name, strlen(name))->value.pointer = mem_text(err->text);
    return lane;
}

bool lanes_refused(const struct lanes *l, const char *name)
{
    return l->refused.count >= REFUSED || table_get(&l->refused, name, strlen(name)) != NULL;
}

struct lane *lanes_find(const struct lanes *l, const char *name)
{
    const struct table_entry *e = table_get(&l->lane, name, strlen(name));
    return e != NULL ? e->value.pointer : NULL;
}

size_t lanes_count(const struct lanes *l)
{
    return l->lane.count;
}

struct lane *lanes_at(const struct lanes *l, size_t i)
{
    return i < l->lane.count ? l->lane.entry[i].value.pointer : NULL;
}
