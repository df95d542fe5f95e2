/*
 * ollama: Ollama's own protocol, POST /api/chat (ollama/ollama docs/api.md, server/routes.go, 2026-08).
 *
 * Its OpenAI side cannot be told the size of the context, and there a prompt that is too long is cut from the
 * front with status 200; here num_ctx is said, and truncate:false makes it an error.
 */
#ifndef OLLAMA_H
#define OLLAMA_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "form.h"
#include "jsontape.h"
#include "provider.h"
#include "reply.h"

void ollama_url(const struct provider *p, struct buf *out);
/* As openai_request. */
void ollama_request(const struct provider *p, const struct form *f, const char *messages,
                    size_t len, const char *schema, struct buf *out);
/* As openai_take; finish is done_reason.  Servers of before 2024-06 name none; newer ones leave it out when they
 * lost the model's end, and then leave out the counts too: with counts it is "stop". */
bool ollama_take(const struct provider *p, const struct jsontape *t, struct reply *r);

#endif
