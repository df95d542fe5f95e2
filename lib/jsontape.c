#include "jsontape.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "jsonstring.h"
#include "mem.h"
#include "number.h"
#include "utf8.h"

/* Bytes of a pointer that a message shows. */
enum { SHOWN = 200 };

void jsontape_init(struct jsontape *t)
{
    *t = (struct jsontape){0};
}

void jsontape_free(struct jsontape *t)
{
    free(t->node);
    jsontape_init(t);
}

static void add_name(const struct jsonscan *s, uint32_t key, struct buf *out)
{
    struct buf name;
    size_t len = s->node[key].end - s->node[key].at;
    buf_init(&name, len);
    jsonstring_decode(s->text + s->node[key].at, len, &name);
    buf_char(out, '/');
    size_t most = 2 * SHOWN;
    jsonpointer_fragment(name.data, name.len > most ? utf8_cut(name.data, most) : name.len, out);
    buf_free(&name);
}

/* Goes from a container that has not ended to what is not whole in it; returns the count of nodes when that
 * has none. */
static uint32_t go_down(const struct jsonscan *s, uint32_t container, struct buf *out)
{
    bool object = s->text[s->node[container].at] == '{';
    size_t index = 0;
    for (uint32_t n = container + 1; n < s->count; index++) {
        uint32_t value = object ? n + 1 : n;
        if (value == s->count || s->node[value].next == 0) {
            if (object)
                add_name(s, n, out);
            else
                buf_format(out, "/%zu", index);
            return value;
        }
        n = s->node[value].next;
    }
    return (uint32_t)s->count;
}

/* The message of a pass that failed, whose first node is `root`. */
static int fail(const struct jsonscan *s, uint32_t root, struct diag_error *err)
{
    size_t byte = s->stopped - s->at;
    struct buf place;
    buf_init(&place, CEILING_TEXT);
    for (uint32_t n = root; n < s->count && s->node[n].next == 0 && place.len <= SHOWN;)
        n = go_down(s, n, &place);
    bool cut = place.len > SHOWN;
    size_t shown = cut ? utf8_cut(place.data, SHOWN) : place.len;
    if (shown == 0)
        diag_fail(err, "at byte %zu: %s", byte, s->why);
    else
        diag_fail(err, "at byte %zu, in #%.*s%s: %s", byte, (int)shown, place.data,
                  cut ? "..." : "", s->why);
    buf_free(&place);
    return -1;
}

int jsontape_more(struct jsontape *t, const char *text, size_t at, size_t len,
                  struct diag_error *err)
{
    t->text = text;
    if (len >= UINT32_MAX)
        return diag_fail(err, "more than 4 GiB of JSON");
    struct jsonscan scan = {.text = text,
                            .at = at,
                            .len = len,
                            .node = t->node,
                            .count = t->count,
                            .room = t->room,
                            .deepest = t->deepest};
    int result = jsonscan_run(&scan);
    t->node = scan.node;
    t->room = scan.room;
    t->deepest = scan.deepest;
    t->stopped = scan.stopped;
    t->surrogates = scan.surrogates;
    if (result < 0)
        return fail(&scan, (uint32_t)t->count, err);
    t->len = len;
    t->count = scan.count;
    return 0;
}

int jsontape_read(struct jsontape *t, const char *text, size_t len, struct diag_error *err)
{
    t->count = 0;
    t->len = 0;
    t->deepest = 0;
    return jsontape_more(t, text, 0, len, err);
}

void jsontape_room(struct jsontape *t, size_t nodes)
{
    if (t->room - t->count >= nodes)
        return;
    t->room = t->count + nodes;
    t->node = mem_resize(t->node, t->room, sizeof *t->node);
}

void jsontape_fit(struct jsontape *t)
{
    t->room = t->count;
    t->node = mem_resize(t->node, t->room, sizeof *t->node);
}

const char *jsontape_raw_of_none(size_t *len)
{
    *len = 0;
    return "";
}

