#include "utf8.h"

#include <string.h>

#include "unit.h"

/* Bytes, and how many of them make the character they begin with; 0: none. */
static const struct {
    const char *bytes;
    size_t len, expected;
} lengths[] = {
    {"\0", 1, 1},
    {"a", 1, 1},
    {"ab", 2, 1},
    {"\x7f", 1, 1},
    {"\x80", 1, 0},
    {"\xbf", 1, 0},
    {"\xc0\x80", 2, 0},
    {"\xc1\xbf", 2, 0},
    {"\xc2\x80", 2, 2},
    {"\xc2\x7f", 2, 0},
    {"\xc2\xc0", 2, 0},
    {"\xc2", 1, 0},
    {"\xc2\x80", 1, 0},
    {"\xdf\xbf", 2, 2},
    {"\xdf\xbf\xbf", 3, 2},
    {"\xe0\x80\x80", 3, 0},
    {"\xe0\x9f\xbf", 3, 0},
    {"\xe0\xa0\x80", 3, 3},
    {"\xe0\xa0\x7f", 3, 0},
    {"\xe0\xa0", 2, 0},
    {"\xe0\xa0\x80", 2, 0},
    {"\xe1\x80\x80", 3, 3},
    {"\xed\x9f\xbf", 3, 3},
    {"\xed\xa0\x80", 3, 0},
    {"\xed\xaf\xbf", 3, 0},
    {"\xed\xb0\x80", 3, 0},
    {"\xed\xbf\xbf", 3, 0},
    {"\xee\x80\x80", 3, 3},
    {"\xef\xbf\xbd", 3, 3},
    {"\xef\xbf\xbe", 3, 3},
    {"\xef\xbf\xbf", 3, 3},
    {"\xf0\x80\x80\x80", 4, 0},
    {"\xf0\x8f\xbf\xbf", 4, 0},
    {"\xf0\x90\x80\x80", 4, 4},
    {"\xf0\x90\x80", 3, 0},
    {"\xf0\x90\x80\x41", 4, 0},
    {"\xf3\xbf\xbf\xbf", 4, 4},
    {"\xf4\x8f\xbf\xbf", 4, 4},
    {"\xf4\x90\x80\x80", 4, 0},
    {"\xf5\x80\x80\x80", 4, 0},
    {"\xf8\x88\x80\x80\x80", 5, 0},
    {"\xfe", 1, 0},
    {"\xff", 1, 0},
};

static const struct {
    uint32_t code;
    const char *bytes;
    size_t len;
} codes[] = {
    {0, "\0", 1},
    {0x41, "A", 1},
    {0x7f, "\x7f", 1},
    {0x80, "\xc2\x80", 2},
    {0x7ff, "\xdf\xbf", 2},
    {0x800, "\xe0\xa0\x80", 3},
    {0xd7ff, "\xed\x9f\xbf", 3},
    {0xd800, "\xef\xbf\xbd", 3},
    {0xdbff, "\xef\xbf\xbd", 3},
    {0xdc00, "\xef\xbf\xbd", 3},
    {0xdfff, "\xef\xbf\xbd", 3},
    {0xe000, "\xee\x80\x80", 3},
    {0xffff, "\xef\xbf\xbf", 3},
    {0x10000, "\xf0\x90\x80\x80", 4},
    {0x1f600, "\xf0\x9f\x98\x80", 4},
    {0x10ffff, "\xf4\x8f\xbf\xbf", 4},
};

/* UTF-8 text, and where it is cut at each length from 0 on. */
static const struct {
    const char *text;
    size_t cut[12];
} cuts[] = {
    {"abc", {0, 1, 2, 3}},
    {"a\xc3\xa9z", {0, 1, 1, 3, 4}},
    {"\xe4\xb8\xad\xe6\x96\x87", {0, 0, 0, 3, 3, 3, 6}},
    {"\xf0\x9f\x98\x80", {0, 0, 0, 0, 4}},
    {"x\xf0\x9f\x98\x80y", {0, 1, 1, 1, 1, 5, 6}},
    {"\xc3\xa9\xe4\xb8\xad", {0, 0, 2, 2, 2, 5}},
};

static const struct {
    const char *bytes;
    size_t len, expected;
} counts[] = {
    {"", 0, 0},
    {"abc", 3, 3},
    {"a\0b", 3, 3},
    {"caf\xc3\xa9", 5, 4},
    {"\xe4\xb8\xad\xe6\x96\x87", 6, 2},
    {"\xf0\x9f\x98\x80!", 5, 2},
    {"\xff\xfe", 2, 2},
    {"\xe4\xb8", 2, 2},
    {"\xed\xa0\x80", 3, 3},
};

/* Every code point there and back. */
static void check_all(void)
{
    size_t wrong = 0;
    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        char out[4];
        size_t len = utf8_put(code, out);
        size_t expected = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        uint32_t read = utf8_code(out, len);
        wrong += len != expected || utf8_length(out, len) != len || utf8_count(out, len) != 1;
        wrong += read != (code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
    }
    UNIT_CHECK(wrong == 0, "%zu code points go wrong", wrong);
}

int main(void)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t len = utf8_length(lengths[i].bytes, lengths[i].len);
        UNIT_CHECK(len == 0 || utf8_is(lengths[i].bytes, len), "text number %zu", i);
        UNIT_CHECK(len > 0 || !utf8_is(lengths[i].bytes, lengths[i].len), "no text number %zu", i);
        UNIT_CHECK(len == lengths[i].expected, "length number %zu is %zu, not %zu", i,
                   lengths[i].expected, len);
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char out[4];
        size_t len = utf8_put(codes[i].code, out);
        UNIT_CHECK(len == codes[i].len && memcmp(out, codes[i].bytes, len) == 0,
                   "U+%04X is written wrongly", (unsigned)codes[i].code);
    }
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
        for (size_t len = 0; len <= strlen(cuts[i].text); len++)
            UNIT_CHECK(utf8_cut(cuts[i].text, len) == cuts[i].cut[len],
                       "%s at %zu is cut at %zu, not %zu", cuts[i].text, len,
                       utf8_cut(cuts[i].text, len), cuts[i].cut[len]);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        UNIT_CHECK(utf8_count(counts[i].bytes, counts[i].len) == counts[i].expected,
                   "count number %zu is %zu", i, utf8_count(counts[i].bytes, counts[i].len));
    check_all();
    return unit_end();
}
