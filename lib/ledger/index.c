#include "ledger/index.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "jsontape.h"
#include "ledger/file.h"
#include "ledger/scan.h"
#include "mem.h"
#include "textfile.h"

/* Where an entry stands in the file, without its newline. */
struct ledger_place {
    uint64_t at;
    uint32_t len;
};

void ledger_index_init(struct ledger_index *x, int fd, const char *path)
{
    *x = (struct ledger_index){.fd = fd, .path = path};
    table_init(&x->keys);
}

void ledger_index_free(struct ledger_index *x)
{
    table_free(&x->keys);
    free(x->place);
}

void ledger_index_move(struct ledger_index *x, int fd)
{
    table_clear(&x->keys);
    x->fd = fd;
    x->end = 0;
    x->damaged = 0;
}

void ledger_index_add(struct ledger_index *x, const char *key, size_t len)
{
    size_t known = x->keys.count;
    struct table_entry *e = table_put(&x->keys, key, LEDGER_SCAN_KEY);
    if (x->keys.count > known) {
        x->place = mem_grow(x->place, known, &x->room, sizeof *x->place);
        e->value.number = known;
    }
    x->place[e->value.number] = (struct ledger_place){x->end, (uint32_t)len};
    x->end += len + 1;
}

/* An entry, or the torn beginning of one. */
static bool is_ours(const struct ledger_scan_line *line)
{
    size_t begin = strlen(LEDGER_SCAN_BEGIN);
    size_t len = line->len < begin ? (size_t)line->len : begin;
    bool torn = !line->ended && line->text != NULL;
    return line->key != NULL || (torn && memcmp(line->text, LEDGER_SCAN_BEGIN, len) == 0);
}

/* The last line has no newline: somebody died while writing it. */
static int mend(const struct ledger_index *x, const struct ledger_scan_line *line,
                struct diag_error *err)
{
    bool whole = line->key != NULL;
    int done = whole ? textfile_write(x->fd, "\n", 1) : ftruncate(x->fd, (off_t)line->at);
    if (done < 0)
        return diag_fail(err, "cannot mend the end of the ledger %s: %s", x->path, strerror(errno));
    return 0;
}

static int take(struct ledger_index *x, const struct ledger_scan_line *line, struct diag_error *err)
{
    if (line->at == 0 && !is_ours(line))
        return diag_fail(
            err, "%s is no ledger: its first line is no entry of one; name another file", x->path);
    if (!line->ended && mend(x, line, err) < 0)
        return -1;
    if (line->key != NULL)
        ledger_index_add(x, line->key, (size_t)line->len);
    else if (line->ended)
        x->end += line->len + 1;
    if (line->key == NULL && line->ended && line->len > 0)
        x->damaged++;
    if (x->keys.count > CEILING_LEDGER_ENTRIES)
        return diag_fail(err, "the ledger %s has more than %zu entries; begin another", x->path,
                         CEILING_LEDGER_ENTRIES);
    return 0;
}

static int read_lines(struct ledger_index *x, uint64_t size, struct diag_error *err)
{
    struct ledger_scan scan;
    struct ledger_scan_line line;
    ledger_scan_init(&scan, x->fd, x->end, size);
    int got, result = 0;
    while (result == 0 && (got = ledger_scan_next(&scan, &line)) != 0)
        result = got > 0
                     ? take(x, &line, err)
                     : diag_fail(err, "cannot read the ledger %s: %s", x->path, strerror(errno));
    ledger_scan_free(&scan);
    return result;
}

int ledger_index_read(struct ledger_index *x, struct diag_error *err)
{
    struct stat st;
    if (fstat(x->fd, &st) < 0)
        return diag_fail(err, "cannot read the ledger %s: %s", x->path, strerror(errno));
    uint64_t size = (uint64_t)st.st_size;
    if (size > CEILING_LEDGER)
        return diag_fail(err, "the ledger %s is larger than %zu MiB; begin another", x->path,
                         CEILING_LEDGER / CEILING_MIB);
    if (size < x->end)
        ledger_index_move(x, x->fd);
    return read_lines(x, size, err);
}

int ledger_index_fetch(const struct ledger_index *x, const struct table_entry *e, struct buf *out,
                       struct diag_error *err)
{
    struct ledger_place place = x->place[e->value.number];
    char *text = buf_room(out, place.len);
    if (text == NULL)
        return diag_fail(err, "an entry of the ledger %s is too large here", x->path);
    int got = ledger_file_read(x->fd, place.at, text, place.len);
    if (got < 0)
        return diag_fail(err, "cannot read the ledger %s: %s", x->path, strerror(errno));
    struct jsontape tape;
    jsontape_init(&tape);
    const char *key = got > 0 ? ledger_scan_key(&tape, text, place.len) : NULL;
    bool same = key != NULL && memcmp(key, e->key, e->len) == 0;
    jsontape_free(&tape);
    if (!same)
        return diag_fail(err, "another program has changed the ledger %s; start again", x->path);
    out->len += place.len;
    out->data[out->len] = '\0';
    return 0;
}

uint64_t ledger_index_bytes(const struct ledger_index *x)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < x->keys.count; i++)
        bytes += (uint64_t)x->place[i].len + 1;
    return bytes;
}
