#include "quote.h"

#include <ctype.h>
#include <string.h>

#include "ceiling.h"
#include "prompt/plain.h"
#include "utf8.h"

/* Behind every text, so that no quote reaches from one into the next. */
#define END '\x01'

/* The sign that stands for a character when texts are compared, '\0' where it stands for itself. */
static char sign_of(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        char sign;
    } signs[] = {{0x09, 0x0D, ' '},     {0x22, 0x22, '\''},    {0xA0, 0xA0, ' '},
                 {0x2000, 0x200A, ' '}, {0x2010, 0x2015, '-'}, {0x2018, 0x201F, '\''},
                 {0x202F, 0x202F, ' '}, {0x3000, 0x3000, ' '}, {0xAB, 0xAB, '\''},
                 {0xBB, 0xBB, '\''},    {0x2212, 0x2212, '-'}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (code >= signs[i].first && code <= signs[i].last)
            return signs[i].sign;
    return code < 0x80 ? (char)tolower((int)code) : '\0';
}

/* Adds the text as it is compared: no white space at its ends, and one blank for each within. */
static void fold(const char *text, size_t len, struct buf *out)
{
    const size_t start = out->len;
    bool blank = false;
    for (size_t i = 0, width; i < len; i += width) {
        width = utf8_length(text + i, len - i);
        const char sign = width == 0 ? '?' : sign_of(utf8_code(text + i, width));
        width = width == 0 ? 1 : width;
        if (sign == ' ' || sign == '`' || sign == '*') {
            blank = blank || sign == ' ';
            continue;
        }
        if (blank && out->len > start)
            buf_char(out, ' ');
        blank = false;
        if (sign == '\0')
            buf_add(out, text + i, width);
        else
            buf_char(out, sign);
    }
}

static void add_text(struct quote_words *q, const struct jsontape *t, uint32_t n)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    jsontape_string(t, n, &text);
    fold(text.data, text.len, &q->text);
    buf_char(&q->text, END);
    if (strpbrk(text.data, "<*#![") != NULL) {
        buf_reset(&text);
        plain_text(t, n, CEILING_LINE, &text);
        fold(text.data, text.len, &q->text);
        buf_char(&q->text, END);
    }
    buf_free(&text);
}

/* All words at and below a node; what is a value and no description is passed over.  Not deeper than the tape is. */
static void gather(struct quote_words *q, const struct jsontape *t, uint32_t n)
{
    static const char *const words[] = {"description", "summary", "title", NULL};
    static const char *const values[] = {"example", "examples", "default", "const", "enum", NULL};
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        const char kind = jsontape_kind(t, w.value);
        if (kind == '"' && jsontape_is_among(t, w.key, words))
            add_text(q, t, w.value);
        else if ((kind == '{' || kind == '[') && !jsontape_is_among(t, w.key, values))
            gather(q, t, w.value);
    }
}

void quote_open(struct quote_words *q, const struct record *r)
{
    static const char *const words[] = {"summary", "description"};
    static const char *const parts[] = {"request", "responses", "$defs"};
    buf_init(&q->text, CEILING_LINE);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (record_has(r, words[i]))
            add_text(q, &r->tape, record_get(r, words[i]));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        gather(q, &r->tape, record_get(r, parts[i]));
}

void quote_close(struct quote_words *q)
{
    buf_free(&q->text);
}

bool quote_occurs(const struct quote_words *q, const char *words)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    struct buf folded;
    buf_init(&folded, CEILING_LINE);
    fold(words, strlen(words), &folded);
    char *from = folded.data + strspn(folded.data, "' .");
    size_t len = folded.len - (size_t)(from - folded.data);
    for (;;) {
        if (len > 0 && strchr("' .", from[len - 1]) != NULL)
            len--;
        else if (len >= 3 && memcmp(from + len - 3, ellipsis, 3) == 0)
            len -= 3;
        else
            break;
    }
    from[len] = '\0';
    const bool occurs = utf8_count(from, len) >= QUOTE_CHARACTERS && strchr(from, END) == NULL &&
                        strstr(q->text.data, from) != NULL;
    buf_free(&folded);
    return occurs;
}
