#include "protocol.h"

#include "ollama.h"
#include "openai.h"

static const struct protocol protocols[] = {
    [VENDOR_OPENAI] = {false, openai_url, openai_request, openai_take},
    [VENDOR_OLLAMA] = {true, ollama_url, ollama_request, ollama_take},
};

const struct protocol *protocol_of(const struct provider *p)
{
    return &protocols[p->vendor->protocol];
}
