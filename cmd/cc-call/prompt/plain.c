#include "prompt/plain.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "utf8.h"

/* Bytes of a tag, an address, the text of a link: what is longer is none. */
enum { TAG = 400, ADDRESS = 2000, LINK = 300 };

/* A tag such as <p> or </code>: its length, or 0.  "a < b" is none. */
static size_t tag_length(const char *s, size_t len)
{
    size_t name = len > 1 && s[1] == '/' ? 2 : 1;
    if (name >= len || !isalpha((unsigned char)s[name]))
        return 0;
    const char *end = memchr(s, '>', len < TAG ? len : TAG);
    return end != NULL && memchr(s + 1, '<', (size_t)(end - s - 1)) == NULL ? (size_t)(end - s) + 1
                                                                            : 0;
}

/* Behind "[text]": the length of "(address)", or 0. */
static size_t address_length(const char *s, size_t len)
{
    const size_t seen = len < ADDRESS ? len : ADDRESS;
    const char *end = len > 0 && s[0] == '(' ? memchr(s, ')', seen) : NULL;
    if (end == NULL)
        return 0;
    const size_t n = (size_t)(end - s);
    bool blank = memchr(s, ' ', n) != NULL || memchr(s, '\n', n) != NULL ||
                 memchr(s, '\t', n) != NULL;
    return blank ? 0 : n + 1;
}

/* Whether the tag of that length parts what stands before and behind it. */
static bool parts(const char *tag, size_t len)
{
    static const char *const inside[] = {"code", "b", "i", "em", "strong", "a", "span", "sub"};
    const char *name = tag[1] == '/' ? tag + 2 : tag + 1;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        size_t n = strlen(inside[i]);
        if (n < len && strncasecmp(name, inside[i], n) == 0 && !isalnum((unsigned char)name[n]))
            return false;
    }
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* What of the text at s is markup: its length, 0 where it is a character of the text. */
static size_t markup_length(const char *text, size_t at, size_t len)
{
    const char *s = text + at;
    size_t left = len - at;
    bool begins = at == 0 || text[at - 1] == '\n';
    if (*s == '<')
        return tag_length(s, left);
    if (*s == '*' && left > 1 && s[1] == '*')
        return 2;
    if (*s == '#' && begins)
        return strspn(s, "#");
    if (*s == '!' && left > 1 && s[1] == '[')
        return 1;
    if (*s == ']')
        return address_length(s + 1, left - 1);
    return 0;
}

/* Where "[" begins a link, its bracket goes with the address. */
static bool opens_link(const char *s, size_t len)
{
    const char *end = *s == '[' ? memchr(s, ']', len < LINK ? len : LINK) : NULL;
    return end != NULL && address_length(end + 1, len - (size_t)(end + 1 - s)) > 0;
}

/* Adds the text without its markup, until there are more than so many bytes. */
static void strip(const char *text, size_t len, size_t most, struct buf *out)
{
    bool blank = false;
    for (size_t i = 0; i < len && out->len <= most;) {
        size_t markup = markup_length(text, i, len);
        if (markup > 0 || opens_link(text + i, len - i)) {
            blank = blank || (text[i] == '<' && parts(text + i, markup));
            /* The bracket that closed a link goes with its address. */
            i += text[i] == ']' ? markup + 1 : markup > 0 ? markup : 1;
            continue;
        }
        if (is_blank(text[i])) {
            blank = true;
        } else {
            if (blank && out->len > 0)
                buf_char(out, ' ');
            blank = false;
            buf_char(out, text[i]);
        }
        i++;
    }
}

void plain_text(const struct jsontape *t, uint32_t node, size_t most, struct buf *out)
{
    struct buf raw, text;
    buf_init(&raw, CEILING_LINE);
    buf_init(&text, CEILING_LINE);
    jsontape_string(t, node, &raw);
    strip(raw.data, raw.len, most, &text);
    bool cut = text.len > most;
    buf_add(out, text.data, cut ? utf8_cut(text.data, most) : text.len);
    if (cut)
        buf_text(out, "…");
    buf_free(&text);
    buf_free(&raw);
}
