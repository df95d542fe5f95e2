/*
 * guise: the answers to GET by which the servers of local models are told apart.
 */
#ifndef GUISE_H
#define GUISE_H

#include <stdbool.h>

struct guise_answer {
    const char *guise;
    const char *path; /* without its first slash; NULL: any other */
    int status;
    const char *type, *body;
};

/* Whether one is called so: ollama, vllm, llamacpp. */
bool guise_is(const char *name);
/* The answer to a GET of that path, or NULL: it has none of its own (guise may be NULL). */
const struct guise_answer *guise_find(const char *guise, const char *path);

#endif
