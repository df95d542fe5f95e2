#include "check.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "checkup.h"
#include "clock.h"
#include "finding.h"
#include "httppool.h"
#include "mem.h"
#include "options.h"
#include "stopping.h"

struct check {
    struct checkup *checkup;
    size_t count;
    struct httppool *pool;
    int stop;
};

static struct options_list find_names(struct lanes *lanes, const struct config *config,
                                      const char *given)
{
    struct options_list list = {0};
    if (given != NULL)
        options_list_add(&list, given);
    config_list(config, "CASECRAFT_PROVIDERS", &list);
    config_list(config, "CASECRAFT_PROVIDER", &list);
    /* A weight, as cc-assign takes it. */
    for (size_t i = 0; i < list.count; i++)
        list.item[i][strcspn(list.item[i], ":")] = '\0';
    if (list.count == 0)
        provider_configured(lanes->providers, &list);
    return list;
}

static int nobody(struct lanes *lanes)
{
    struct buf choices;
    buf_init(&choices, CEILING_TEXT);
    provider_choices(lanes->providers, &choices);
    diag_error("no provider is configured: use -p with one of %s", choices.data);
    buf_free(&choices);
    return DIAG_USAGE;
}

static void begin(struct check *k, struct lanes *lanes, const struct options_list *names, bool full)
{
    k->checkup = mem_array(names->count, sizeof *k->checkup);
    for (; k->count < names->count && stopping_signal() == 0; k->count++) {
        const char *name = names->item[k->count];
        struct diag_error why;
        struct lane *lane = lanes_open(lanes, name, &why);
        checkup_init(&k->checkup[k->count], name, lane, full, &why);
    }
}

/* Starts what can be started.  Returns milliseconds until that should be done again, or -1: all are through. */
static int go(struct check *k)
{
    int64_t next = INT64_MAX, now = clock_ms();
    bool some = false;
    for (size_t i = 0; i < k->count; i++) {
        int64_t due = checkup_go(&k->checkup[i], k->pool);
        next = due < next ? due : next;
        some = some || k->checkup[i].step != CHECKUP_DONE;
    }
    if (!some)
        return -1;
    int64_t wait = next - now;
    return wait < 0 ? 0 : wait < 60000 ? (int)wait : 60000;
}

static int run(struct check *k, struct diag_error *err)
{
    int wait;
    while (stopping_signal() == 0 && (wait = go(k)) >= 0) {
        struct httppool_fd fd = {k->stop, true, false, false};
        struct httppool_call *call;
        if (httppool_wait(k->pool, &fd, 1, wait, err) < 0)
            return -1;
        while ((call = httppool_next(k->pool)) != NULL)
            for (size_t i = 0; i < k->count && !checkup_take(&k->checkup[i], call);)
                i++;
    }
    return 0;
}

/* Returns whether all are well. */
static bool tell(const struct check *k, struct lineout *out)
{
    bool well = true;
    struct buf line;
    buf_init(&line, CEILING_TEXT);
    for (size_t i = 0; i < k->count; i++) {
        const struct checkup *c = &k->checkup[i];
        buf_reset(&line);
        finding_record(c, &line);
        lineout_line(out, line.data, line.len);
        if (c->reply.class == OUTCOME_OK)
            continue;
        well = false;
        buf_reset(&line);
        finding_line(c, &line);
        diag_error("%s", line.data);
    }
    buf_free(&line);
    return well;
}

static int finish(struct check *k, struct lineout *out)
{
    struct diag_error err;
    if ((k->pool = httppool_open(&err)) == NULL || run(k, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    if (stopping_signal() != 0)
        return DIAG_SOME;
    bool well = tell(k, out);
    if (lineout_flush(out, &err) < 0)
        return out->failed == EPIPE ? DIAG_SOME : diag_exit(DIAG_ENVIRONMENT, &err);
    return well ? DIAG_OK : DIAG_SOME;
}

int check_run(struct lanes *lanes, const struct config *config, const struct check_order *order,
              struct lineout *out)
{
    struct options_list names = find_names(lanes, config, order->names);
    struct check k = {.stop = order->stop};
    int code = DIAG_USAGE;
    if (names.count == 0) {
        nobody(lanes);
    } else {
        begin(&k, lanes, &names, order->full);
        code = finish(&k, out);
    }
    for (size_t i = 0; i < k.count; i++) {
        checkup_drop(&k.checkup[i], k.pool);
        checkup_free(&k.checkup[i]);
    }
    free(k.checkup);
    httppool_close(k.pool);
    options_list_free(&names);
    return code;
}
