/* cc-merge's spill: what it took comes back, though the disk was full for a while. */
#include "../../cmd/cc-merge/directory/spill.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ceiling.h"
#include "unit.h"

enum { PARTS = 40, PART = 1024 * 1024 };

static void allow(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

/* A part that tells which it is. */
static void fill(struct buf *part, int which)
{
    memset(part->data, 'a' + which % 26, PART);
    part->len = PART;
    memcpy(part->data, &which, sizeof which);
}

static void check_part(const struct spill *s, struct spill_span span, int which, struct buf *want)
{
    struct diag_error err = {""};
    struct buf got;
    buf_init(&got, CEILING_LINE);
    fill(want, which);
    UNIT_CHECK(spill_read(s, span, &got, &err) == 0, "part %d is there: %s", which, err.text);
    UNIT_CHECK(got.len == want->len && memcmp(got.data, want->data, got.len) == 0,
               "part %d is what was added", which);
    buf_free(&got);
}

/* A file of so many bytes, while parts from..to are added. */
static void check_full(const struct files *where, rlim_t bytes, int from, int to)
{
    struct spill s;
    struct spill_span span[PARTS];
    struct diag_error err;
    struct buf part;
    bool taken[PARTS];
    int refused = 0;
    buf_init(&part, PART);
    buf_room(&part, PART);
    spill_init(&s, where);
    for (int i = 0; i < PARTS; i++) {
        allow(i >= from && i < to ? bytes : RLIM_INFINITY);
        fill(&part, i);
        taken[i] = spill_add(&s, &part, &span[i], &err) == 0;
        refused += !taken[i];
    }
    UNIT_CHECK((refused > 0) == (to - from > 5), "%d refused of %d", refused, to - from);
    for (int i = 0; i < PARTS; i++) {
        if (taken[i])
            check_part(&s, span[i], i, &part);
    }
    spill_free(&s);
    buf_free(&part);
}

static void check_bounds(const struct files *where)
{
    struct spill s;
    struct spill_span span;
    struct diag_error err;
    struct buf text, got;
    buf_init(&text, CEILING_LINE);
    buf_init(&got, CEILING_LINE);
    spill_init(&s, where);
    buf_text(&text, "twelve bytes");
    spill_add(&s, &text, &span, &err);
    static const struct spill_span beyond[] = {{0, 13}, {1, 12}, {12, 1}, {99, 1}, {UINT64_MAX, 2}};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        UNIT_CHECK(spill_read(&s, beyond[i], &got, &err) < 0 && got.len == 0,
                   "span %zu was never added", i);
    UNIT_CHECK(spill_read(&s, span, &got, &err) == 0 && strcmp(got.data, text.data) == 0,
               "what was added is there");
    spill_free(&s);
    buf_free(&got);
    buf_free(&text);
}

int main(void)
{
    struct files where;
    struct diag_error err;
    char dir[] = "/tmp/spill.XXXXXX";
    signal(SIGXFSZ, SIG_IGN);
    if (!UNIT_CHECK(mkdtemp(dir) != NULL && files_open(&where, dir, &err) == 0, "a directory"))
        return unit_end();
    check_full(&where, RLIM_INFINITY, 0, 0);
    check_full(&where, 0, 0, 30);
    check_full(&where, PART / 2, 3, 28);
    check_full(&where, 7 * PART + 1, 10, 38);
    check_bounds(&where);
    files_close(&where);
    rmdir(dir);
    return unit_end();
}
