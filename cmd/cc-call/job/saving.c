#include "saving.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ceiling.h"
#include "filename.h"
#include "mem.h"
#include "wholefile.h"

int saving_open(struct saving *s, const char *folder, struct diag_error *err)
{
    struct stat st;
    *s = (struct saving){.folder = folder};
    if (mkdir(folder, 0777) < 0 && errno != EEXIST)
        return diag_fail(err, "cannot make the folder %s: %s", folder, strerror(errno));
    if (stat(folder, &st) < 0 || !S_ISDIR(st.st_mode))
        return diag_fail(err, "%s is no folder: --save-prompts names one for the requests", folder);
    return 0;
}

static void path_of(const struct saving *s, const struct job *j, struct buf *out)
{
    char name[FILENAME_MOST + 1];
    char *slug = record_text(&j->record, "slug");
    if (slug == NULL || slug[0] == '\0') {
        free(slug);
        slug = record_text(&j->record, "id");
    }
    filename_of(slug != NULL ? slug : "", name);
    buf_format(out, "%s/%s%s.json", s->folder, name, j->second.asked ? ".2" : "");
    free(slug);
}

bool saving_write(struct saving *s, const struct job *j)
{
    struct buf path;
    struct diag_error err;
    if (s->folder == NULL || s->failed)
        return !s->failed;
    buf_init(&path, CEILING_TEXT);
    path_of(s, j, &path);
    if (wholefile_write(path.data, j->exchange.body.data, j->exchange.body.len, &err) < 0) {
        diag_error("%s", err.text);
        s->failed = true;
    }
    buf_free(&path);
    return !s->failed;
}
