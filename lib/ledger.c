#include "ledger.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "folder.h"
#include "jsontape.h"
#include "ledger/file.h"
#include "ledger/index.h"
#include "ledger/scan.h"
#include "mem.h"
#include "textfile.h"

/* How often a file that was replaced is opened again before it is locked. */
enum { MOST_TRIES = 100 };

/* Bytes that are copied at once, or more by a line. */
#define COPY_SIZE (1 * CEILING_MIB)

struct ledger {
    char *path;
    struct ledger_index index; /* its descriptor is ours */
    bool unsynced;
    int broken; /* errno of the sync that failed, or 0 */
};

/* Another file has taken the place of the one that is open. */
static int reopen(struct ledger *l, struct diag_error *err)
{
    int fd = ledger_file_open(l->path, err);
    if (fd < 0)
        return -1;
    if (ledger_sync(l, err) < 0) {
        close(fd);
        return -1;
    }
    close(l->index.fd);
    ledger_index_move(&l->index, fd);
    return 0;
}

/* Whether others have added something. */
static bool has_grown(const struct ledger *l)
{
    struct stat st;
    return fstat(l->index.fd, &st) < 0 || (uint64_t)st.st_size != l->index.end;
}

static int catch_up(struct ledger *l, struct diag_error *err)
{
    if (!has_grown(l))
        return 0;
    l->unsynced = true;
    return ledger_index_read(&l->index, err);
}

static void leave(struct ledger *l)
{
    ledger_file_unlock(l->index.fd);
}

/* Locks the file that the path names, and knows all that is in it.  On failure it is not locked. */
static int enter(struct ledger *l, struct diag_error *err)
{
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        if (ledger_file_lock(l->index.fd) < 0)
            return diag_fail(err, "cannot lock the ledger %s: %s", l->path, strerror(errno));
        bool current = ledger_file_is(l->index.fd, l->path);
        if (current && catch_up(l, err) == 0)
            return 0;
        leave(l);
        if (current || reopen(l, err) < 0)
            return -1;
    }
    return diag_fail(err, "the ledger %s is replaced again and again by another program", l->path);
}

struct ledger *ledger_open(const char *path, struct diag_error *err)
{
    int fd = ledger_file_open(path, err);
    if (fd < 0)
        return NULL;
    struct ledger *l = mem_new(sizeof *l);
    *l = (struct ledger){.path = mem_text(path)};
    ledger_index_init(&l->index, fd, l->path);
    int result = enter(l, err);
    if (result == 0)
        leave(l);
    if (result == 0 && ledger_sync(l, err) == 0)
        return l;
    ledger_close(l);
    return NULL;
}

void ledger_close(struct ledger *l)
{
    if (l == NULL)
        return;
    close(l->index.fd);
    ledger_index_free(&l->index);
    free(l->path);
    free(l);
}

size_t ledger_count(const struct ledger *l)
{
    return l->index.keys.count;
}

size_t ledger_damaged(const struct ledger *l)
{
    return l->index.damaged;
}

int ledger_find(struct ledger *l, const char *key, struct buf *line, struct diag_error *err)
{
    if (has_grown(l)) {
        if (enter(l, err) < 0)
            return -1;
        leave(l);
    }
    const struct table_entry *e = table_get(&l->index.keys, key, strlen(key));
    if (e == NULL)
        return 0;
    return ledger_index_fetch(&l->index, e, line, err) < 0 ? -1 : 1;
}

static int check_entry(const char *key, const char *line, size_t len, struct diag_error *err)
{
    size_t begin = strlen(LEDGER_SCAN_BEGIN);
    struct jsontape tape;
    jsontape_init(&tape);
    const char *its = ledger_scan_key(&tape, line, len);
    bool good = its != NULL && strlen(key) == LEDGER_SCAN_KEY &&
                memcmp(its, key, LEDGER_SCAN_KEY) == 0 &&
                memcmp(line, LEDGER_SCAN_BEGIN, begin) == 0 && memchr(line, '\n', len) == NULL;
    jsontape_free(&tape);
    if (!good)
        return diag_fail(err, "%zu bytes cannot be an entry of a ledger under the key %s", len,
                         key);
    return 0;
}

