/*
 * framing: a body through cc-call's framing, whole and in parts: the same texts.  Its first byte says how long the
 * parts are, and whether JSON comes one object a line.
 */
#include "../../cmd/cc-call/wire/framing.c"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void keep(void *owner, const char *text, size_t len)
{
    buf_add(owner, (const char *)&len, sizeof len);
    buf_add(owner, text, len);
}

/* step: bytes in a part, each of which is a copy of its exact size. */
static void feed(const char *body, size_t len, bool lines, size_t step, struct buf *kept)
{
    struct framing f;
    framing_init(&f, lines, keep, kept);
    for (size_t at = 0; at < len; at += step) {
        size_t n = len - at < step ? len - at : step;
        char *part = malloc(n);
        memcpy(part, body + at, n);
        framing_feed(&f, part, n);
        free(part);
    }
    framing_end(&f);
    framing_free(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct buf whole, parts;
    if (size < 2)
        return 0;
    const char *body = (const char *)bytes + 1;
    bool lines = bytes[0] % 2 == 1;
    buf_init(&whole, CEILING_MIB);
    buf_init(&parts, CEILING_MIB);
    feed(body, size - 1, lines, size, &whole);
    feed(body, size - 1, lines, 1 + bytes[0] / 2, &parts);
    if (whole.len != parts.len || memcmp(whole.data, parts.data, whole.len) != 0)
        abort();
    buf_free(&whole);
    buf_free(&parts);
    return 0;
}
