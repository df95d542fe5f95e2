#include "uri.h"

#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "number.h"
#include "table.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t scheme_length(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len &&
           (is_letter(text[n]) || (n > 0 && ((text[n] >= '0' && text[n] <= '9') || text[n] == '+' ||
                                             text[n] == '-' || text[n] == '.'))))
        n++;
    return n > 1 && n < len && text[n] == ':' ? n : 0;
}

bool uri_has_scheme(const char *text, size_t len)
{
    return scheme_length(text, len) > 0;
}

/* Length of scheme://authority, 0 for a path. */
static size_t head_length(const char *uri)
{
    size_t scheme = scheme_length(uri, strlen(uri));
    if (scheme == 0 || strncmp(uri + scheme, "://", 3) != 0)
        return 0;
    return scheme + 3 + strcspn(uri + scheme + 3, "/?#");
}

/* Takes the last segment away; false where there is none, or where it is a `..` that stays. */
static bool drop_segment(struct buf *out, size_t start)
{
    size_t end = out->len;
    if (end == start)
        return false;
    size_t from = end - 1; /* the slash behind the segment */
    while (from > start && out->data[from - 1] != '/')
        from--;
    if (end - from == 3 && memcmp(out->data + from, "../", 3) == 0)
        return false;
    out->len = from;
    out->data[from] = '\0';
    return true;
}

/* Adds the path without its . and .. steps; rooted ones do not climb over their root. */
static void add_path(const char *path, size_t len, struct buf *out)
{
    bool rooted = len > 0 && path[0] == '/';
    if (rooted)
        buf_char(out, '/');
    size_t start = out->len;
    for (size_t at = rooted; at < len;) {
        const char *slash = memchr(path + at, '/', len - at);
        size_t n = slash != NULL ? (size_t)(slash - path) - at : len - at;
        const char *segment = path + at;
        at += n + (slash != NULL);
        if (n == 2 && memcmp(segment, "..", 2) == 0) {
            if (!drop_segment(out, start) && !rooted)
                buf_text(out, "../");
        } else if (!(n == 1 && *segment == '.') && !(n == 0 && slash != NULL)) {
            buf_add(out, segment, n);
            if (slash != NULL)
                buf_char(out, '/');
        }
    }
}

/* Adds the text with %xx decoded, but for %00. */
static void add_decoded(const char *text, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        const int byte = number_percent(text + i, len - i);
        buf_char(out, byte > 0 ? (char)byte : text[i]);
        i += byte > 0 ? 2 : 0;
    }
}

/* Adds the folder of a path of so many bytes: all up to its last slash. */
static void add_folder(const char *path, size_t len, struct buf *out)
{
    while (len > 0 && path[len - 1] != '/')
        len--;
    buf_add(out, path, len);
}

/* Length of file:// where the path behind it is one of this machine. */
static size_t file_length(const char *ref, size_t len)
{
    static const char scheme[] = "file://";
    size_t n = sizeof scheme - 1;
    return len > n && strncasecmp(ref, scheme, n) == 0 && ref[n] == '/' ? n : 0;
}

void uri_resolve(const char *base, const char *ref, size_t len, struct buf *out)
{
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    size_t head = head_length(base), file = head == 0 ? file_length(ref, len) : 0;
    ref += file;
    len -= file;
    if (file == 0 && uri_has_scheme(ref, len)) {
        buf_add(out, ref, len);
    } else if (head > 0 && len > 1 && memcmp(ref, "//", 2) == 0) {
        buf_add(out, base, scheme_length(base, strlen(base)) + 1);
        buf_add(out, ref, len);
    } else if (len == 0) {
        buf_add(out, base, strcspn(base, "#"));
    } else if (head > 0) {
        size_t query = 0;
        while (query < len && ref[query] != '?')
            query++;
        if (query > 0 && ref[0] != '/')
            add_folder(base + head, strcspn(base + head, "?#"), &path);
        else if (query == 0)
            buf_add(&path, base + head, strcspn(base + head, "?#"));
        if (path.len == 0 && ref[0] != '/')
            buf_char(&path, '/');
        buf_add(&path, ref, query);
        buf_add(out, base, head);
        add_path(path.data, path.len, out);
        buf_add(out, ref + query, len - query);
    } else {
        if (ref[0] != '/')
            add_folder(base, strlen(base), &path);
        add_decoded(ref, len, &path);
        add_path(path.data, path.len, out);
    }
    out->over = buf_over(out) || buf_over(&path);
    buf_free(&path);
}

struct digest uri_digest(const char *target)
{
    const char *pair = target + strcspn(target, "?");
    struct digest d = digest_of(target, (size_t)(pair - target));
    struct table names;
    table_init(&names);
    while (*pair != '\0') {
        const size_t len = strcspn(++pair, "&"), name = strcspn(pair, "=&");
        const size_t index = table_put(&names, pair, name)->value.number++;
        d = digest_add(d, digest_pair(digest_of(pair, len), digest_of(&index, sizeof index)));
        pair += len;
    }
    table_free(&names);
    return d;
}
