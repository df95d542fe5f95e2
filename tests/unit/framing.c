/* cc-call's framing: bodies and the texts in them, however they are cut up on their way. */
#include "../../cmd/cc-call/wire/framing.h"

#include <stdlib.h>

#include "ceiling.h"
#include "unit.h"

/* Every text that is to come, each as <text>, a NUL in it as ␀. */
static const struct {
    const char *name;
    bool lines;
    const char *body;
    size_t len; /* 0: up to its NUL */
    const char *texts;
} rows[] = {
    {"nothing", false, "", 0, ""},
    {"nothing, of lines", true, "", 0, ""},
    {"blanks alone", false, " \r\n\t\n", 0, ""},
    {"a BOM alone", false, "\xef\xbb\xbf", 0, ""},

    {"LF", false, "data: {\"a\":1}\n\ndata: [DONE]\n\n", 0, "<{\"a\":1}><[DONE]>"},
    {"CRLF", false, "data: {\"a\":1}\r\n\r\ndata: [DONE]\r\n\r\n", 0, "<{\"a\":1}><[DONE]>"},
    {"CR", false, "data: {\"a\":1}\r\rdata: [DONE]\r\r", 0, "<{\"a\":1}><[DONE]>"},
    {"all three", false, "data: 1\r\n\ndata: 2\r\r\ndata: 3\n\rdata: 4\n\r\n", 0, "<1><2><3><4>"},
    {"LF and CR are two ends", false, "data: 1\n\rdata: 2\n\n", 0, "<1><2>"},
    {"CR and LF are one", false, "data: 1\r\ndata: 2\r\n\r\n", 0, "<1\n2>"},
    {"a BOM before events", false,
     "\xef\xbb\xbf"
     "data: 1\n\n",
     0, "<1>"},
    {"a BOM further on is no BOM", false,
     "data: 1\n\n\xef\xbb\xbf"
     "data: 2\n\n",
     0, "<1>"},
    {"comments", false, ": keep-alive\n\n:\ndata: 1\n: x\n\n: data: 2\n\n", 0, "<1>"},
    {"a comment inside an event", false, "data: 1\n: OPENROUTER PROCESSING\ndata: 2\n\n", 0,
     "<1\n2>"},
    {"several data lines", false, "data: {\ndata:  \"a\":1\ndata:}\n\n", 0, "<{\n \"a\":1\n}>"},
    {"data without a colon", false, "data\n\ndata\ndata: 1\n\n", 0, "<><\n1>"},
    {"data without a text", false, "data:\n\ndata: \n\n", 0, "<><>"},
    {"no space behind the colon", false, "data:{\"a\":1}\n\ndata:[DONE]\n\n", 0,
     "<{\"a\":1}><[DONE]>"},
    {"one space is taken", false, "data:  1\n\ndata:\t2\n\n", 0, "< 1><\t2>"},
    {"other fields", false, "id: 1\nevent: message\nretry: 3000\ndata: 1\n\nid\nevent\n\n", 0,
     "<1>"},
    {"event first", false, "event: error\ndata: {\"error\":1}\n\n", 0, "<{\"error\":1}>"},
    {"retry first", false, "retry: 3000\n\ndata: 1\n\n", 0, "<1>"},
    {"names are whole", false, "data: 1\ndatas: 2\nDATA: 3\n data: 4\ndat: 5\n\n", 0, "<1>"},
    {"blank lines before events", false, "\r\n\ndata: 1\n\n", 0, "<1>"},
    {"many blank lines between", false, "data: 1\n\n\n\n\r\ndata: 2\n\n", 0, "<1><2>"},
    {"an event without its blank line", false, "data: 1\n\ndata: 2\n", 0, "<1>"},
    {"an event cut in a line", false, "data: 1\n\ndata: {\"a\"", 0, "<1>"},
    {"events where lines are awaited", true, "data: 1\n\n", 0, "<1>"},
    {"UTF-8", false, "data: \xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80\n\n", 0,
     "<\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80>"},
    {"NULs in events", false, "data: a\0b\n\ndata\0: c\ndata: \0\n\n", 29, "<a␀b><␀>"},

    {"whole", false, "{\"a\":1}", 0, "<{\"a\":1}>"},
    {"whole, over lines", false, "{\n  \"a\": 1,\r\n  \"b\": 2\n}\n", 0,
     "<{\n  \"a\": 1,\r\n  \"b\": 2\n}\n>"},
    {"blank lines before it", false, "\n\n\r\n \t{\"a\":1}", 0, "<{\"a\":1}>"},
    {"a BOM before it", false, "\xef\xbb\xbf{}", 0, "<{}>"},
    {"a BOM and blanks", false, "\xef\xbb\xbf\n {}", 0, "<{}>"},
    {"a BOM behind blanks is none", false, " \xef\xbb\xbf{}", 0, "<\xef\xbb\xbf{}>"},
    {"two BOMs", false, "\xef\xbb\xbf\xef\xbb\xbf{}", 0, "<\xef\xbb\xbf{}>"},
    {"HTML", false, "<html>\n<h1>504</h1>\n", 0, "<<html>\n<h1>504</h1>\n>"},
    {"HTML where lines are awaited", true, "<html>\n<h1>504</h1>\n", 0, "<<html>\n<h1>504</h1>\n>"},
    {"an array where lines are awaited", true, "[\n1]", 0, "<[\n1]>"},
    {"UTF-8, whole", false, "{\"a\":\"\xf0\x9f\x98\x80\"}", 0, "<{\"a\":\"\xf0\x9f\x98\x80\"}>"},
    {"NULs, whole", false, "\0{\0}\0", 5, "<␀{␀}␀>"},

    {"lines", true, "{\"a\":1}\n{\"b\":2}\n", 0, "<{\"a\":1}><{\"b\":2}>"},
    {"a last line without its end", true, "{\"a\":1}\n{\"done\":true}", 0,
     "<{\"a\":1}><{\"done\":true}>"},
    {"lines with CRLF", true, "{\"a\":1}\r\n{\"b\":2}\r\n", 0, "<{\"a\":1}><{\"b\":2}>"},
    {"blank lines between lines", true, "\n{\"a\":1}\n\n \t\n{\"b\":2}\n\n", 0,
     "<{\"a\":1}><{\"b\":2}>"},
    {"a BOM before lines", true, "\xef\xbb\xbf{}\n{}", 0, "<{}><{}>"},
    {"lines that are no JSON", true, "{}\nerror\n{}\n", 0, "<{}><error><{}>"},
    {"NULs in lines", true, "{\0}\n\0\n", 6, "<{␀}><␀>"},
    {"UTF-8 in lines", true, "{\"\xe4\xbd\xa0\":1}\n", 0, "<{\"\xe4\xbd\xa0\":1}>"},
};

