#include "guise.h"

#include <stddef.h>
#include <string.h>

#define JSON "application/json"
#define UTF8 "application/json; charset=utf-8"
#define TEXT "text/plain"

static const struct guise_answer answers[] = {
    {"ollama", "", 200, TEXT, "Ollama is running"},
    {"ollama", "api/version", 200, UTF8, "{\"version\":\"0.12.6\"}"},
    {"ollama", "api/tags", 200, UTF8,
     "{\"models\":[{\"name\":\"loopback:latest\",\"model\":\"loopback:latest\","
     "\"modified_at\":\"2025-05-04T17:37:44.706015396-07:00\",\"size\":2019393189,"
     "\"digest\":\"a80c4f17acd5\",\"details\":{\"parent_model\":\"\",\"format\":\"gguf\","
     "\"family\":\"llama\",\"families\":[\"llama\"],\"parameter_size\":\"3.2B\","
     "\"quantization_level\":\"Q4_K_M\"}}]}"},
    {"ollama", "v1/models", 200, JSON,
     "{\"object\":\"list\",\"data\":[{\"id\":\"loopback:latest\",\"object\":\"model\","
     "\"created\":1700000000,\"owned_by\":\"library\"}]}\n"},
    {"ollama", NULL, 404, TEXT, "404 page not found"},
    {"vllm", "health", 200, TEXT, ""},
    {"vllm", "version", 200, JSON, "{\"version\":\"0.11.0\"}"},
    {"vllm", "v1/models", 200, JSON,
     "{\"object\":\"list\",\"data\":[{\"id\":\"loopback\",\"object\":\"model\","
     "\"created\":1700000000,\"owned_by\":\"vllm\",\"root\":\"loopback\",\"parent\":null,"
     "\"max_model_len\":4096}]}"},
    {"vllm", NULL, 404, JSON, "{\"detail\":\"Not Found\"}"},
    {"llamacpp", "health", 200, UTF8, "{\"status\":\"ok\"}"},
    {"llamacpp", "props", 200, UTF8,
     "{\"default_generation_settings\":{\"n_ctx\":4096},\"total_slots\":4,"
     "\"model_path\":\"loopback.gguf\"}"},
    {"llamacpp", "v1/models", 200, UTF8,
     "{\"object\":\"list\",\"data\":[{\"id\":\"loopback.gguf\",\"object\":\"model\","
     "\"created\":1700000000,\"owned_by\":\"llamacpp\"}]}"},
    {"llamacpp", NULL, 404, UTF8,
     "{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}"},
};

bool guise_is(const char *name)
{
    return guise_find(name, "v1/models") != NULL;
}

const struct guise_answer *guise_find(const char *guise, const char *path)
{
    for (size_t i = 0; guise != NULL && i < sizeof answers / sizeof *answers; i++) {
        const struct guise_answer *a = &answers[i];
        if (strcmp(a->guise, guise) == 0 && (a->path == NULL || strcmp(a->path, path) == 0))
            return a;
    }
    return NULL;
}
