#include "replay.h"

#include <string.h>
#include <strings.h>

#include "number.h"

/* The value of a header line, or NULL when it is another header.  Line ends with CR LF. */
static const char *value_of(const char *line, size_t len, const char *name)
{
    size_t n = strlen(name);
    if (len <= n || strncasecmp(line, name, n) != 0 || line[n] != ':')
        return NULL;
    return line + n + 1 + strspn(line + n + 1, " \t");
}

/* Whether the head says where the body ends, and all of the body is there. */
static bool is_whole(const char *head, const char *body, const char *end)
{
    bool whole = strncmp(head, "HTTP/1.1", 8) == 0;
    bool framed = false;
    for (const char *line = head, *next; line < body; line = next) {
        next = (const char *)memchr(line, '\n', (size_t)(body - line)) + 1;
        size_t len = (size_t)(next - line);
        const char *value;
        if ((value = value_of(line, len, "connection")) != NULL) {
            whole = whole && strncasecmp(value, "close", 5) != 0;
        } else if (value_of(line, len, "transfer-encoding") != NULL) {
            static const char last[] = "0\r\n\r\n";
            size_t n = sizeof last - 1;
            framed = (size_t)(end - body) >= n && memcmp(end - n, last, n) == 0;
        } else if ((value = value_of(line, len, "content-length")) != NULL) {
            framed = number_to_count(value, strspn(value, "0123456789")) == end - body;
        }
    }
    return whole && framed;
}

struct replay replay_read(const char *bytes, size_t len)
{
    const char *head = bytes, *end = bytes + len;
    for (;;) {
        const char *blank = memmem(head, (size_t)(end - head), "\r\n\r\n", 4);
        if (blank == NULL)
            return (struct replay){.head = len};
        const char *body = blank + 4;
        bool interim = end - head > 10 && strncmp(head, "HTTP/1.1 1", 10) == 0;
        if (!interim)
            return (struct replay){(size_t)(body - bytes), is_whole(head, body, end)};
        head = body;
    }
}
