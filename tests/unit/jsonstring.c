#include "jsonstring.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

/* A string as it stands, and its bytes. */
static const struct {
    const char *raw, *bytes;
    size_t len;
} strings[] = {
    {"\"\"", "", 0},
    {"\"abc\"", "abc", 3},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8},
    {"\"\\u0041\\u00e9\\u4E2d\"", "A\xc3\xa9\xe4\xb8\xad", 6},
    {"\"\\u0000\"", "\0", 1},
    {"\"a\\u0000b\"", "a\0b", 3},
    {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80", 4},
    {"\"\\uD83D\\uDE00x\"", "\xf0\x9f\x98\x80x", 5},
    {"\"\\udbff\\udfff\"", "\xf4\x8f\xbf\xbf", 4},
    {"\"\\ud800\\udc00\"", "\xf0\x90\x80\x80", 4},
    {"\"\\ud800\"", "\xef\xbf\xbd", 3},
    {"\"\\ud800x\"", "\xef\xbf\xbdx", 4},
    {"\"\\udc00\"", "\xef\xbf\xbd", 3},
    {"\"\\udc00\\ud800\"", "\xef\xbf\xbd\xef\xbf\xbd", 6},
    {"\"\\ud800\\ud800\\udc00\"", "\xef\xbf\xbd\xf0\x90\x80\x80", 7},
    {"\"\\ud800\\n\"", "\xef\xbf\xbd\n", 4},
    {"\"\\ud800\\u0041\"",
     "\xef\xbf\xbd"
     "A",
     4},
    {"\"\\ufffe\\uffff\"", "\xef\xbf\xbe\xef\xbf\xbf", 6},
    {"\"caf\xc3\xa9\"", "caf\xc3\xa9", 5},
    {"\"\\\\u0041\"", "\\u0041", 6},
    {"\"\\\\\"", "\\", 1},
    {"\"\\\\n\"", "\\n", 2},
    {"\"abcd\"", "abcd", 4},
    {"\"ab\\u0063\"", "abc", 3},
    {"\"\\u0061bc\"", "abc", 3},
    {"\"abc\\n\"", "abc\n", 4},
    {"\"abc\\\\n\"", "abc\\n", 5},
};

static void check_strings(void)
{
    struct buf out;
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        const char *raw = strings[i].raw, *bytes = strings[i].bytes;
        size_t len = strlen(raw), count = strings[i].len;
        buf_reset(&out);
        buf_text(&out, "-");
        jsonstring_decode(raw, len, &out);
        UNIT_CHECK(out.len == count + 1 && out.data[0] == '-' &&
                       memcmp(out.data + 1, bytes, count) == 0,
                   "%s is '%s'", raw, out.data);
        UNIT_CHECK(jsonstring_equals(raw, len, bytes, count), "%s equals itself", raw);
        UNIT_CHECK(!jsonstring_equals(raw, len, bytes, count + 1), "%s is no longer", raw);
        UNIT_CHECK(count == 0 || !jsonstring_equals(raw, len, bytes, count - 1), "%s is no shorter",
                   raw);
        UNIT_CHECK(!jsonstring_equals(raw, len, "zzzzzzzz", count > 0 ? count : 1), "%s is not z",
                   raw);
    }
    buf_free(&out);
}

/* Mended strings mean the same, are as long, and have nothing left to mend. */
static void check_mend(void)
{
    struct buf out;
    char text[64];
    size_t mended = 0;
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        size_t len = strlen(strings[i].raw);
        snprintf(text, sizeof text, "%s", strings[i].raw);
        mended += jsonstring_mend(text, len);
        buf_reset(&out);
        jsonstring_decode(text, len, &out);
        UNIT_CHECK(out.len == strings[i].len && memcmp(out.data, strings[i].bytes, out.len) == 0,
                   "%s was mended to %s", strings[i].raw, text);
        UNIT_CHECK(jsonstring_mend(text, len) == 0, "%s can be mended again", text);
    }
    UNIT_CHECK(mended == 8, "%zu halves were mended", mended);
    buf_free(&out);
}

/* Each against the bytes of each. */
static void check_equal(void)
{
    enum { STRINGS = sizeof strings / sizeof *strings };
    for (size_t i = 0; i < STRINGS; i++) {
        for (size_t j = 0; j < STRINGS; j++) {
            bool same = strings[i].len == strings[j].len &&
                        memcmp(strings[i].bytes, strings[j].bytes, strings[i].len) == 0;
            UNIT_CHECK(jsonstring_equals(strings[i].raw, strlen(strings[i].raw), strings[j].bytes,
                                         strings[j].len) == same,
                       "%s and '%s' are %s", strings[i].raw, strings[j].bytes,
                       same ? "the same" : "two");
        }
    }
}

/* The first byte that is not plain, for every byte at every place. */
static void check_plain(void)
{
    size_t wrong = 0;
    for (int c = 0; c < 256; c++) {
        bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
        for (size_t place = 0; place < 24; place++) {
            for (size_t len = 0; len <= 24; len++) {
                char text[24];
                memset(text, ' ', sizeof text);
                text[place] = (char)c;
                size_t expected = plain || place >= len ? len : place;
                wrong += jsonstring_plain(text, len) != expected;
            }
        }
    }
    UNIT_CHECK(wrong == 0, "%zu texts are cut at a wrong place", wrong);
}

int main(void)
{
    check_mend();
    check_strings();
    check_equal();
    check_plain();
    return unit_end();
}
