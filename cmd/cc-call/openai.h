/*
 * openai: the protocol of POST /chat/completions, as its many speakers speak it.
 */
#ifndef OPENAI_H
#define OPENAI_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "httppool.h"
#include "provider.h"
#include "reply.h"

/* Adds the address of chat completions. */
void openai_url(const struct provider *p, struct buf *out);
/* Adds the request: model, messages (a JSON array), the vendor's quirks; json: ask for a JSON object. */
void openai_request(const struct provider *p, const char *messages, size_t len, bool json,
                    struct buf *out);
/*
 * Reads a call that has ended.  The body decides before the status.  An answer needs a finish_reason: without
 * one it is class output, cut off.  finish "length" is an answer; the caller looks at reply.finish.
 */
void openai_read(const struct provider *p, const struct httppool_call *call, struct reply *r);

#endif
