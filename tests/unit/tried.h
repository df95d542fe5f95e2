/*
 * tried: one try of cc-call whose answer the test itself gives, without a network.
 */
#ifndef TRIED_H
#define TRIED_H

#include "../../cmd/cc-call/wire/exchange.h"

#include "mem.h"

/* The row of the vendor; server: which of several, or NULL. */
static inline const struct vendor *tried_vendor(const char *name, const char *server)
{
    const struct vendor *v = vendor_find(name);
    return server != NULL ? vendor_serving(v, server) : v;
}

/* Asks; p must outlive e, which exchange_free() frees. */
static inline void tried_begin(struct exchange *e, const struct provider *p)
{
    exchange_init(e);
    e->provider = p;
    e->form = (struct form){.stream = p->stream};
    exchange_begin(e, NULL);
    e->call.retry_after_ms = -1;
}

/* Bytes of an answer with that status; what behind them is refused does not come. */
static inline void tried_bytes(struct exchange *e, long status, const char *bytes, size_t len)
{
    e->call.status = status;
    if (len > 0 && !e->call.take(e->call.owner, bytes, len))
        e->call.end = HTTPPOOL_REFUSED;
}

/* The connection ends so, unless its bytes were refused. */
static inline void tried_end(struct exchange *e, enum httppool_end end)
{
    if (e->call.end == HTTPPOOL_DONE)
        e->call.end = end;
    exchange_end(e);
}

#endif
