#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "brief.h"
#include "ceiling.h"
#include "clock.h"
#include "digest.h"
#include "document/opkey.h"
#include "document/owner.h"
#include "jsonwrite.h"
#include "mem.h"
#include "state/entry.h"

/* Files that cannot be written are told one by one up to this many: a full disk fails them all. */
#define TELL 10

/* A document: what it is made of, and what it is, once it stands in its file. */
struct made {
    const struct record *r;
    const struct jsontape *joined; /* NULL: of r alone */
    char *stamp;                   /* owned */
    char *other; /* title of the description that is overwritten, where that is another; owned */
    struct digest digest;
    size_t cases;
};

/* Whether the file holds the document already, its time of making aside. */
static bool is_same(const struct merge *m, const struct names_place *place, struct made *made)
{
    struct buf old, text;
    buf_init(&old, DOCUMENT_MAX);
    buf_init(&text, DOCUMENT_MAX);
    bool there = files_read(&m->files, place->folder, place->file, &old);
    char *stamp = there ? document_stamp(old.data, old.len, made->r, &made->other) : NULL;
    if (stamp != NULL)
        made->cases = document_write(made->r, made->joined, &m->style, stamp, &text);
    bool same = stamp != NULL && text.len == old.len && memcmp(text.data, old.data, old.len) == 0;
    made->digest = digest_of(old.data, old.len);
    made->stamp = same ? stamp : NULL;
    if (!same)
        free(stamp);
    buf_free(&text);
    buf_free(&old);
    return same;
}

/* Puts the text into the file, and keeps what stands there, if that is not ours. */
static int replace(struct merge *m, const struct names_place *place, struct digest digest,
                   const struct buf *text, struct diag_error *err)
{
    struct files_new n;
    files_begin(&n, &m->files, place->folder, place->file);
    files_add(&n, text->data, text->len);
    if (n.failed != 0 || guard_keep(&m->guard, place, digest, err) == 0)
        return files_keep(&n, err);
    files_drop(&n);
    return -1;
}

static int write_file(struct merge *m, const struct names_place *place, struct made *made,
                      struct diag_error *err)
{
    char stamp[CLOCK_STAMP];
    struct buf text;
    buf_init(&text, DOCUMENT_MAX);
    clock_made(stamp);
    made->cases = document_write(made->r, made->joined, &m->style, stamp, &text);
    made->digest = digest_of(text.data, text.len);
    int result = buf_over(&text) ? diag_fail(err, "cannot write %s: the document is over %zu MiB",
                                             place->file, DOCUMENT_MAX / CEILING_MIB)
                                 : replace(m, place, made->digest, &text, err);
    made->stamp = result == 0 ? mem_text(stamp) : NULL;
    buf_free(&text);
    return result;
}

/* The same operation of two descriptions has one file and one entry in the state. */
static void tell_other(struct merge *m, const char *id, const char *title)
{
    if (title != NULL && m->others++ == 0)
        diag_warn(
            "%s: its document is of another description, \"%s\", and is overwritten; give each "
            "description a directory of its own (-o)",
            id, title);
}

static void tell_failure(struct merge *m, const struct diag_error *err)
{
    if (++m->failed <= TELL)
        diag_error("%s", err->text);
}

/* Keeps what the state is to say of a document. */
static void note_made(struct merge *m, const struct names_place *place, const struct made *made)
{
    struct buf key, file, text;
    buf_init(&key, CEILING_LINE);
    buf_init(&file, CEILING_TEXT);
    buf_init(&text, CEILING_LINE);
    buf_format(&file, "%s%s%s%s", m->save.prefix, place->folder,
               place->folder[0] != '\0' ? "/" : "", place->file);
    const struct entry_document document = {file.data, made->stamp, m->recipe, made->digest,
                                            made->cases};
    entry_made(made->r, &document, &text);
    if (opkey_add(made->r, &key))
        news_put(&m->news, key.data, NEWS_MADE, &text);
    buf_free(&text);
    buf_free(&file);
    buf_free(&key);
}

