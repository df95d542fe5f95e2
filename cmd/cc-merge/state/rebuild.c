#include "rebuild.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "document/document.h"
#include "jsontape.h"
#include "jsonwrite.h"

struct search {
    const struct files *files;
    const char *prefix;
    struct jsonwrite w;
    size_t looked, found; /* at files; documents */
};

static void move_member(struct jsonwrite *w, const char *name, const struct jsontape *t,
                        uint32_t node)
{
    if (jsontape_kind(t, node) != '"')
        return;
    jsonwrite_key(w, name);
    jsontape_write(t, node, w);
}

static void write_entry(struct search *s, const char *folder, const char *file,
                        const struct jsontape *t, long cases)
{
    uint32_t made = jsontape_get(t, 0, "metadata");
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    buf_format(&name, "%s%s%s%s", s->prefix, folder, folder[0] != '\0' ? "/" : "", file);
    jsontape_write_key(t, jsontape_get(t, 0, "endpoint_id"), &s->w);
    jsonwrite_open(&s->w, '{');
    move_member(&s->w, "hash", t, jsontape_get(t, made, "hash"));
    move_member(&s->w, "provider", t, jsontape_get(t, made, "provider"));
    move_member(&s->w, "model", t, jsontape_get(t, made, "llm_model"));
    move_member(&s->w, "generated_at", t, jsontape_get(t, made, "generated_at"));
    jsonwrite_member(&s->w, "file", name.data);
    jsonwrite_member_int(&s->w, "cases", cases);
    jsonwrite_close(&s->w, '}');
    buf_free(&name);
}

static void look_at(struct search *s, const char *folder, const char *file)
{
    struct jsontape t;
    struct buf text;
    jsontape_init(&t);
    buf_init(&text, DOCUMENT_MAX);
    long cases = files_read(s->files, folder, file, &text) ? document_read(&t, text.data, text.len)
                                                           : -1;
    if (cases >= 0 && jsontape_kind(&t, jsontape_get(&t, 0, "endpoint_id")) == '"') {
        write_entry(s, folder, file, &t, cases);
        s->found++;
    }
    buf_free(&text);
    jsontape_free(&t);
}

static bool ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), tail = strlen(end);
    return len > tail && strcmp(name + len - tail, end) == 0;
}

/* A folder of the directory, or the directory itself ("") and its folders. */
static void search(struct search *s, const char *folder)
{
    int fd = openat(s->files->fd, folder[0] != '\0' ? folder : ".",
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *one;
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((one = readdir(dir)) != NULL && s->looked < CEILING_OPERATIONS) {
        if (one->d_name[0] == '.')
            continue;
        s->looked++;
        if (ends_in(one->d_name, ".json") || ends_in(one->d_name, ".ndjson"))
            look_at(s, folder, one->d_name);
        if (folder[0] == '\0')
            search(s, one->d_name);
    }
    closedir(dir);
}

size_t rebuild(const struct files *f, const char *prefix, struct buf *out)
{
    struct search s = {.files = f, .prefix = prefix, .w = jsonwrite_to(out)};
    jsonwrite_open(&s.w, '{');
    jsonwrite_member(&s.w, "version", "2.0");
    jsonwrite_key(&s.w, "endpoints");
    jsonwrite_open(&s.w, '{');
    search(&s, "");
    jsonwrite_close(&s.w, '}');
    jsonwrite_close(&s.w, '}');
    return s.found;
}