/* Writes the entry behind the end, which is known, or nothing at all. */
static int put(struct ledger *l, const char *key, const char *line, size_t len,
               struct diag_error *err)
{
    if (l->index.end + len + 1 > CEILING_LEDGER)
        return diag_fail(err, "the ledger %s would be larger than %zu MiB; begin another", l->path,
                         CEILING_LEDGER / CEILING_MIB);
    if (l->index.keys.count >= CEILING_LEDGER_ENTRIES)
        return diag_fail(err, "the ledger %s is full with %zu entries; begin another", l->path,
                         CEILING_LEDGER_ENTRIES);
    struct buf text;
    buf_init(&text, len + 1);
    buf_add(&text, line, len);
    buf_char(&text, '\n');
    int result = textfile_write(l->index.fd, text.data, text.len);
    buf_free(&text);
    if (result < 0) {
        int why = errno;
        bool cut = ftruncate(l->index.fd, (off_t)l->index.end) == 0;
        return diag_fail(err, "cannot write to the ledger %s: %s%s", l->path, strerror(why),
                         cut ? "" : " (a piece of the entry stays until the next is written)");
    }
    ledger_index_add(&l->index, key, len);
    l->unsynced = true;
    return 0;
}

int ledger_append(struct ledger *l, const char *key, const char *line, size_t len,
                  struct diag_error *err)
{
    if (check_entry(key, line, len, err) < 0 || enter(l, err) < 0)
        return -1;
    int result = put(l, key, line, len, err);
    leave(l);
    return result;
}

int ledger_sync(struct ledger *l, struct diag_error *err)
{
    if (l->broken == 0 && l->unsynced && ledger_file_sync(l->index.fd) < 0)
        l->broken = errno;
    if (l->broken != 0)
        return diag_fail(err, "cannot sync the ledger %s: %s; its last entries may be lost",
                         l->path, strerror(l->broken));
    l->unsynced = false;
    return 0;
}

static int write_failed(const char *path, struct diag_error *err)
{
    return diag_fail(err, "cannot write %s: %s", path, strerror(errno));
}

/* Writes the newest entries to a file that is empty. */
static int copy_entries(const struct ledger_index *x, int fd, const char *path,
                        struct diag_error *err)
{
    struct buf text;
    buf_init(&text, COPY_SIZE + CEILING_LINE + 1);
    int result = 0;
    for (size_t i = 0; i < x->keys.count && result == 0; i++) {
        result = ledger_index_fetch(x, &x->keys.entry[i], &text, err);
        buf_char(&text, '\n');
        if (result == 0 && (text.len >= COPY_SIZE || i + 1 == x->keys.count)) {
            if (textfile_write(fd, text.data, text.len) < 0)
                result = write_failed(path, err);
            buf_reset(&text);
        }
    }
    buf_free(&text);
    return result;
}

/* Fills the new file and puts it in the place of the old one. */
static int fill_and_rename(const struct ledger *l, int fd, const char *path, struct diag_error *err)
{
    struct stat st;
    if (copy_entries(&l->index, fd, path, err) < 0)
        return -1;
    if (fstat(l->index.fd, &st) < 0 || fchown(fd, st.st_uid, st.st_gid) < 0 ||
        fchmod(fd, st.st_mode & 07777) < 0 || fsync(fd) < 0)
        return write_failed(path, err);
    if (rename(path, l->path) < 0)
        return diag_fail(err, "cannot put %s in the place of %s: %s", path, l->path,
                         strerror(errno));
    return 0;
}

/* The ledger is locked, and with it the name of the new file. */
static int replace(const struct ledger *l, struct diag_error *err)
{
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    buf_format(&path, "%s.compact", l->path);
    int fd = ledger_file_make(path.data);
    int result = fd < 0 ? write_failed(path.data, err) : fill_and_rename(l, fd, path.data, err);
    if (fd >= 0) {
        close(fd);
        if (result < 0)
            unlink(path.data);
    }
    buf_free(&path);
    if (result == 0 && folder_sync_of(l->path) < 0)
        return diag_fail(err, "cannot sync the folder of the ledger %s: %s", l->path,
                         strerror(errno));
    return result;
}

int ledger_compact(struct ledger *l, struct diag_error *err)
{
    if (enter(l, err) < 0)
        return -1;
    int result = ledger_index_bytes(&l->index) < l->index.end ? replace(l, err) : 0;
    leave(l);
    return result;
}
