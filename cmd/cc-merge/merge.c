#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "jsonwrite.h"

/* Files that cannot be written are told one by one up to this many: a full disk fails them all. */
#define TELL 10

/* Whether the file holds the text already, its time of making aside. */
static bool is_same(const struct merge *m, const struct record *r, const struct names_place *place)
{
    struct buf old, text;
    buf_init(&old, DOCUMENT_MAX);
    buf_init(&text, DOCUMENT_MAX);
    bool there = files_read(&m->files, place->folder, place->file, &old);
    char *stamp = there ? document_stamp(old.data, old.len) : NULL;
    if (stamp != NULL)
        document_write(r, &m->style, stamp, &text);
    bool same = stamp != NULL && text.len == old.len && memcmp(text.data, old.data, old.len) == 0;
    free(stamp);
    buf_free(&text);
    buf_free(&old);
    return same;
}

static int write_file(const struct merge *m, const struct record *r,
                      const struct names_place *place, struct diag_error *err)
{
    char stamp[CLOCK_STAMP];
    struct buf text;
    buf_init(&text, DOCUMENT_MAX);
    clock_made(stamp);
    document_write(r, &m->style, stamp, &text);
    int result = buf_over(&text)
                     ? diag_fail(err, "cannot write %s: the document is over %zu MiB", place->file,
                                 DOCUMENT_MAX / CEILING_MIB)
                     : files_write(&m->files, place->folder, place->file, text.data, text.len, err);
    buf_free(&text);
    return result;
}

/* Writes the record's document where that changes anything.  Adds its path to path; nothing on failure,
 * which it tells. */
static void write_document(struct merge *m, const struct record *r, struct buf *path)
{
    struct names_place place;
    struct diag_error err;
    char *id = record_text(r, "id");
    if (!names_place(&m->names, r, id, &place))
        diag_warn("%s: the name of its file belongs to another operation; it goes to %s", id,
                  place.file);
    free(id);
    if (is_same(m, r, &place)) {
        m->same++;
    } else if (write_file(m, r, &place, &err) == 0) {
        m->written++;
    } else {
        if (++m->failed <= TELL)
            diag_error("%s", err.text);
        return;
    }
    files_path(&m->files, place.folder, place.file, path);
}

static void pass_on(const struct record *r, const char *path, bool superseded, struct lineout *out)
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
    };
    record_splice(r, edit, sizeof edit / sizeof edit[0], &line);
    lineout_line(out, line.data, line.len);
    buf_free(&line);
    buf_free(&file);
}

void merge_record(struct merge *m, const struct record *r, struct lineout *out)
{
    size_t rank = best_rank(&m->best, r), number = ++m->records;
    if (jsontape_true(&r->tape, record_get(r, "unchanged"))) {
        lineout_line(out, r->line, r->len);
        return;
    }
    if (rank != BEST_PASSED && number > m->scouted)
        best_offer(&m->best, r, rank, number);
    bool best = rank != BEST_PASSED && best_is(&m->best, r, rank, number);
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    if (best && rank >= BEST_BUILTIN && jsontape_kind(&r->tape, record_get(r, "cases")) == '[')
        write_document(m, r, &path);
    pass_on(r, path.data, !best, out);
    buf_free(&path);
}

int merge_sum_up(const struct merge *m, int code)
{
    size_t errors = best_count(&m->best, BEST_ERROR);
    size_t nothing = best_count(&m->best, BEST_NOTHING);
    diag_info("documents written: %zu, left as they were: %zu; operations with errors: %zu",
              m->written, m->same, errors);
    if (nothing > 0)
        diag_warn("%zu records carry no result (cases, reply or error); has cc-call seen them?",
                  nothing);
    if (m->failed > TELL)
        diag_error("%zu documents could not be written in all", m->failed);
    if (m->failed > 0)
        return DIAG_ENVIRONMENT;
    return code == DIAG_OK && errors + nothing > 0 ? DIAG_SOME : code;
}
