#include "names.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "digest.h"
#include "filename.h"
#include "utf8.h"

#define KEY_MAX (sizeof(struct names_place) + 1)

void names_init(struct names *n, bool by_tag, const char *form, const char *end)
{
    n->by_tag = by_tag;
    n->alike = strstr(form, "{slug}") == NULL;
    n->form = form;
    n->end = end;
    n->sealed = (struct marks){0};
    table_init(&n->taken);
}

void names_free(struct names *n)
{
    table_free(&n->taken);
    marks_free(&n->sealed);
}

/* What a form may name: of the record. */
static const char *const member[] = {"operation_id", "slug", "method"};
enum {
    MEMBERS = sizeof member / sizeof *member,
    TELLING = 2 /* so many tell operations apart */
};

/* The member that is named behind a {, or MEMBERS; its length with the } goes to len. */
static size_t named(const char *at, size_t *len)
{
    size_t i = 0;
    *len = strcspn(at, "}") + 1;
    while (i < MEMBERS && (strlen(member[i]) + 1 != *len || at[*len - 1] != '}' ||
                           memcmp(at, member[i], *len - 1) != 0))
        i++;
    return i;
}

const char *names_fault(const char *form)
{
    bool telling = false;
    for (const char *c = form; *c != '\0'; c++) {
        size_t len = 0, which = *c == '{' ? named(c + 1, &len) : 0;
        if (which == MEMBERS)
            return "knows only {slug}, {operation_id} and {method}";
        if (*c != '{' && !filename_takes(*c, c == form))
            return "takes a-z, 0-9, _ and, but for its begin, dots and dashes beside what stands "
                   "in "
                   "braces";
        telling = telling || (*c == '{' && which < TELLING);
        c += len;
    }
    return telling ? NULL : "needs {slug} or {operation_id}, which tell operations apart";
}

static void add_small(const char *text, struct buf *out)
{
    for (; *text != '\0'; text++)
        buf_char(out, *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text);
}

/* Adds a member of the record; of those that tell operations apart, the next one that there is. */
static void add_member(const struct record *r, size_t which, const char *id, struct buf *out)
{
    char *text = record_text(r, member[which]);
    bool there = text != NULL && text[0] != '\0';
    if (which >= TELLING)
        add_small(there ? text : "", out);
    else if (there)
        buf_text(out, text);
    else if (which + 1 < TELLING)
        add_member(r, which + 1, id, out);
    else
        buf_text(out, id);
    free(text);
}

static void fill_in(const char *form, const struct record *r, const char *id, struct buf *out)
{
    for (const char *c = form; *c != '\0'; c++) {
        size_t len = 0;
        if (*c == '{')
            add_member(r, named(c + 1, &len), id, out);
        else
            buf_char(out, *c);
        c += len;
    }
}

/* What a folder may hold of a tag: no separator or pattern of any system, no control, no invisible
 * character (bidi marks make one name look like another). */
static bool is_safe(uint32_t c)
{
    if (c < 0x80)
        return c > 0x20 && c != 0x7f && strchr("/\\:*?\"<>|$`'!&;~%#", (int)c) == NULL;
    return c >= 0xa1 && (c < 0x2000 || c > 0x206f) && c != 0x3000 && c != 0xfeff && c != 0xad &&
           (c & 0xfffe) != 0xfffe && (c < 0xe0000 || c > 0xe0fff);
}

/* folder has room for NAMES_FOLDER bytes and a NUL. */
static void make_folder(const char *tag, char *folder)
{
    size_t at = 0, left = strlen(tag), len;
    for (; left > 0 && (len = utf8_length(tag, left)) > 0; tag += len, left -= len) {
        if (at + len > NAMES_FOLDER - 1)
            break;
        if (is_safe(utf8_code(tag, len))) {
            memcpy(folder + at, tag, len);
            at += len;
        } else if (at > 0 && folder[at - 1] != '-') {
            folder[at++] = '-';
        }
    }
    while (at > 0 && strchr(".-", folder[at - 1]) != NULL)
        at--;
    folder[at] = '\0';
    size_t skip = strspn(folder, ".-");
    memmove(folder, folder + skip, at - skip + 1);
    if (folder[0] == '\0') {
        snprintf(folder, NAMES_FOLDER, "untagged");
    } else if (filename_is_device(folder)) {
        memmove(folder + 1, folder, strlen(folder) + 1);
        folder[0] = '_';
    }
}

static void place_folder(const struct record *r, char *folder)
{
    struct jsontape_walk w = jsontape_walk(&r->tape, record_get(r, "tags"));
    char *tag = jsontape_step(&r->tape, &w) ? jsontape_text(&r->tape, w.value) : NULL;
    make_folder(tag != NULL ? tag : "", folder);
    free(tag);
}

/* The place as a key, and its length. */
static size_t key_of(const struct names_place *place, char key[KEY_MAX])
{
    return (size_t)snprintf(key, KEY_MAX, "%s/%s", place->folder, place->file);
}

bool names_take(struct names *n, struct names_place *place, const char *id)
{
    char key[KEY_MAX];
    size_t len = key_of(place, key);
    size_t owner = (size_t)digest_short(id, strlen(id), 0) | 1;
    struct table_entry *e = table_put(&n->taken, key, len);
    if (e->value.number == 0)
        e->value.number = owner;
    place->number = (size_t)(e - n->taken.entry);
    return e->value.number == owner;
}

void names_seal(struct names *n)
{
    for (size_t i = 0; i < n->taken.count; i++)
        marks_add(&n->sealed, n->taken.entry[i].key, n->taken.entry[i].len);
    marks_sort(&n->sealed);
    table_free(&n->taken);
}

bool names_has(const struct names *n, const struct names_place *place)
{
    char key[KEY_MAX];
    size_t len = key_of(place, key);
    return table_get(&n->taken, key, len) != NULL || marks_has(&n->sealed, key, len);
}

void names_find(const struct names *n, const struct record *r, const char *id,
                struct names_place *place)
{
    char name[FILENAME_MOST + 1];
    struct buf text;
    buf_init(&text, CEILING_LINE);
    fill_in(n->form, r, id, &text);
    filename_of(text.data, name);
    buf_free(&text);
    place->folder[0] = '\0';
    if (n->by_tag)
        place_folder(r, place->folder);
    snprintf(place->file, sizeof place->file, "%s%s", name, n->end);
}

void names_apart(const struct names *n, const char *id, struct names_place *place)
{
    char name[FILENAME_MOST + 1];
    snprintf(name, sizeof name, "%.*s", (int)(strlen(place->file) - strlen(n->end)), place->file);
    filename_mark(name, id);
    snprintf(place->file, sizeof place->file, "%s%s", name, n->end);
}
