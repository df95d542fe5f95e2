#include "prune.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "digest.h"
#include "document.h"
#include "mem.h"
#include "owner.h"
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

/* What stands at a place. */
struct found {
    bool there;     /* anything */
    bool document;  /* that can be read */
    bool own;       /* of the operation */
    bool described; /* of this description */
    bool known;     /* what its bytes were is known */
    bool unchanged; /* they are still those */
};

static struct found look_at(const struct prune *p, const char *key, const struct jsontape *entry,
                            const struct names_place *place)
{
    uint32_t written = jsontape_get(entry, 0, "digest");
    struct stat st;
    struct found f = {.there = files_stat(p->files, place->folder, place->file, &st),
                      .known = jsontape_kind(entry, written) == '"'};
    struct buf text;
    struct jsontape t;
    char digest[DIGEST_MARKED];
    buf_init(&text, DOCUMENT_MAX);
    jsontape_init(&t);
    if (f.there && files_read(p->files, place->folder, place->file, &text)) {
        digest_marked(digest_of(text.data, text.len), digest);
        f.unchanged = jsontape_is(entry, written, digest);
        f.document = document_read(&t, text.data, text.len) >= 0;
        uint32_t title = jsontape_get(&t, jsontape_get(&t, 0, "metadata"), "api_title");
        f.own = f.document && jsontape_is(&t, jsontape_get(&t, 0, "endpoint_id"), key);
        f.described = f.document &&
                      (p->all || (p->title != NULL && jsontape_is(&t, title, p->title)));
    }
    jsontape_free(&t);
    buf_free(&text);
    return f;
}

/* Why the document of an operation that is gone is not removed; NULL: nothing is against it, or it is not there. */
static const char *objection(const struct found *f)
{
    if (!f->there)
        return NULL;
    if (!f->known)
        return "it is not known whether a person has changed it";
    if (!f->unchanged)
        return "it has been changed";
    if (!f->document)
        return "it is no document";
    return f->described ? NULL : "it is of another description";
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
                  const struct names_place *place)
{
    struct diag_error err;
    if (names_has(p->names, place))
        return false;
    const struct found f = look_at(p, key, entry, place);
    const char *why = objection(&f);
    if (f.there && why == NULL && !p->dry &&
        files_remove(p->files, place->folder, place->file, &err) < 0)
        why = err.text;
    p->removed += f.there && why == NULL;
    if (why != NULL)
        tell_kept(p, key, place, why);
    return why != NULL;
}

bool prune_gone(struct prune *p, const char *key, const struct jsontape *entry)
{
    struct names_place place;
    if (!p->all && !p->webhooks && state_is_webhook(key))
        return true;
    if (jsontape_get(entry, 0, "file") == JSONTAPE_NONE)
        return p->dry;
    return !place_of(p, entry, &place) || stays(p, key, entry, &place) || p->dry;
}

bool prune_overwritten(const struct prune *p, const char *key, const struct jsontape *entry)
{
    struct names_place place;
    if (!place_of(p, entry, &place) || !names_has(p->names, &place))
        return false;
    char *owner = owner_at(p->files, &place);
    bool overwritten = owner != NULL && strcmp(owner, key) != 0;
    free(owner);
    return overwritten;
}

/* Takes a document out of its place: one that a person has changed gets another name. */
static int take_away(struct prune *p, const struct found *f, const struct names_place *place,
                     struct diag_error *err)
{
    if (!f->unchanged && guard_set_aside(p->guard, place, err) < 0)
        return -1;
    struct stat st;
    if (files_stat(p->files, place->folder, place->file, &st) &&
        files_remove(p->files, place->folder, place->file, err) < 0)
        return -1;
    p->moved += f->unchanged;
    return 0;
}

/* Whether two names are of one file, as Orders and orders are on some file systems. */
static bool is_one(const struct prune *p, const struct names_place *a, const struct names_place *b)
{
    struct stat one, other;
    return files_stat(p->files, a->folder, a->file, &one) &&
           files_stat(p->files, b->folder, b->file, &other) && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

void prune_moved(struct prune *p, const char *key, const struct jsontape *entry,
                 const struct jsontape *now)
{
    struct names_place before, after;
    struct diag_error err;
    if (!place_of(p, entry, &before) || !place_of(p, now, &after) || names_has(p->names, &before) ||
        (strcmp(before.folder, after.folder) == 0 && strcmp(before.file, after.file) == 0))
        return;
    const struct found f = look_at(p, key, entry, &before);
    if (!f.own || is_one(p, &before, &after))
        return;
    if (take_away(p, &f, &before, &err) < 0 && ++p->kept <= TELL)
        diag_warn("the older document of %s stays beside the new one: %s", key, err.text);
}

void prune_report(const struct prune *p)
{
    const char *s = p->removed == 1 ? "" : "s";
    if (p->all)
        diag_note("%s %zu document%s%s", p->dry ? "would remove" : "removed", p->removed, s,
                  p->kept > 0 ? "; what a person has changed stays" : "");
    else if (p->removed > 0)
        diag_note("removed the document%s of %zu operation%s that %s gone", s, p->removed, s,
                  p->removed == 1 ? "is" : "are");
    if (p->moved > 0)
        diag_note("removed %zu document%s of operations that have one of another name now",
                  p->moved, p->moved == 1 ? "" : "s");
    if (p->kept > TELL)
        diag_warn("%zu documents are kept in all", p->kept);
}
