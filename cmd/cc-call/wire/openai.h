/*
 * openai: the protocol of POST /chat/completions, as its many speakers speak it.
 */
#ifndef OPENAI_H
#define OPENAI_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "form.h"
#include "jsontape.h"
#include "provider.h"
#include "reply.h"

/* Adds the address of chat completions. */
void openai_url(const struct provider *p, struct buf *out);
/* Adds the request: model, messages (a JSON array), the vendor's quirks.  schema: JSON of what the answer must be;
 * NULL: any text. */
void openai_request(const struct provider *p, const struct form *f, const char *messages,
                    size_t len, const char *schema, struct buf *out);
/*
 * Takes an answer, or one chunk of it, or an error in any of its shapes, into the reply.  Returns whether it
 * brought the answer on.
 */
bool openai_take(const struct provider *p, const struct jsontape *t, struct reply *r);

#endif
