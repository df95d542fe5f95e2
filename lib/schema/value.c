#include "schema/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/format.h"
#include "schema/pattern.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

void schema_value_letters(size_t length, struct buf *out)
{
    buf_char(out, '"');
    for (size_t i = 0; i < length; i++)
        buf_char(out, letters[i % (sizeof letters - 1)]);
    buf_char(out, '"');
}

/* A word for a member by what its name holds; the first row that fits counts. */
static const char *word_for(const char *name)
{
    static const struct {
        const char *part, *word;
    } words[] = {
        {"email", "alex.morgan@example.com"},
        {"phone", "+15550100"},
        {"url", "https://example.com/resource"},
        {"uri", "https://example.com/resource"},
        {"href", "https://example.com/resource"},
        {"currency", "USD"},
        {"country", "US"},
        {"language", "en"},
        {"locale", "en-US"},
        {"timezone", "UTC"},
        {"time_zone", "UTC"},
        {"city", "Springfield"},
        {"postcode", "12345"},
        {"postal", "12345"},
        {"zip", "12345"},
        {"street", "1 Main Street"},
        {"address", "1 Main Street"},
        {"firstname", "Alex"},
        {"first_name", "Alex"},
        {"lastname", "Morgan"},
        {"last_name", "Morgan"},
        {"username", "alex.morgan"},
        {"login", "alex.morgan"},
        {"password", "Correct-Horse-9"},
        {"filename", "notes.txt"},
        {"title", "A sample title"},
        {"description", "A sample description"},
        {"comment", "A sample comment"},
        {"message", "A sample message"},
        {"color", "#3366ff"},
        {"colour", "#3366ff"},
        {"version", "1.0.0"},
        {"name", "Sample name"},
        {"path", "docs/sample.txt"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(name, words[i].part) != NULL)
            return words[i].word;
    return "sample";
}

/* How values of a format are told apart: by a number from 1 to count between head and tail.  Behind the row of a format
 * come those for where there is less room. */
static const struct varied {
    const char *format, *head, *tail;
    int digits;
    unsigned count;
} varied[] = {
    {"uuid", "3f2b8c1e-5d47-4a9b-9c0e-", "", 12, 100000},
    {"date", "2025-06-", "", 2, 30},
    {"date-time", "2025-06-", "T12:30:00Z", 2, 30},
    {"time", "12:30:", "Z", 2, 59},
    {"email", "alex.morgan", "@example.com", 1, 1000},
    {"email", "alex", "@example.com", 1, 1000},
    {"email", "a", "@b.co", 1, 1000},
    {"idn-email", "alex.morgan", "@example.com", 1, 1000},
    {"idn-email", "a", "@b.co", 1, 1000},
    {"hostname", "host", ".example.com", 1, 1000},
    {"hostname", "host", "", 1, 1000},
    {"hostname", "h", "", 1, 1000},
    {"idn-hostname", "host", ".example.com", 1, 1000},
    {"idn-hostname", "h", "", 1, 1000},
    {"ipv4", "192.0.2.", "", 1, 254},
    {"ipv4", "1.1.1.", "", 1, 254},
    {"ipv6", "2001:db8::", "", 1, 9999},
    {"ipv6", "::", "", 1, 9999},
    {"byte", "Y2FzZWNy", "", 4, 9999},
    {"byte", "Y2Fz", "", 4, 9999},
    {"byte", "", "", 4, 9999},
    {"duration", "P", "DT12H", 1, 1000},
    {"json-pointer", "/items/", "", 1, 1000},
    {"relative-json-pointer", "", "", 1, 1000},
    {"uri-template", "https://example.com/{id}/", "", 1, 1000},
    {"regex", "^[a-z]{", "}$", 1, 1000},
};

/* The plain value of a format, or another one where the salt is not 0 or there is too little room for it. */
static void vary(const char *format, const char *plain, uint64_t salt, size_t most, struct buf *out)
{
    bool fits = salt == 0 && strlen(plain) <= most;
    buf_text(out, plain);
    for (size_t i = 0; !fits && i < sizeof varied / sizeof *varied; i++) {
        const struct varied *v = &varied[i];
        if (strcmp(v->format, format) != 0)
            continue;
        buf_reset(out);
        buf_format(out, "%s%0*u%s", v->head, v->digits, (unsigned)(1 + salt % v->count), v->tail);
        fits = out->len <= most;
    }
}

static bool is_address(const char *format)
{
    return strcmp(format, "url") == 0 || strcmp(format, "uri") == 0 ||
           strcmp(format, "uri-reference") == 0 || strncmp(format, "iri", 3) == 0;
}

/* A word and, unless the salt is 0, a number behind it, for which the word is cut; where there is no room for that
 * either, the salt as letters. */
static void number(const char *word, const char *gap, uint64_t salt, size_t most, struct buf *out)
{
    char digits[24] = "";
    if (salt != 0)
        snprintf(digits, sizeof digits, "%u", (unsigned)(salt % 1000));
    const size_t own = strlen(digits), room = most - own;
    if (own > 0 && own >= most) {
        for (; out->len < most; salt /= sizeof letters - 1)
            buf_char(out, letters[salt % (sizeof letters - 1)]);
        return;
    }
    const bool whole = strlen(word) + strlen(gap) <= room;
    buf_add(out, word, strlen(word) < room ? strlen(word) : room);
    buf_format(out, "%s%s", whole && own > 0 ? gap : "", digits);
}

static void fill(struct buf *text, long long least)
{
    for (size_t i = 0; text->len < (size_t)least && !buf_over(text); i++)
        buf_char(text, letters[i % (sizeof letters - 1)]);
}

/* Adds a text of least..most characters that has the format, or where it has none that we know a word. */
static void compose_plain(const char *format, const char *name, uint64_t salt, long long least,
                          long long most, struct buf *text)
{
    const char *known = format == NULL ? NULL : schema_format_example(format);
    if (known == NULL)
        number(word_for(name), " ", salt, (size_t)most, text);
    else if (is_address(format))
        number(known, "", salt, (size_t)most, text);
    else
        vary(format, known, salt, (size_t)most, text);
    /* Base64 comes in groups of four. */
    const bool byte = known != NULL && strcmp(format, "byte") == 0;
    fill(text, byte ? (least + 3) / 4 * 4 : least);
}

/* Whether a text that has the format, which is added, matches the pattern as well. */
static bool compose_both(const struct schema_merge *m, uint32_t pattern, const char *format,
                         uint64_t salt, long long least, long long most, struct buf *text)
{
    if (format == NULL || schema_format_example(format) == NULL || pattern == JSONTAPE_NONE)
        return false;
    compose_plain(format, "", salt, least, most, text);
    return text->len <= (size_t)most &&
           schema_view_matches(m->view, pattern, text->data, text->len) == SCHEMA_VALID;
}

/* Adds a text of least..most characters by pattern, format or name; all of it is ASCII. */
static void compose(const struct schema_merge *m, const char *name, uint64_t salt, long long least,
                    long long most, struct buf *text)
{
    const uint32_t pattern = schema_merge_get(m, "pattern");
    char *format = jsontape_text(m->view->tape, schema_merge_get(m, "format"));
    if (!compose_both(m, pattern, format, salt, least, most, text)) {
        buf_reset(text);
        if (!schema_pattern_make(m->view, pattern, least, most, salt, text))
            compose_plain(format, name, salt, least, most, text);
    }
    free(format);
}

bool schema_value_string(const struct schema_merge *m, const char *name, uint64_t salt,
                         struct buf *out)
{
    long long least = schema_merge_least(m, "minLength", 0);
    long long most = schema_merge_most(m, "maxLength", -1);
    if (least > SCHEMA_VALUE_LENGTH || (most >= 0 && least > most))
        return false;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    compose(m, name, salt, least, most < 0 ? SCHEMA_VALUE_LENGTH : most, &text);
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_bytes(&w, text.data, text.len);
    bool made = !buf_over(&text);
    buf_free(&text);
    return made;
}
