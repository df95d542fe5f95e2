#include "schema/ecma.h"

#include <stdint.h>
#include <string.h>

#include "number.h"
#include "schema/property.h"
#include "utf8.h"

/* Line ends that `.` does not match, white space that \s does, and all but that: insides of classes. */
#define LINE_ENDS "\\n\\r\\x{2028}\\x{2029}"
#define SPACES                                                                                     \
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}"  \
    "\\x{3000}\\x{feff}"
#define NO_SPACES                                                                                  \
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"               \
    "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}"                 \
    "\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

struct reader {
    const char *at, *end; /* end is a NUL */
    struct buf *out;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Reads count hex digits (0: as many as there are); false where there are fewer, or they go too far. */
static bool read_hex(struct reader *r, int count, uint32_t *code)
{
    int n = 0;
    for (*code = 0; (count == 0 || n < count) && number_hex(*r->at) >= 0; n++, r->at++) {
        *code = *code * 16 + (uint32_t)number_hex(*r->at);
        if (*code > 0x10ffff)
            return false;
    }
    return n > 0 && n >= count;
}

/* Behind \u: four digits, two times four (a surrogate pair), or any number in braces. */
static bool read_unicode(struct reader *r, uint32_t *code)
{
    uint32_t low = 0;
    if (*r->at == '{') {
        r->at++;
        return read_hex(r, 0, code) && *r->at++ == '}';
    }
    if (!read_hex(r, 4, code))
        return false;
    if (*code < 0xd800 || *code >= 0xdc00 || r->at[0] != '\\' || r->at[1] != 'u')
        return true;
    struct reader ahead = {r->at + 2, r->end, NULL};
    if (read_hex(&ahead, 4, &low) && low >= 0xdc00 && low < 0xe000) {
        *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
        r->at = ahead.at;
    }
    return true;
}

/* The character of an escape that stands for one, its letter behind r->at - 1; false for any other. */
static bool read_character(struct reader *r, char letter, uint32_t *code)
{
    static const char letters[] = "nrtfv", codes[] = "\n\r\t\f\v";
    const char *known = memchr(letters, letter, sizeof letters - 1);
    if (known != NULL) {
        *code = (uint32_t)codes[known - letters];
        return true;
    }
    switch (letter) {
    case '0':
        *code = 0;
        return !is_digit(*r->at);
    case 'c':
        *code = (uint32_t)*r->at & 31;
        return is_letter(*r->at++);
    case 'x':
        return read_hex(r, 2, code);
    case 'u':
        return read_unicode(r, code);
    default:
        *code = (unsigned char)letter;
        return letter >= ' ' && letter < 127 && !is_letter(letter) && !is_digit(letter);
    }
}

static void add_code(struct buf *out, uint32_t code)
{
    buf_format(out, "\\x{%x}", (unsigned)code);
}

/* \p{…} and \P{…}, the letter read. */
static bool property(struct reader *r, char letter)
{
    const char *close = *r->at == '{' ? memchr(r->at, '}', (size_t)(r->end - r->at)) : NULL;
    if (close == NULL)
        return false;
    const char *name = r->at + 1;
    r->at = close + 1;
    return schema_property_add(name, (size_t)(close - name), letter == 'P', r->out);
}

/* What is no single character: a class of its own, or an edge; false for any other letter. */
static bool is_set(char letter)
{
    return letter != '\0' && strchr("dDwWsSpP", letter) != NULL;
}

/* An escape for a set of characters, in a class or out of one. */
static bool set(struct reader *r, char letter, bool in_class)
{
    if (letter == 'p' || letter == 'P')
        return property(r, letter);
    if (letter != 's' && letter != 'S')
        buf_format(r->out, "\\%c", letter);
    else if (in_class)
        buf_text(r->out, letter == 's' ? SPACES : NO_SPACES);
    else
        buf_text(r->out, letter == 's' ? "[" SPACES "]" : "[^" SPACES "]");
    return true;
}

/* \k<name>: the name is PCRE2's to judge. */
static bool named_reference(struct reader *r)
{
    const char *close = *r->at == '<' ? memchr(r->at, '>', (size_t)(r->end - r->at)) : NULL;
    if (close == NULL)
        return false;
    buf_text(r->out, "\\k");
    buf_add(r->out, r->at, (size_t)(close + 1 - r->at));
    r->at = close + 1;
    return true;
}

static bool escape(struct reader *r)
{
    uint32_t code = 0;
    if (r->at == r->end)
        return false;
    char letter = *r->at++;
    if (is_set(letter))
        return set(r, letter, false);
    if (letter == 'k')
        return named_reference(r);
    if (letter == 'b' || letter == 'B') {
        buf_format(r->out, "\\%c", letter);
        return true;
    }
    if (letter >= '1' && letter <= '9') {
        buf_text(r->out, "\\g{");
        for (r->at--; is_digit(*r->at); r->at++)
            buf_char(r->out, *r->at);
        buf_char(r->out, '}');
        return true;
    }
    if (!read_character(r, letter, &code))
        return false;
    add_code(r->out, code);
    return true;
}

/* One member of a class: a set, which is added (*is_one false), or a character. */
static bool class_member(struct reader *r, bool *is_one, uint32_t *code)
{
    size_t length = utf8_length(r->at, (size_t)(r->end - r->at));
    *is_one = true;
    if (length == 0)
        return false;
    *code = utf8_code(r->at, length);
    r->at += length;
    if (*code != '\\')
        return true;
    if (r->at == r->end)
        return false;
    char letter = *r->at++;
    *is_one = !is_set(letter);
    if (!*is_one)
        return set(r, letter, true);
    *code = '\b';
    return letter == 'b' || read_character(r, letter, code);
}

/* A member, and the range that it begins; beside a set a hyphen is one. */
static bool class_range(struct reader *r)
{
    bool is_one;
    uint32_t from, to;
    if (!class_member(r, &is_one, &from))
        return false;
    if (is_one)
        add_code(r->out, from);
    if (r->at[0] != '-' || r->at[1] == ']' || r->at[1] == '\0')
        return true;
    r->at++;
    if (!is_one || (r->at[0] == '\\' && is_set(r->at[1]))) {
        add_code(r->out, '-');
        return true;
    }
    if (!class_member(r, &is_one, &to))
        return false;
    buf_char(r->out, '-');
    add_code(r->out, to);
    return from <= to;
}

static bool class(struct reader *r)
{
    buf_char(r->out, '[');
    if (*r->at == '^')
        buf_char(r->out, *r->at++);
    while (r->at < r->end && *r->at != ']')
        if (!class_range(r))
            return false;
    if (r->at == r->end)
        return false;
    buf_char(r->out, *r->at++);
    return true;
}

/* A group and its kind; what a kind that is not named here means is not ECMA's. */
static bool open_group(struct reader *r)
{
    static const char *const kinds[] = {"?:", "?=", "?!", "?<=", "?<!"};
    buf_char(r->out, '(');
    if (*r->at == '*')
        return false;
    if (*r->at != '?')
        return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i]);
        if (strncmp(r->at, kinds[i], len) == 0) {
            buf_add(r->out, kinds[i], len);
            r->at += len;
            return true;
        }
    }
    return r->at[1] == '<' && (is_letter(r->at[2]) || r->at[2] == '_');
}

