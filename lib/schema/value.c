#include "schema/value.h"

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

/* Changes a value of a format so that another salt gives another one. */
static void vary(const char *format, const char *plain, uint64_t salt, struct buf *out)
{
    size_t len = strlen(plain);
    if (salt == 0)
        buf_text(out, plain);
    else if (strcmp(format, "uuid") == 0)
        buf_format(out, "%.24s%012llx", plain, (unsigned long long)(salt & 0xffffffffffff));
    else if (strcmp(format, "date") == 0 || strcmp(format, "date-time") == 0)
        buf_format(out, "%.8s%02u%s", plain, (unsigned)(1 + salt % 28), plain + 10);
    else if (strcmp(format, "email") == 0 || strcmp(format, "idn-email") == 0)
        buf_format(out, "alex.morgan%llu@example.com", (unsigned long long)salt % 1000);
    else if (strcmp(format, "ipv4") == 0)
        buf_format(out, "192.0.2.%u", (unsigned)(1 + salt % 254));
    else if (strcmp(format, "ipv6") == 0)
        buf_format(out, "2001:db8::%x", (unsigned)(1 + salt % 0xfffe));
    else if (strcmp(format, "hostname") == 0)
        buf_format(out, "host%llu.example.com", (unsigned long long)salt % 1000);
    else if (strncmp(format, "ur", 2) == 0 || strncmp(format, "ir", 2) == 0)
        buf_format(out, "%s%llu", plain, (unsigned long long)salt % 1000);
    else
        buf_add(out, plain, len);
}

/* Cuts or fills text to least..most characters; all of it is ASCII. */
static void fit(struct buf *text, long long least, long long most)
{
    if (most >= 0 && text->len > (size_t)most) {
        text->len = (size_t)most;
        text->data[text->len] = '\0';
    }
    for (size_t i = 0; text->len < (size_t)least && !buf_over(text); i++)
        buf_char(text, letters[i % (sizeof letters - 1)]);
}

static void compose(const struct schema_merge *m, const char *name, uint64_t salt, long long least,
                    long long most, struct buf *text)
{
    const uint32_t pattern = schema_merge_get(m, "pattern");
    char *format = jsontape_text(m->view->tape, schema_merge_get(m, "format"));
    const char *known = format == NULL ? NULL : schema_format_example(format);
    if (!schema_pattern_make(m->view, pattern, least, most, salt, text)) {
        if (known != NULL) {
            vary(format, known, salt, text);
            if (text->len < (size_t)least || strcmp(format, "uri") == 0)
                fit(text, least, most);
        } else {
            buf_text(text, word_for(name));
            if (salt != 0)
                buf_format(text, " %llu", (unsigned long long)salt % 1000);
            fit(text, least, most);
        }
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
