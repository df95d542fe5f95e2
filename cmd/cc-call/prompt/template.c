#include "prompt/template.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "textfile.h"
#include "utf8.h"

static const char *const places[] = {"operation", "method",   "path", "cases", "positive",
                                     "negative",  "boundary", "lang", "schema"};

/* A place that begins at text: its name, of *len bytes; NULL: there is none. */
static const char *place_at(const char *text, size_t *len)
{
    if (strncmp(text, "{{", 2) != 0)
        return NULL;
    *len = strspn(text + 2, "abcdefghijklmnopqrstuvwxyz_");
    return *len > 0 && strncmp(text + 2 + *len, "}}", 2) == 0 ? text + 2 : NULL;
}

static bool is_place(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strlen(places[i]) == len && memcmp(places[i], name, len) == 0)
            return true;
    return false;
}

static int check_places(const char *text, struct diag_error *err)
{
    for (const char *at = text; (at = strstr(at, "{{")) != NULL; at += 2) {
        size_t len;
        const char *name = place_at(at, &len);
        if (name != NULL && !is_place(name, len))
            return diag_fail(err, "there is no {{%.*s}}; cc-call(1) lists what there is",
                             (int)(len < 40 ? len : 40), name);
    }
    return 0;
}

/* Where the line "---" stands in the text: its length, and what is before it; 0 where it does not. */
static size_t find_line(const char *text, size_t *before)
{
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        size_t len = strcspn(line, "\r\n");
        if (len == 3 && memcmp(line, "---", 3) == 0) {
            *before = (size_t)(line - text);
            return 3 + strspn(line + 3, "\r\n");
        }
    }
    return 0;
}

/* Takes the text apart.  Returns 0, or -1 with err, which does not say which file it is. */
static int take(struct template *t, const char *text, size_t len, struct diag_error *err)
{
    size_t before = 0;
    if (!utf8_is(text, len))
        return diag_fail(err, "it is not UTF-8");
    if (check_places(text, err) < 0)
        return -1;
    size_t line = find_line(text, &before);
    if (line > 0 && strstr(text + before, "{{operation}}") == NULL)
        return diag_fail(err, "behind its line --- there is no {{operation}}: the model would not "
                              "see what it is asked about");
    t->system = mem_copy(text, line > 0 ? before : len);
    t->user = line > 0 ? mem_text(text + before + line) : NULL;
    return 0;
}

int template_read(struct template *t, const char *path, struct diag_error *err)
{
    struct buf text;
    *t = (struct template){0};
    buf_init(&text, CEILING_PROMPT);
    int result = textfile_read(path, &text, err);
    const size_t mark = textfile_mark(&text);
    if (result == 0 && (result = take(t, text.data + mark, text.len - mark, err)) < 0)
        diag_within(err, "%s", path);
    buf_free(&text);
    return result;
}

void template_free(struct template *t)
{
    free(t->system);
    free(t->user);
    *t = (struct template){0};
}

bool template_counts(const struct template *t)
{
    static const char *const count[] = {"{{cases}}", "{{positive}}", "{{negative}}",
                                        "{{boundary}}"};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++)
        if (strstr(t->system, count[i]) != NULL ||
            (t->user != NULL && strstr(t->user, count[i]) != NULL))
            return true;
    return t->user == NULL;
}

static const char *text_of(const struct template_place *place, const char *name, size_t len)
{
    while (place->name != NULL &&
           (strlen(place->name) != len || memcmp(place->name, name, len) != 0))
        place++;
    return place->name != NULL ? place->text : "";
}

void template_fill(const char *text, const struct template_place *place, struct buf *out)
{
    while (*text != '\0') {
        size_t len;
        const char *name = place_at(text, &len);
        if (name != NULL) {
            buf_text(out, text_of(place, name, len));
            text = name + len + 2;
        } else {
            buf_char(out, *text++);
        }
    }
}
