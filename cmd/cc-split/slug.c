#include "slug.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "digest.h"
#include "table.h"

static void add(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            buf_char(out, c);
        else if (out->len > 0 && out->data[out->len - 1] != '_')
            buf_char(out, '_');
    }
}

char *slug_of(const char *method, const char *path)
{
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    add(&out, method);
    add(&out, "/");
    add(&out, path);
    while (out.len > 0 && out.data[out.len - 1] == '_')
        out.data[--out.len] = '\0';
    return out.data;
}

static char *with_digest(const char *slug, const char *id, size_t again)
{
    struct buf out;
    char hex[DIGEST_HEX];
    digest_hex(digest_of(id, strlen(id)), hex);
    buf_init(&out, CEILING_TEXT);
    size_t len = strlen(slug);
    len = len < SLUG_MAX ? len : SLUG_MAX;
    buf_add(&out, slug, len > 0 && slug[len - 1] == '_' ? len - 1 : len);
    buf_format(&out, "%s%.8s", out.len > 0 ? "_" : "", hex);
    if (again > 0)
        buf_format(&out, "_%zu", again + 1);
    return out.data;
}

/* Gives a slug that an earlier operation has a number; a path may look like another's digest. */
static void number_repeats(char **slug, size_t n)
{
    struct table taken;
    table_init(&taken);
    for (size_t i = 0; i < n; i++) {
        size_t uses;
        while ((uses = table_put(&taken, slug[i], strlen(slug[i]))->value.number++) > 0) {
            struct buf out;
            buf_init(&out, CEILING_TEXT);
            buf_format(&out, "%s_%zu", slug[i], uses + 1);
            free(slug[i]);
            slug[i] = buf_take(&out);
        }
    }
    table_free(&taken);
}

void slug_unique(char **slug, const char *const *id, size_t n)
{
    struct table uses, ids;
    bool changed = false;
    table_init(&uses);
    table_init(&ids);
    for (size_t i = 0; i < n; i++)
        table_put(&uses, slug[i], strlen(slug[i]))->value.number++;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(slug[i]);
        if (len > 0 && len <= SLUG_MAX && table_get(&uses, slug[i], len)->value.number == 1)
            continue;
        size_t again = table_put(&ids, id[i], strlen(id[i]))->value.number++;
        char *longer = with_digest(slug[i], id[i], again);
        free(slug[i]);
        slug[i] = longer;
        changed = true;
    }
    table_free(&uses);
    table_free(&ids);
    if (changed)
        number_repeats(slug, n);
}