size_t jsontape_size(const struct jsontape *t, uint32_t n)
{
    size_t size = 0;
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);)
        size++;
    return size;
}

uint32_t jsontape_get_bytes(const struct jsontape *t, uint32_t object, const char *key, size_t len)
{
    if (jsontape_kind(t, object) != '{')
        return JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(t, object); jsontape_step(t, &w);) {
        const struct jsonscan_node *k = &t->node[w.key];
        if (jsonstring_equals(t->text + k->at, k->end - k->at, key, len))
            return w.value;
    }
    return JSONTAPE_NONE;
}

void jsontape_string(const struct jsontape *t, uint32_t n, struct buf *out)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    if (jsontape_kind(t, n) == '"')
        jsonstring_decode(raw, len, out);
}

char *jsontape_text(const struct jsontape *t, uint32_t n)
{
    if (jsontape_kind(t, n) != '"')
        return NULL;
    struct buf decoded, text;
    size_t len;
    jsontape_raw(t, n, &len);
    buf_init(&decoded, len);
    jsontape_string(t, n, &decoded);
    if (memchr(decoded.data, '\0', decoded.len) == NULL)
        return decoded.data;
    buf_init(&text, 3 * len);
    for (size_t i = 0; i < decoded.len; i++) {
        if (decoded.data[i] == '\0')
            buf_text(&text, "\xef\xbf\xbd");
        else
            buf_char(&text, decoded.data[i]);
    }
    buf_free(&decoded);
    return text.data;
}

long long jsontape_count(const struct jsontape *t, uint32_t n, long long otherwise)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    return jsontape_kind(t, n) == '0' ? number_to_count(raw, len) : otherwise;
}

bool jsontape_is_among(const struct jsontape *t, uint32_t n, const char *const *texts)
{
    while (*texts != NULL && !jsontape_is(t, n, *texts))
        texts++;
    return *texts != NULL;
}

bool jsontape_true(const struct jsontape *t, uint32_t n)
{
    return jsontape_kind(t, n) == 't';
}

/*
 * Goes over the punctuation from p to end.  What stands from run to p waits to be added; it is, where white
 * space follows.  Returns where that which waits begins behind it.
 */
static const char *pass_gap(const char *run, const char *p, const char *end, struct buf *out)
{
    while (p < end) {
        if ((unsigned char)*p > ' ') {
            p++;
            continue;
        }
        buf_add(out, run, (size_t)(p - run));
        p = jsonscan_space(p, end);
        run = p;
    }
    return run;
}

/* Adds what stands from the beginning of the node `first` to the end of `last`, and all below it. */
static void copy(const struct jsontape *t, uint32_t first, uint32_t last, struct buf *out)
{
    const char *run = t->text + t->node[first].at, *p = run, *end = t->text + t->node[last].end;
    for (uint32_t i = first; i < t->node[last].next; i++) {
        const char *at = t->text + t->node[i].at;
        run = pass_gap(run, p, at, out);
        p = *at == '{' || *at == '[' ? at + 1 : t->text + t->node[i].end;
    }
    run = pass_gap(run, p, end, out);
    buf_add(out, run, (size_t)(end - run));
}

void jsontape_copy(const struct jsontape *t, uint32_t n, struct buf *out)
{
    if (n < t->count)
        copy(t, n, n, out);
}

void jsontape_write_member(const struct jsontape *t, uint32_t key, struct jsonwrite *w)
{
    jsonwrite_begin(w);
    copy(t, key, key + 1, w->out);
}

void jsontape_write(const struct jsontape *t, uint32_t n, struct jsonwrite *w)
{
    if (n >= t->count)
        return;
    jsonwrite_begin(w);
    jsontape_copy(t, n, w->out);
}

void jsontape_write_key(const struct jsontape *t, uint32_t key, struct jsonwrite *w)
{
    size_t len;
    const char *raw = jsontape_raw(t, key, &len);
    if (len > 0)
        jsonwrite_key_raw(w, raw, len);
}
