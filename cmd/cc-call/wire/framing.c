#include "framing.h"

#include <string.h>

#include "ceiling.h"

static const char bom[] = "\xef\xbb\xbf";

void framing_init(struct framing *f, bool lines,
                  void (*take)(void *owner, const char *text, size_t len), void *owner)
{
    *f = (struct framing){.lines = lines, .take = take, .owner = owner};
    buf_init(&f->text, CEILING_REPLY);
    buf_init(&f->data, CEILING_REPLY);
}

void framing_free(struct framing *f)
{
    buf_free(&f->text);
    buf_free(&f->data);
}

static bool is_over(const struct framing *f)
{
    return buf_over(&f->text) || buf_over(&f->data);
}

/* Whether the line is this field; *value is where its value begins. */
static bool is_field(const struct framing *f, const char *name, const char **value)
{
    size_t len = strlen(name);
    const char *line = f->text.data;
    if (f->text.len < len || memcmp(line, name, len) != 0 ||
        (f->text.len > len && line[len] != ':'))
        return false;
    *value = line + len + (f->text.len > len);
    *value += **value == ' ';
    return true;
}

/* A line of events: a field, a comment, or the blank line that ends an event. */
static void event_line(struct framing *f)
{
    const char *value;
    if (f->text.len == 0) {
        if (f->has_data)
            f->take(f->owner, f->data.data, f->data.len);
        buf_reset(&f->data);
        f->has_data = f->error = false;
    } else if (is_field(f, "data", &value)) {
        if (f->has_data)
            buf_char(&f->data, '\n');
        buf_add(&f->data, value, f->text.len - (size_t)(value - f->text.data));
        f->has_data = f->real = true;
    } else if (is_field(f, "event", &value)) {
        f->error = strcmp(value, "error") == 0;
        f->real = true;
    } else if (f->text.data[0] == ':' || is_field(f, "id", &value) ||
               is_field(f, "retry", &value)) {
        f->real = true;
    }
}

static void end_line(struct framing *f)
{
    if (f->kind == FRAMING_EVENTS)
        event_line(f);
    else if (strspn(f->text.data, " \t") < f->text.len)
        f->take(f->owner, f->text.data, f->text.len);
    buf_reset(&f->text);
}

/* Skips what may stand before the body, and looks at its first byte.  Returns how much was skipped. */
static size_t find_kind(struct framing *f, const char *bytes, size_t len)
{
    size_t i = 0;
    while (i < len && f->marks < 3 && bytes[i] == bom[f->marks]) {
        f->marks++;
        i++;
    }
    if (i < len)
        f->marks = 3;
    while (i < len && strchr(" \t\r\n", bytes[i]) != NULL && bytes[i] != '\0')
        i++;
    if (i < len && strchr(":deir", bytes[i]) != NULL && bytes[i] != '\0')
        f->kind = FRAMING_EVENTS;
    else if (i < len)
        f->kind = f->lines && bytes[i] == '{' ? FRAMING_LINES : FRAMING_WHOLE;
    return i;
}

static void feed_lines(struct framing *f, const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len;
    while (at < end && !is_over(f)) {
        if (f->after_cr && *at == '\n')
            at++;
        f->after_cr = false;
        size_t n = 0, left = (size_t)(end - at);
        while (n < left && at[n] != '\n' && at[n] != '\r')
            n++;
        buf_add(&f->text, at, n);
        if (n < left && !is_over(f)) {
            f->after_cr = at[n] == '\r';
            end_line(f);
        }
        at += n < left ? n + 1 : n;
    }
}

bool framing_feed(struct framing *f, const char *bytes, size_t len)
{
    size_t skipped = f->kind == FRAMING_UNKNOWN ? find_kind(f, bytes, len) : 0;
    if (f->kind == FRAMING_WHOLE)
        buf_add(&f->text, bytes + skipped, len - skipped);
    else if (f->kind != FRAMING_UNKNOWN)
        feed_lines(f, bytes + skipped, len - skipped);
    return !is_over(f);
}

void framing_end(struct framing *f)
{
    if (f->kind == FRAMING_EVENTS && !f->real)
        f->kind = FRAMING_WHOLE;
    else if ((f->kind == FRAMING_WHOLE || f->kind == FRAMING_LINES) && !is_over(f))
        end_line(f);
}