static void keep(void *owner, const char *text, size_t len)
{
    struct buf *kept = owner;
    buf_char(kept, '<');
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\0')
            buf_text(kept, "␀");
        else
            buf_char(kept, text[i]);
    buf_char(kept, '>');
}

/* The body in three parts, the first two of which end there; each is a copy of its exact size. */
static void feed(struct framing *f, const char *body, size_t len, size_t first, size_t second)
{
    const size_t ends[] = {first, second, len};
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t n = ends[i] - at;
        char *part = malloc(n > 0 ? n : 1);
        memcpy(part, body + at, n);
        UNIT_CHECK(framing_feed(f, part, n), "%.*s is under every ceiling", (int)len, body);
        free(part);
        at += n;
    }
}

static void feed_bytes(struct framing *f, const char *body, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char byte = body[i];
        framing_feed(f, &byte, 1);
    }
}

/* Returns whether the texts are those of the row; bytes: one by one. */
static bool is_right(size_t row, size_t len, size_t first, size_t second, bool bytes)
{
    struct framing f;
    struct buf kept;
    buf_init(&kept, CEILING_TEXT);
    framing_init(&f, rows[row].lines, keep, &kept);
    if (bytes)
        feed_bytes(&f, rows[row].body, len);
    else
        feed(&f, rows[row].body, len, first, second);
    framing_end(&f);
    bool right = strcmp(kept.data, rows[row].texts) == 0;
    UNIT_CHECK(right, "%s, cut at %zu and %zu: %s", rows[row].name, first, second, kept.data);
    framing_free(&f);
    buf_free(&kept);
    return right;
}

