#include "buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static bool is(const struct buf *b, const char *text)
{
    return b->len == strlen(text) && memcmp(b->data, text, b->len + 1) == 0;
}

static void check_additions(void)
{
    struct buf b;
    buf_init(&b, 1000);
    UNIT_CHECK(b.data != NULL && is(&b, ""), "a new one is an empty text");
    buf_add(&b, "abcdef", 3);
    buf_add(&b, NULL, 0);
    buf_char(&b, '-');
    buf_text(&b, "xyz");
    buf_format(&b, " %d%% %s", 50, "of");
    UNIT_CHECK(is(&b, "abc-xyz 50% of"), "the additions are '%s'", b.data);
    buf_drop(&b, 4);
    UNIT_CHECK(is(&b, "xyz 50% of"), "without the first four '%s'", b.data);
    buf_drop(&b, 0);
    UNIT_CHECK(is(&b, "xyz 50% of"), "nothing dropped leaves '%s'", b.data);
    buf_drop(&b, 1000);
    UNIT_CHECK(is(&b, ""), "more than all dropped leaves '%s'", b.data);
    buf_text(&b, "xyz");
    buf_fit(&b);
    UNIT_CHECK(is(&b, "xyz") && b.room == 4, "fitted it has room for %zu bytes", b.room);
    buf_text(&b, "-abc");
    UNIT_CHECK(is(&b, "xyz-abc"), "and grows again: '%s'", b.data);
    buf_reset(&b);
    buf_add(&b, "a\0b", 3);
    UNIT_CHECK(b.len == 3 && memcmp(b.data, "a\0b", 4) == 0, "NUL is a byte like others");
    UNIT_CHECK(!buf_over(&b), "nothing was refused");
    buf_free(&b);
    UNIT_CHECK(b.data == NULL && b.len == 0, "nothing is left");
    buf_free(&b);
}

static void check_ceiling(void)
{
    struct buf b;
    buf_init(&b, 5);
    buf_text(&b, "12345");
    UNIT_CHECK(is(&b, "12345") && !buf_over(&b), "as much as the ceiling fits");
    buf_add(&b, "", 0);
    UNIT_CHECK(!buf_over(&b), "nothing more fits too");
    buf_char(&b, '6');
    UNIT_CHECK(is(&b, "12345") && buf_over(&b), "one more is refused: '%s'", b.data);
    buf_drop(&b, 2);
    UNIT_CHECK(is(&b, "345") && buf_over(&b), "the flag stays");
    buf_text(&b, "678");
    UNIT_CHECK(is(&b, "345"), "an addition is made whole or not at all: '%s'", b.data);
    buf_format(&b, "%s", "678");
    UNIT_CHECK(is(&b, "345"), "a formatted one too: '%s'", b.data);
    buf_format(&b, "%d", 67);
    UNIT_CHECK(is(&b, "34567"), "to the ceiling: '%s'", b.data);
    buf_reset(&b);
    UNIT_CHECK(is(&b, "") && !buf_over(&b), "reset clears the flag");
    buf_add(&b, "", SIZE_MAX);
    UNIT_CHECK(is(&b, "") && buf_over(&b), "a huge length does not wrap around");
    buf_free(&b);

    buf_init(&b, 0);
    buf_char(&b, 'a');
    UNIT_CHECK(is(&b, "") && buf_over(&b), "a ceiling of nothing holds nothing");
    buf_free(&b);
}

static void check_growth(void)
{
    struct buf b;
    buf_init(&b, 200 * 1000);
    for (int i = 0; i < 100 * 1000; i++)
        buf_add(&b, "ab", 2);
    size_t wrong = 0;
    for (size_t i = 0; i < b.len; i++)
        wrong += b.data[i] != "ab"[i % 2];
    UNIT_CHECK(b.len == 200 * 1000 && wrong == 0 && b.data[b.len] == '\0' && !buf_over(&b),
               "all bytes are there: %zu, %zu wrong", b.len, wrong);
    buf_format(&b, "%0*d", 1, 7);
    UNIT_CHECK(b.len == 200 * 1000 && buf_over(&b), "no byte more");
    buf_free(&b);

    buf_init(&b, 100 * 1000);
    buf_format(&b, "%0*d", 5000, 7);
    UNIT_CHECK(b.len == 5000 && b.data[4999] == '7' && b.data[5000] == '\0',
               "one addition grows as far as it must");
    buf_free(&b);
}

static void check_room(void)
{
    struct buf b;
    buf_init(&b, 100);
    buf_text(&b, "abc");
    char *at = buf_room(&b, 97);
    UNIT_CHECK(at == b.data + 3, "room begins behind the bytes");
    if (at != NULL)
        memset(at, 'x', 97);
    b.len += 97;
    b.data[b.len] = '\0';
    UNIT_CHECK(strlen(b.data) == 100 && !buf_over(&b), "room up to the ceiling");
    UNIT_CHECK(buf_room(&b, 1) == NULL && buf_over(&b), "none above it");
    char *taken = buf_take(&b);
    UNIT_CHECK(strlen(taken) == 100 && b.data == NULL, "the bytes are the caller's");
    free(taken);
    buf_free(&b);
}

int main(void)
{
    check_additions();
    check_ceiling();
    check_growth();
    check_room();
    return unit_end();
}