/* Length of {n}, {n,} or {n,m} at text; 0: the brace is one. */
static size_t count_length(const char *text)
{
    size_t n = 1;
    if (*text != '{' || !is_digit(text[n]))
        return 0;
    while (is_digit(text[n]))
        n++;
    if (text[n] == ',')
        for (n++; is_digit(text[n]);)
            n++;
    return text[n] == '}' ? n + 1 : 0;
}

/* A quantifier, or a brace that is none; what follows must not make it possessive. */
static bool quantifier(struct reader *r)
{
    size_t len = *r->at == '{' ? count_length(r->at) : 1;
    if (len == 0) {
        buf_text(r->out, "\\{");
        r->at++;
        return *r->at != ',';
    }
    buf_add(r->out, r->at, len);
    r->at += len;
    if (*r->at == '?')
        buf_char(r->out, *r->at++);
    return *r->at != '+' && *r->at != '*' && *r->at != '?' && count_length(r->at) == 0;
}

static bool step(struct reader *r)
{
    switch (*r->at) {
    case '\\':
        r->at++;
        return escape(r);
    case '[':
        r->at++;
        return class(r);
    case '(':
        r->at++;
        return open_group(r);
    case '*':
    case '+':
    case '?':
    case '{':
        return quantifier(r);
    case '.':
        r->at++;
        buf_text(r->out, "[^" LINE_ENDS "]");
        return true;
    default:
        buf_char(r->out, *r->at++);
        return true;
    }
}

bool schema_ecma_translate(const char *pattern, size_t len, struct buf *out)
{
    struct reader r = {pattern, pattern + len, out};
    while (r.at < r.end)
        if (!step(&r))
            return false;
    return !buf_over(out);
}