static void check_row(size_t row)
{
    size_t len = rows[row].len > 0 ? rows[row].len : strlen(rows[row].body);
    bool right = is_right(row, len, len, len, false) && is_right(row, len, 1, 2, true);
    for (size_t first = 0; right && first <= len; first++)
        for (size_t second = first; right && second <= len; second++)
            right = is_right(row, len, first, second, false);
}

/* What stands before a text over its ceiling, what comes of it, and what stands behind it in the same read. */
static const struct {
    const char *name;
    bool lines;
    const char *before, *behind;
} big[] = {
    {"whole", false, "{", "}"},
    {"a line", true, "{", "}\n{}\n"},
    {"a line of an event", false, "data: {", "}\n\ndata: 1\n\n"},
    {"a comment", false, ": {", "\n\ndata: 1\n\n"},
};

static void check_big(size_t row)
{
    enum { BLOCK = 64 * 1024 };
    struct framing f;
    struct buf kept, block;
    buf_init(&kept, CEILING_TEXT);
    buf_init(&block, 2 * BLOCK);
    memset(buf_room(&block, BLOCK), ' ', BLOCK);
    block.len = BLOCK;
    framing_init(&f, big[row].lines, keep, &kept);
    bool more = framing_feed(&f, big[row].before, strlen(big[row].before));
    for (size_t i = 1; i < CEILING_REPLY / BLOCK; i++)
        more = framing_feed(&f, block.data, BLOCK) && more;
    UNIT_CHECK(more, "%s is not over its ceiling yet", big[row].name);
    buf_text(&block, big[row].behind);
    UNIT_CHECK(!framing_feed(&f, block.data, block.len), "%s is over its ceiling", big[row].name);
    UNIT_CHECK(!framing_feed(&f, "\n\n", 2), "%s is over it still", big[row].name);
    framing_end(&f);
    UNIT_CHECK(kept.len == 0, "%s is not handed over: %s", big[row].name, kept.data);
    framing_free(&f);
    buf_free(&block);
    buf_free(&kept);
}

/* Each line is short, the event of them is not. */
static void check_big_event(void)
{
    struct framing f;
    struct buf kept, lines;
    buf_init(&kept, CEILING_TEXT);
    buf_init(&lines, CEILING_TEXT);
    for (int i = 0; i < 1024; i++)
        buf_text(&lines, "data: 123456789012345\n");
    buf_text(&lines, "\n");
    framing_init(&f, false, keep, &kept);
    size_t fed = 0;
    while (fed <= CEILING_REPLY && framing_feed(&f, lines.data, lines.len - 1))
        fed += 16 * CEILING_KIB;
    UNIT_CHECK(fed > CEILING_REPLY - 32 * CEILING_KIB && fed <= CEILING_REPLY,
               "an event ends at its ceiling, not at %zu", fed);
    UNIT_CHECK(!framing_feed(&f, lines.data, lines.len), "it is over it still");
    framing_end(&f);
    UNIT_CHECK(kept.len == 0, "it is not handed over");
    framing_free(&f);
    buf_free(&lines);
    buf_free(&kept);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
    for (size_t i = 0; i < sizeof big / sizeof *big; i++)
        check_big(i);
    check_big_event();
    return unit_end();
}
