/*
 * protocol: how a provider is spoken to; picks one of openai and ollama by the vendor's row.
 */
#ifndef PROTOCOL_H
#define PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "form.h"
#include "jsontape.h"
#include "provider.h"
#include "reply.h"

struct protocol {
    bool lines; /* streams are one JSON object a line, not events */
    void (*url)(const struct provider *p, struct buf *out);
    void (*request)(const struct provider *p, const struct form *f, const char *messages,
                    size_t len, const char *schema, struct buf *out);
    bool (*take)(const struct provider *p, const struct jsontape *t, struct reply *r);
};

/* Of any provider but builtin. */
const struct protocol *protocol_of(const struct provider *p);

#endif
