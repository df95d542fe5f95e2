#include "prune.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "digest.h"
#include "document.h"
#include "mem.h"
#include "state.h"

/* What is kept is told one by one up to this many. */
#define TELL 10

void prune_init(struct prune *p)
{
    *p = (struct prune){0};
}

void prune_free(struct prune *p)
{
    free(p->title);
    free(p->seq);
    *p = (struct prune){0};
}

void prune_see(struct prune *p, const struct record *r)
{
    uint32_t spec = record_get(r, "spec");
    long long operations = jsontape_count(&r->tape, jsontape_get(&r->tape, spec, "operations"), -1);
    long long seq = jsontape_count(&r->tape, record_get(r, "seq"), -1);
    char *title = jsontape_text(&r->tape, jsontape_get(&r->tape, spec, "title"));
    char *id = record_text(r, "id");
    bool sound = title != NULL && seq >= 0 && seq < operations && operations <= CEILING_OPERATIONS;
    if (sound && p->title == NULL) {
        p->title = mem_text(title);
        p->operations = operations;
        p->seq = mem_new((size_t)operations / 8 + 1);
    }
    p->mixed = p->mixed || !sound || operations != p->operations || strcmp(title, p->title) != 0;
    if (!p->mixed) {
        unsigned char bit = (unsigned char)(1u << (seq % 8));
        p->seen += (p->seq[seq / 8] & bit) == 0;
        p->seq[seq / 8] |= bit;
        p->webhooks = p->webhooks || strncmp(id, "webhook ", 8) == 0;
    }
    free(id);
    free(title);
}

bool prune_ready(const struct prune *p)
{
    if (p->all)
        return true;
    if (p->mixed)
        diag_warn("nothing is pruned: there are records of more than one description, or of none");
    else if (p->title == NULL)
        diag_warn("nothing is pruned: there are no records");
    else if (p->seen < p->operations)
        diag_warn("nothing is pruned: %lld of the %lld operations of the description were seen",
                  p->seen, p->operations);
    return !p->mixed && p->title != NULL && p->seen == p->operations;
}

/* Splits the name of a file in the state.  Returns false where cc-merge has not made it up. */
static bool place_of(const struct prune *p, const struct jsontape *entry, struct names_place *place)
{
    char *name = jsontape_text(entry, jsontape_get(entry, 0, "file"));
    size_t skip = strlen(p->prefix);
    bool ours = name != NULL && strncmp(name, p->prefix, skip) == 0;
    const char *rest = ours ? name + skip : "";
    const char *slash = strchr(rest, '/');
    const char *file = slash != NULL ? slash + 1 : rest;
    size_t folder = slash != NULL ? (size_t)(slash - rest) : 0;
    ours = ours && file[0] != '\0' && file[0] != '.' && strchr(file, '/') == NULL &&
           strlen(file) < sizeof place->file && folder < sizeof place->folder &&
           (slash == NULL || (folder > 0 && rest[0] != '.'));
    if (ours) {
        memcpy(place->folder, rest, folder);
        place->folder[folder] = '\0';
        memcpy(place->file, file, strlen(file) + 1);
    }
    free(name);
    return ours;
}

/* Why the file at the place is not removed; NULL: it is ours and unchanged; "": it is not there. */
static const char *objection(const struct prune *p, const struct jsontape *entry,
                             const struct names_place *place)
{
    struct buf text;
    struct jsontape t;
    char digest[STATE_DIGEST];
    const char *why = NULL;
    uint32_t written = jsontape_get(entry, 0, "digest");
    buf_init(&text, DOCUMENT_MAX);
    jsontape_init(&t);
    if (!files_read(p->files, place->folder, place->file, &text)) {
        why = files_kind(p->files, place->folder, place->file) != 0 ? "it is no document" : "";
    } else {
        state_digest(digest_of(text.data, text.len), digest);
        const bool document = document_read(&t, text.data, text.len) >= 0;
        uint32_t metadata = jsontape_get(&t, 0, "metadata");
        if (jsontape_kind(entry, written) != '"')
            why = "it is not known whether a person has changed it";
        else if (!jsontape_is(entry, written, digest))
            why = "it has been changed";
        else if (!document)
            why = "it is no document";
        else if (!p->all && !jsontape_is(&t, jsontape_get(&t, metadata, "api_title"), p->title))
            why = "it is of another description";
    }
    jsontape_free(&t);
    buf_free(&text);
    return why;
}

/* Says that a document is kept. */
static void tell_kept(struct prune *p, const char *key, const struct names_place *place,
                      const char *why)
{
    const char *slash = place->folder[0] != '\0' ? "/" : "";
    if (++p->kept > TELL)
        return;
    if (p->all)
        diag_warn("%s%s%s is kept: %s", place->folder, slash, place->file, why);
    else
        diag_warn("%s%s%s is kept, though %s is gone: %s", place->folder, slash, place->file, key,
                  why);
}

/* Removes the document at the place, and counts it where there was one.  Returns whether it stays. */
static bool stays(struct prune *p, const char *key, const struct jsontape *entry,
                  const struct names_place *place, size_t *removed)
{
    struct diag_error err;
    if (names_has(p->names, place))
        return false;
    const char *why = objection(p, entry, place);
    if (why == NULL && !p->dry && files_remove(p->files, place->folder, place->file, &err) < 0)
        why = err.text;
    *removed += why == NULL;
    if (why == NULL || why[0] == '\0')
        return false;
    tell_kept(p, key, place, why);
    return true;
}

bool prune_gone(struct prune *p, const char *key, const struct jsontape *entry)
{
    struct names_place place;
    if (!p->all && !p->webhooks && state_is_webhook(key))
        return true;
    if (jsontape_get(entry, 0, "file") == JSONTAPE_NONE)
        return p->dry;
    return !place_of(p, entry, &place) || stays(p, key, entry, &place, &p->removed) || p->dry;
}

void prune_moved(struct prune *p, const struct jsontape *entry, const struct jsontape *now)
{
    struct names_place before, after;
    if (!place_of(p, entry, &before) || !place_of(p, now, &after) ||
        (strcmp(before.folder, after.folder) == 0 && strcmp(before.file, after.file) == 0))
        return;
    stays(p, "its older name", entry, &before, &p->moved);
}

void prune_report(const struct prune *p)
{
    if (p->all)
        diag_note("%s %zu documents%s", p->dry ? "would remove" : "removed", p->removed,
                  p->kept > 0 ? "; what a person has changed stays" : "");
    else if (p->removed + p->moved > 0)
        diag_note("removed the documents of %zu operations that are gone, and %zu of which the "
                  "operation has another document",
                  p->removed, p->moved);
    if (p->kept > TELL)
        diag_warn("%zu documents are kept in all", p->kept);
}
