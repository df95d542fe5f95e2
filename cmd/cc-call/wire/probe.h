/*
 * probe: what a local server is, where no setting says it, and how many calls it takes at once.
 *
 * It is told by what it answers to a few GETs at its root, side by side.  Bodies decide, since a server may answer
 * 200 to anything: {"version":…} alone at /api/version is Ollama's (docs/api.md), total_slots at /props is
 * llama.cpp's (tools/server/README.md), {"version":…} alone at /version vLLM's, and the lists of models of these
 * two name their owner.  Any other that answers speaks OpenAI's protocol.
 */
#ifndef PROBE_H
#define PROBE_H

#include "diag.h"
#include "provider.h"

/* No server is asked for longer than this. */
#define PROBE_MS 3000

/*
 * The provider of that name, as provider_find; where its kind of server is to be guessed, or the workers of a
 * llama.cpp are not said, the server is asked first, and the answer holds for the registry.  One that does not answer
 * stays what it was, and so do those whose kind is said.  With -v says on stderr what was found.
 */
const struct provider *probe_provider(struct provider_registry *reg, const char *name,
                                      struct diag_error *err);

#endif
