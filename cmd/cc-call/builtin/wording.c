#include "wording.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

/* A name is one line that fits a report. */
#define OPERATION 100
#define VALUE 60

/* %p the place, %l the limit, %v the value. */
static const struct phrase {
    const char *technique, *keyword, *text;
} phrases[] = {
    {"happy_required", NULL, "valid request with required fields only"},
    {"happy_full", NULL, "valid request with all fields"},
    {"auth_missing", NULL, "no credentials"},
    {"unknown_resource", NULL, "%p names something that does not exist"},
    {"missing_required", NULL, "%p is missing"},
    {"null_value", NULL, "%p is null"},
    {"wrong_type", NULL, "%p has the wrong type (%v)"},
    {"enum_value", "const", "%p is %v, its only value"},
    {"enum_value", NULL, "%p is %v, one of its allowed values"},
    {"enum_violation", NULL, "%p is %v, none of its allowed values"},
    {"boundary_in", "minimum", "%p at its minimum of %l"},
    {"boundary_in", "maximum", "%p at its maximum of %l"},
    {"boundary_in", "exclusiveMinimum", "%p just above its exclusive minimum of %l"},
    {"boundary_in", "exclusiveMaximum", "%p just below its exclusive maximum of %l"},
    {"boundary_in", "minLength", "%p at its minimum length of %l"},
    {"boundary_in", "maxLength", "%p at its maximum length of %l"},
    {"boundary_in", "minItems", "%p with its minimum number of items, %l"},
    {"boundary_in", "maxItems", "%p with its maximum number of items, %l"},
    {"boundary_in", "format", "%p at the end of its format's range (%v)"},
    {"boundary_out", "minimum", "%p below its minimum of %l"},
    {"boundary_out", "maximum", "%p above its maximum of %l"},
    {"boundary_out", "exclusiveMinimum", "%p not above its exclusive minimum of %l"},
    {"boundary_out", "exclusiveMaximum", "%p not below its exclusive maximum of %l"},
    {"boundary_out", "minLength", "%p shorter than its minimum length of %l"},
    {"boundary_out", "maxLength", "%p longer than its maximum length of %l"},
    {"boundary_out", "minItems", "%p with fewer items than its minimum of %l"},
    {"boundary_out", "maxItems", "%p with more items than its maximum of %l"},
    {"boundary_out", "format", "%p beyond its format's range (%v)"},
    {"multiple_of", NULL, "%p is %v, no multiple of %l"},
    {"unique_items", NULL, "%p has an item twice"},
    {"format_violation", NULL, "%p is no valid %l (%v)"},
    {"pattern_violation", NULL, "%p does not match its pattern (%v)"},
    {"extra_property", NULL, "%p is not a member that is known"},
    {"alternative", NULL, "%p in another of its forms"},
    {"default", NULL, "%p has its default value (%v)"},
    {"example", NULL, "%p has the example value of the description (%v)"},
};

static const char *phrase_for(const struct wording *w)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (strcmp(phrases[i].technique, w->technique) == 0 &&
            (phrases[i].keyword == NULL || strcmp(phrases[i].keyword, w->keyword) == 0))
            return phrases[i].text;
    return "%p";
}

/* Text on one line, at most max bytes. */
static void add_line(const char *text, size_t len, size_t max, struct buf *out)
{
    size_t cut = len > max ? utf8_cut(text, max) : len;
    for (size_t i = 0; i < cut; i++)
        buf_char(out, iscntrl((unsigned char)text[i]) ? ' ' : text[i]);
    if (cut < len)
        buf_text(out, "…");
}

/* The length of the first line, or of its first sentence if that is no abbreviation. */
static size_t sentence(const char *text)
{
    size_t len = strcspn(text, "\r\n");
    for (size_t i = 12; i + 1 < len; i++)
        if (text[i] == '.' && text[i + 1] == ' ')
            return i;
    return len;
}

void wording_operation(const struct record *r, struct buf *out)
{
    char *summary = record_text(r, "summary");
    char *id = record_text(r, "operation_id");
    char *method = record_text(r, "method"), *path = record_text(r, "path");
    const char *name = summary != NULL && summary[0] != '\0' ? summary : id;
    size_t len = name == NULL ? 0 : sentence(name);
    while (len > 0 && (name[len - 1] == '.' || isspace((unsigned char)name[len - 1])))
        len--;
    if (len > 0)
        add_line(name, len, OPERATION, out);
    else
        buf_format(out, "%s %s", method == NULL ? "" : method, path == NULL ? "" : path);
    free(summary);
    free(id);
    free(method);
    free(path);
}

/* /items/0/quantity as items[0].quantity. */
static void add_pointer(const char *pointer, struct buf *out)
{
    bool first = true;
    while (*pointer == '/') {
        const char *token = pointer + 1;
        size_t len = strcspn(token, "/");
        if (len > 0 && strspn(token, "0123456789") >= len) {
            buf_format(out, "[%.*s]", (int)len, token);
        } else {
            if (!first)
                buf_char(out, '.');
            for (size_t i = 0; i < len; i++) {
                if (token[i] == '~' && i + 1 < len)
                    buf_char(out, token[++i] == '1' ? '/' : '~');
                else
                    add_line(token + i, 1, 1, out);
            }
        }
        first = false;
        pointer = token + len;
    }
}

void wording_place(const char *in, const char *name, const char *pointer, struct buf *out)
{
    const bool body = strcmp(in, "body") == 0;
    if (body && *pointer == '\0')
        buf_text(out, "the request body");
    if (!body) {
        const bool named = strcmp(in, "header") == 0 || strcmp(in, "cookie") == 0;
        buf_format(out, "%s %s", in, named ? "" : "parameter ");
        add_line(name, strlen(name), OPERATION, out);
        if (*pointer == '/' && strspn(pointer + 1, "0123456789") == 0)
            buf_char(out, '.');
    }
    add_pointer(pointer, out);
}

static void expand(const struct wording *w, const char *text, struct buf *out)
{
    for (; *text != '\0'; text++) {
        if (*text != '%') {
            buf_char(out, *text);
            continue;
        }
        text++;
        if (*text == 'p')
            buf_text(out, w->place);
        else if (*text == 'l')
            buf_text(out, w->limit == NULL ? "its limit" : w->limit);
        else if (w->value != NULL)
            add_line(w->value, w->len, VALUE, out);
    }
}

void wording_name(const struct wording *w, struct buf *out)
{
    expand(w, phrase_for(w), out);
}

void wording_description(const struct wording *w, bool accepted, struct buf *out)
{
    const size_t start = out->len;
    if (strcmp(w->technique, "happy_required") == 0)
        buf_text(out, "Send a valid request that holds only what is required");
    else if (strcmp(w->technique, "happy_full") == 0)
        buf_text(out, "Send a valid request that holds every optional parameter and member too");
    else if (strcmp(w->technique, "auth_missing") == 0)
        buf_text(out, "Send a valid request without any credentials");
    else if (accepted)
        buf_text(out, "Send an otherwise ordinary request: ");
    else
        buf_text(out, "Send a request that is valid but for one thing: ");
    if (out->len > start && out->data[out->len - 1] == ' ')
        expand(w, phrase_for(w), out);
    buf_text(out, accepted ? ". It must be accepted." : ". It must be refused.");
}
