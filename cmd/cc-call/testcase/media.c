#include "media.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

static bool is_type(const char *content_type, size_t len, const char *name)
{
    return strlen(name) == len && strncasecmp(content_type, name, len) == 0;
}

enum media media_of(const char *content_type)
{
    size_t len = strcspn(content_type, "; ");
    if (is_type(content_type, len, "application/json") || is_type(content_type, len, "*/*") ||
        is_type(content_type, len, "application/*") ||
        (len > 5 && strncasecmp(content_type + len - 5, "+json", 5) == 0))
        return MEDIA_JSON;
    if (is_type(content_type, len, "application/x-www-form-urlencoded"))
        return MEDIA_FORM;
    return len > 10 && strncasecmp(content_type, "multipart/", 10) == 0 ? MEDIA_MULTIPART
                                                                        : MEDIA_TEXT;
}

char *media_first(const char *list)
{
    static const struct {
        const char *range, *type;
    } usual[] = {{"image/*", "image/png"},
                 {"audio/*", "audio/mpeg"},
                 {"video/*", "video/mp4"},
                 {"text/*", "text/plain"}};
    list += strspn(list, " ,");
    size_t len = strcspn(list, ",");
    while (len > 0 && list[len - 1] == ' ')
        len--;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (is_type(list, len, usual[i].range))
            return mem_text(usual[i].type);
    for (size_t i = 0; i < len; i++)
        if (list[i] < ' ' || list[i] > '~' || list[i] == '*')
            return NULL;
    return len == 0 ? NULL : mem_copy(list, len);
}
