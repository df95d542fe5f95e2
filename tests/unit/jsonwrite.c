#include "jsonwrite.h"

#include <limits.h>
#include <string.h>

#include "unit.h"

/* Bytes and the JSON string that stands for them. */
static const struct {
    const char *bytes;
    size_t len;
    const char *json;
} strings[] = {
    {"", 0, "\"\""},
    {"abc", 3, "\"abc\""},
    {"a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\""},
    {"\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\""},
    {"\0", 1, "\"\\u0000\""},
    {"\x01\x0b\x1b\x1f", 4, "\"\\u0001\\u000b\\u001b\\u001f\""},
    {" \x7f", 2, "\" \x7f\""},
    {"a\0b", 3, "\"a\\u0000b\""},
    {"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80", 9, "\"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80\""},
    {"\xe2\x80\xa8", 3, "\"\xe2\x80\xa8\""},
    {"a\xff"
     "b",
     3,
     "\"a\xef\xbf\xbd"
     "b\""},
    {"\x80\x80", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\xc0\x80", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\xe4\xb8", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\xe4\xb8\"", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\\\"\""},
    {"12345678\n12345678", 17, "\"12345678\\n12345678\""},
    {"1234567\"", 8, "\"1234567\\\"\""},
    {"12345678\xff", 9, "\"12345678\xef\xbf\xbd\""},
};

static void check_strings(void)
{
    struct buf out;
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        buf_reset(&out);
        struct jsonwrite w = jsonwrite_to(&out);
        jsonwrite_bytes(&w, strings[i].bytes, strings[i].len);
        UNIT_CHECK(strcmp(out.data, strings[i].json) == 0, "string number %zu is %s, not %s", i,
                   out.data, strings[i].json);
        buf_reset(&out);
        w = jsonwrite_to(&out);
        jsonwrite_key_bytes(&w, strings[i].bytes, strings[i].len);
        size_t len = strlen(strings[i].json);
        UNIT_CHECK(strncmp(out.data, strings[i].json, len) == 0 && strcmp(out.data + len, ":") == 0,
                   "as a key it is %s", out.data);
    }
    buf_free(&out);
}

/* What the ceiling cuts off ends with a NUL all the same. */
static void check_ceilings(void)
{
    for (size_t max = 1; max < 40; max++) {
        struct buf out;
        buf_init(&out, max);
        struct jsonwrite w = jsonwrite_to(&out);
        jsonwrite_bytes(&w, "0123456789abcdefghijklmno\xc3\xa9\n", 28);
        UNIT_CHECK(out.len <= max && out.data[out.len] == '\0' && buf_over(&out) == (max < 31),
                   "within %zu bytes: %.*s", max, (int)out.len, out.data);
        buf_free(&out);
    }
}

/* Every byte that can be alone, at every place among eight and more that are looked at together. */
static void check_places(void)
{
    struct buf out;
    size_t wrong = 0;
    buf_init(&out, 1000);
    for (int c = 0; c < 256; c++) {
        for (size_t place = 0; place < 20; place++) {
            char text[20];
            memset(text, 'a', sizeof text);
            text[place] = (char)c;
            buf_reset(&out);
            struct jsonwrite w = jsonwrite_to(&out);
            jsonwrite_bytes(&w, text, sizeof text);
            size_t more = c == '"' || c == '\\' || (c >= 8 && c <= 13 && c != 11) ? 1
                          : c < 0x20                                              ? 5
                          : c >= 0x80                                             ? 2
                                                                                  : 0;
            size_t plain = 0;
            for (size_t i = 0; i < out.len; i++)
                plain += (unsigned char)out.data[i] == c;
            bool kept = c == 'a' || more > 0 || plain == 1;
            wrong += out.len != sizeof text + 2 + more || !kept;
        }
    }
    UNIT_CHECK(wrong == 0, "%zu strings go wrong", wrong);
    buf_free(&out);
}

static void check_values(void)
{
    struct buf out;
    buf_init(&out, 10000);
    struct jsonwrite w = jsonwrite_to(&out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "a", "b");
    jsonwrite_member(&w, "none", NULL);
    jsonwrite_member(&w, "empty", "");
    jsonwrite_member_int(&w, "least", LLONG_MIN);
    jsonwrite_member_int(&w, "most", LLONG_MAX);
    jsonwrite_key(&w, "list");
    jsonwrite_open(&w, '[');
    jsonwrite_open(&w, '[');
    jsonwrite_close(&w, ']');
    jsonwrite_open(&w, '{');
    jsonwrite_close(&w, '}');
    jsonwrite_bool(&w, true);
    jsonwrite_bool(&w, false);
    jsonwrite_null(&w);
    jsonwrite_int(&w, 0);
    jsonwrite_text(&w, "x");
    jsonwrite_raw(&w, "1.10e400,", 8);
    jsonwrite_close(&w, ']');
    jsonwrite_key(&w, "last");
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "k\n");
    jsonwrite_null(&w);
    jsonwrite_close(&w, '}');
    jsonwrite_key(&w, "end");
    jsonwrite_bool(&w, true);
    jsonwrite_close(&w, '}');
    UNIT_CHECK(strcmp(out.data,
                      "{\"a\":\"b\",\"empty\":\"\",\"least\":-9223372036854775808,"
                      "\"most\":9223372036854775807,\"list\":[[],{},true,false,null,0,\"x\","
                      "1.10e400],\"last\":{\"k\\n\":null},\"end\":true}") == 0,
               "the object is %s", out.data);
    buf_free(&out);
}

static void check_ceiling(void)
{
    struct buf out;
    buf_init(&out, 10);
    struct jsonwrite w = jsonwrite_to(&out);
    jsonwrite_open(&w, '[');
    jsonwrite_text(&w, "123456");
    UNIT_CHECK(!buf_over(&out), "it fits");
    jsonwrite_text(&w, "7");
    jsonwrite_close(&w, ']');
    UNIT_CHECK(buf_over(&out) && out.len <= 10, "over the ceiling the buffer says so");
    buf_free(&out);
}

int main(void)
{
    check_strings();
    check_ceilings();
    check_places();
    check_values();
    check_ceiling();
    return unit_end();
}
