/*
 * ollama: chat completions in the form of Ollama's own /api/chat, whole or as lines, and its errors.
 */
#ifndef OLLAMA_H
#define OLLAMA_H

#include "buf.h"
#include "completion.h"

/* Adds one JSON object and a line end; without a finish it says "done":false. */
void ollama_whole(const struct completion *c, struct buf *out);
/* Adds a line a word (those of the reasoning first), and one that is done: without a finish it is
 * left out. */
void ollama_lines(const struct completion *c, struct buf *out);
/* Adds {"error":message}. */
void ollama_error(const char *message, struct buf *out);

#endif