/* Keeps that an operation has not changed, or has failed. */
static void note(struct merge *m, const struct record *r, enum news_kind kind)
{
    struct buf key, class;
    buf_init(&key, CEILING_LINE);
    buf_init(&class, CEILING_LINE);
    jsontape_string(&r->tape, jsontape_get(&r->tape, record_get(r, "error"), "class"), &class);
    if (opkey_add(r, &key))
        news_put(&m->news, key.data, kind, &class);
    buf_free(&class);
    buf_free(&key);
}

/* Whether the place is that of the operation with the key. */
static bool is_of(const struct merge *m, const struct names_place *place, const char *key)
{
    char *owner = owner_at(&m->files, place);
    bool is = owner != NULL && strcmp(owner, key) == 0;
    free(owner);
    return is;
}

/* Whether a document of another operation stands there that keeps its name: because that one is in this run too, or
 * because this one has had a name apart since an earlier run. */
static bool is_anothers(const struct merge *m, const struct record *r, const char *id,
                        const struct names_place *place)
{
    struct names_place apart = *place;
    struct buf key;
    buf_init(&key, CEILING_LINE);
    if (!opkey_add(r, &key))
        buf_text(&key, id);
    char *owner = owner_at(&m->files, place);
    names_apart(&m->names, id, &apart);
    bool other = owner != NULL && strcmp(owner, key.data) != 0 &&
                 (news_has(&m->news, owner) || is_of(m, &apart, key.data));
    free(owner);
    buf_free(&key);
    return other;
}

/* Finds the place of the document, and takes it. */
static void find_place(struct merge *m, const struct record *r, const char *id,
                       struct names_place *place)
{
    names_find(&m->names, r, id, place);
    if (!(m->names.alike && is_anothers(m, r, id, place)) && names_take(&m->names, place, id))
        return;
    names_apart(&m->names, id, place);
    names_take(&m->names, place, id);
    diag_warn("%s: the name of its file belongs to another operation; it goes to %s", id,
              place->file);
}

/* Writes the document where that changes anything.  Adds its path to path; nothing on failure, which it
 * tells. */
static void write_document(struct merge *m, const char *id, struct made *made, struct buf *path)
{
    struct names_place place;
    struct diag_error err;
    find_place(m, made->r, id, &place);
    bool same = is_same(m, &place, made);
    tell_other(m, id, made->other);
    if (!same && write_file(m, &place, made, &err) < 0) {
        tell_failure(m, &err);
    } else {
        m->same += same;
        m->written += !same;
        files_path(&m->files, place.folder, place.file, path);
        guard_wrote(&m->guard, &place, made->digest);
        note_made(m, &place, made);
    }
    free(made->stamp);
    free(made->other);
}

/* Writes what all answers to the operation come to, this one among them. */
static void write_united(struct merge *m, const struct record *r, const char *id, size_t rank,
                         struct buf *path)
{
    struct unite_joined joined;
    struct diag_error err;
    if (unite_add(&m->unite, r, id, rank, &err) < 0 ||
        unite_join(&m->unite, id, &joined, &err) < 0) {
        tell_failure(m, &err);
        return;
    }
    struct made made = {.r = &joined.best, .joined = &joined.tape};
    write_document(m, id, &made, path);
    unite_joined_free(&joined);
}

static void write_answer(struct merge *m, const struct record *r, size_t rank, struct buf *path)
{
    char *id = record_text(r, "id");
    struct made made = {.r = r};
    if (m->best.united)
        write_united(m, r, id, rank, path);
    else
        write_document(m, id, &made, path);
    free(id);
}

/* Keeps a brief of a record that is passed on as the best so far.  Adds that of the one that it has beaten, and
 * which was passed on as the best before it, to older. */
static void swap_brief(struct merge *m, const struct record *r, size_t rank, struct buf *older)
{
    struct buf text;
    struct diag_error err;
    struct spill_span span = {0};
    buf_init(&text, CEILING_LINE);
    brief_write(r, &text);
    bool kept = spill_add(&m->briefs, &text, &span, &err) == 0;
    span = best_swap(&m->best, r, rank, kept ? span : (struct spill_span){0});
    kept = (span.len == 0 || spill_read(&m->briefs, span, older, &err) == 0) && kept;
    if (!kept && !m->unbriefed)
        diag_warn("%s; the figures of cc-stats may count what is beaten later", err.text);
    m->unbriefed = m->unbriefed || !kept;
    buf_free(&text);
}

