#include "utf8.h"

static bool follows(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

static size_t length_of_three(const unsigned char *s, size_t len)
{
    if (len < 3 || !follows(s[1]) || !follows(s[2]))
        return 0;
    bool overlong = s[0] == 0xe0 && s[1] < 0xa0;
    bool surrogate = s[0] == 0xed && s[1] >= 0xa0;
    return overlong || surrogate ? 0 : 3;
}

static size_t length_of_four(const unsigned char *s, size_t len)
{
    if (len < 4 || !follows(s[1]) || !follows(s[2]) || !follows(s[3]))
        return 0;
    bool overlong = s[0] == 0xf0 && s[1] < 0x90;
    bool beyond = s[0] == 0xf4 && s[1] >= 0x90;
    return overlong || beyond ? 0 : 4;
}

size_t utf8_length(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xc2 && s[0] <= 0xdf)
        return len >= 2 && follows(s[1]) ? 2 : 0;
    if (s[0] >= 0xe0 && s[0] <= 0xef)
        return length_of_three(s, len);
    if (s[0] >= 0xf0 && s[0] <= 0xf4)
        return length_of_four(s, len);
    return 0;
}

uint32_t utf8_code(const char *s, size_t length)
{
    uint32_t code = (unsigned char)s[0] & (length == 1 ? 0x7fu : 0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)s[i] & 0x3f);
    return code;
}

size_t utf8_put(uint32_t code, char out[4])
{
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1;) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(lead[n] | code);
    return n;
}

size_t utf8_cut(const char *text, size_t len)
{
    size_t back = 0;
    while (back < 3 && back < len && follows((unsigned char)text[len - 1 - back]))
        back++;
    if (back == len)
        return 0;
    size_t start = len - 1 - back;
    return utf8_length(text + start, len - start) == 0 ? start : len;
}

bool utf8_is(const char *text, size_t len)
{
    for (size_t i = 0, n; i < len; i += n)
        if ((n = utf8_length(text + i, len - i)) == 0)
            return false;
    return true;
}

size_t utf8_count(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; count++) {
        size_t n = (unsigned char)text[i] < 0x80 ? 1 : utf8_length(text + i, len - i);
        i += n > 0 ? n : 1;
    }
    return count;
}
