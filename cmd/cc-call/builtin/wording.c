#include "wording.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "phrase.h"
#include "utf8.h"

/* A name is one line that fits a report. */
#define OPERATION 100
#define VALUE 60

static const char body_zh[] = "请求体", stop_zh[] = "。";

static const char *phrase_for(const struct wording *w)
{
    const bool kind = strcmp(w->technique, "auth_malformed") == 0 && w->proven;
    const bool whole = strcmp(w->technique, "dependency") == 0 && w->accepted &&
                       strcmp(w->keyword, "all") != 0;
    return phrase_find(w->technique, kind || whole ? "proven" : w->keyword, w->chinese);
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
    const char *stop = strstr(text, stop_zh);
    if (stop != NULL && (size_t)(stop - text) < len)
        len = (size_t)(stop - text);
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

void wording_place(const struct wording *w, const char *in, const char *name, const char *pointer,
                   struct buf *out)
{
    static const struct {
        const char *in, *english, *chinese;
    } places[] = {
        {"path", "path parameter ", "路径参数 "},
        {"query", "query parameter ", "查询参数 "},
        {"header", "header ", "请求头 "},
        {"cookie", "cookie ", "Cookie "},
        {"body", "", ""},
    };
    const bool body = strcmp(in, "body") == 0;
    size_t i = 0;
    while (i + 1 < sizeof places / sizeof *places && strcmp(places[i].in, in) != 0)
        i++;
    if (body && *pointer == '\0')
        buf_text(out, w->chinese ? body_zh : "the request body");
    if (!body) {
        buf_text(out, w->chinese ? places[i].chinese : places[i].english);
        add_line(name, strlen(name), OPERATION, out);
        if (*pointer == '/' && strspn(pointer + 1, "0123456789") == 0)
            buf_char(out, '.');
    }
    add_pointer(pointer, out);
}

/* Blanks part a name from Chinese words, but not those from one another. */
static void expand(const struct wording *w, const char *text, struct buf *out)
{
    const bool word = strcmp(w->place, body_zh) == 0;
    for (; *text != '\0'; text++) {
        if (word && strncmp(text, " %p", 3) == 0)
            continue;
        if (*text != '%') {
            buf_char(out, *text);
            continue;
        }
        text++;
        if (*text == 'p') {
            buf_text(out, w->place);
            text += word && text[1] == ' ';
        } else if (*text == 'l') {
            buf_text(out, w->limit != NULL ? w->limit : w->chinese ? "其限制" : "its limit");
        } else if (w->value != NULL) {
            add_line(w->value, w->len, VALUE, out);
        }
    }
}

void wording_name(const struct wording *w, struct buf *out)
{
    expand(w, phrase_for(w), out);
}

void wording_description(const struct wording *w, struct buf *out)
{
    const char *whole = phrase_whole(w->technique, w->chinese);
    if (whole != NULL) {
        buf_text(out, whole);
    } else {
        buf_text(out, phrase_start(w->accepted, w->chinese));
        expand(w, phrase_for(w), out);
    }
    buf_text(out, phrase_end(w->technique, w->accepted, w->chinese));
}