/* beaten: `supersedes`, or "".  It is left out where the line would be too long with it. */
static void pass_on(const struct record *r, const char *path, bool superseded,
                    const struct buf *beaten, struct lineout *out)
{
    struct buf file, line;
    buf_init(&file, CEILING_TEXT);
    buf_init(&line, CEILING_LINE + CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&file);
    jsonwrite_text(&w, path);
    const struct record_edit edit[] = {
        {"request", NULL, 0},
        {"responses", NULL, 0},
        {"$defs", NULL, 0},
        {"file", path[0] != '\0' ? file.data : NULL, file.len},
        {"superseded", superseded ? "true" : NULL, 4},
        {"supersedes", beaten->len > 0 ? beaten->data : NULL, beaten->len},
    };
    size_t edits = sizeof edit / sizeof edit[0];
    record_splice(r, edit, edits, &line);
    if (beaten->len > 0 && (buf_over(&line) || line.len > CEILING_LINE)) {
        buf_reset(&line);
        record_splice(r, edit, edits - 1, &line);
    }
    lineout_line(out, line.data, line.len);
    buf_free(&line);
    buf_free(&file);
}

void merge_record(struct merge *m, const struct record *r, struct lineout *out)
{
    size_t rank = best_rank(&m->best, r), number = ++m->records;
    best_see(&m->best, r);
    if (m->pruning)
        prune_see(&m->prune, r);
    if (jsontape_true(&r->tape, record_get(r, "unchanged"))) {
        note(m, r, NEWS_SEEN);
        lineout_line(out, r->line, r->len);
        return;
    }
    if (rank != BEST_PASSED && number > m->scouted)
        best_offer(&m->best, r, rank, number);
    bool best = rank != BEST_PASSED && best_is(&m->best, r, rank, number);
    struct buf path, beaten;
    buf_init(&path, CEILING_TEXT);
    buf_init(&beaten, CEILING_LINE);
    if (best && number > m->scouted)
        swap_brief(m, r, rank, &beaten);
    if (best && rank >= BEST_BUILTIN && jsontape_kind(&r->tape, record_get(r, "cases")) == '[')
        write_answer(m, r, rank, &path);
    if (path.len == 0) /* nothing was written, but the operation is there */
        note(m, r, best && rank == BEST_ERROR ? NEWS_FAILED : NEWS_SEEN);
    pass_on(r, path.data, !best, &beaten, out);
    buf_free(&beaten);
    buf_free(&path);
}

/* What could not be read may be what seems to be gone. */
static int save(struct merge *m, int code, struct diag_error *err)
{
    m->prune.gone = m->pruning && code == DIAG_OK && prune_ready(&m->prune);
    if (m->pruning && code != DIAG_OK)
        diag_warn("nothing is pruned: the input was not read to its end");
    m->prune.files = &m->files;
    m->prune.guard = &m->guard;
    m->prune.names = &m->names;
    m->prune.prefix = m->save.prefix;
    int result = save_run(&m->save, &m->news, &m->prune, err);
    prune_report(&m->prune);
    return result;
}

int merge_end(struct merge *m, int code)
{
    struct diag_error err;
    size_t errors = best_count(&m->best, BEST_ERROR);
    size_t nothing = best_count(&m->best, BEST_NOTHING);
    if (code == DIAG_OK)
        best_warn(&m->best);
    best_free(&m->best);
    spill_free(&m->briefs);
    names_seal(&m->names);
    bool saved = save(m, code, &err) == 0;
    diag_info("documents written: %zu, left as they were: %zu; operations with errors: %zu",
              m->written, m->same, errors);
    if (nothing > 0)
        diag_warn("%zu records carry no result (cases, reply or error); has cc-call seen them?",
                  nothing);
    guard_report(&m->guard);
    if (m->others > 1)
        diag_warn("%zu documents of another description were overwritten in all", m->others);
    if (m->failed > TELL)
        diag_error("%zu documents could not be written in all", m->failed);
    if (!saved)
        diag_error("%s", err.text);
    if (m->failed > 0 || !saved)
        return DIAG_ENVIRONMENT;
    return code == DIAG_OK && errors + nothing > 0 ? DIAG_SOME : code;
}
