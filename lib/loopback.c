#include "loopback.h"

#include <string.h>

bool loopback_is(const char *url)
{
    static const char *const hosts[] = {"localhost", "127.0.0.1", "[::1]"};
    const char *host = strstr(url, "://");
    if (host == NULL || (strncmp(url, "http:", 5) != 0 && strncmp(url, "https:", 6) != 0))
        return false;
    host += 3;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        size_t len = strlen(hosts[i]);
        /* At the end of the text, strchr finds its NUL. */
        if (strncmp(host, hosts[i], len) == 0 && strchr(":/", host[len]) != NULL)
            return true;
    }
    return false;
}
