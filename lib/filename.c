#include "filename.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "digest.h"

/* "-" and eight hex digits. */
enum { MARK = 9 };

void filename_mark(char *name, const char *of)
{
    size_t len = strlen(name);
    len = len < FILENAME_MOST - MARK ? len : FILENAME_MOST - MARK;
    snprintf(name + len, MARK + 1, "-%08x", (unsigned)digest_of(of, strlen(of)).low);
}

bool filename_is_device(const char *name)
{
    static const char *const device[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    size_t len = strcspn(name, ".");
    for (size_t i = 0; i < sizeof device / sizeof device[0]; i++) {
        bool numbered = i >= 4;
        if (strncasecmp(name, device[i], 3) == 0 && len == (numbered ? 4u : 3u) &&
            (!numbered || (name[3] >= '0' && name[3] <= '9')))
            return true;
    }
    return false;
}

bool filename_takes(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           (!first && (c == '.' || c == '-'));
}

void filename_of(const char *slug, char *name)
{
    size_t len = 0;
    bool device = filename_is_device(slug);
    for (; len < FILENAME_MOST && slug[len] != '\0'; len++) {
        char c = slug[len] >= 'A' && slug[len] <= 'Z' ? (char)(slug[len] + 32) : slug[len];
        name[len] = filename_takes(c, len == 0) && !(device && c == '.') ? c : '_';
    }
    name[len] = '\0';
    if (strcmp(name, slug) != 0 || device)
        filename_mark(name, slug);
}
