#include "opkey.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "state.h"

static void make_upper(char *method)
{
    for (char *c = method; *c != '\0'; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
}

/* "METHOD /path" or "webhook NAME METHOD", as cc-split writes it. */
static bool add_by_id(const char *id, struct buf *out)
{
    char *copy = mem_text(id);
    char *webhook = strncmp(id, "webhook ", 8) == 0 ? copy + 8 : NULL;
    char *blank = webhook != NULL ? strrchr(webhook, ' ') : strchr(copy, ' ');
    bool is_one = blank != NULL && (webhook != NULL || blank[1] == '/');
    if (is_one) {
        *blank = '\0';
        state_key(id, webhook != NULL ? blank + 1 : copy, webhook != NULL ? webhook : blank + 1,
                  out);
    }
    free(copy);
    return is_one;
}

bool opkey_add(const struct record *r, struct buf *out)
{
    char *id = record_text(r, "id"), *method = record_text(r, "method");
    char *path = record_text(r, "path");
    bool is_one = method != NULL && path != NULL;
    if (is_one) {
        make_upper(method);
        state_key(id, method, path, out);
    } else if (jsontape_true(&r->tape, record_get(r, "unchanged"))) {
        is_one = add_by_id(id, out);
    }
    free(path);
    free(method);
    free(id);
    return is_one;
}
