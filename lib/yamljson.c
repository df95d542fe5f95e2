#include "yamljson.h"

#include <stdbool.h>

/* Bytes of a name that a message shows. */
enum { SHOWN = 80 };

void yamljson_init(struct yamljson *y, struct buf *out, struct jsontape *tape)
{
    *y = (struct yamljson){.to = jsonwrite_to(out), .tape = tape};
    yamlanchor_init(&y->anchors);
    yamlkeys_init(&y->keys, out->max, y->anchors.name.seed);
}

void yamljson_free(struct yamljson *y)
{
    yamlkeys_free(&y->keys);
    yamlanchor_free(&y->anchors);
}

static bool wants_key(const struct yamljson *y)
{
    if (y->depth == 0)
        return false;
    const struct yamljson_level *top = &y->level[y->depth - 1];
    return top->mapping && !top->value;
}

/* Nodes were written: counts them, and turns the mapping around them from key to value or back. */
static int count(struct yamljson *y, struct yamlplace_mark mark, size_t nodes,
                 struct diag_error *err)
{
    y->nodes += nodes;
    if (y->nodes > CEILING_YAML_NODES || y->tape->count > CEILING_JSON_NODES)
        return yamlplace_fail(err, mark, "more than %zu values, aliases expanded",
                              CEILING_YAML_NODES);
    if (buf_over(y->to.out))
        return yamlplace_fail(err, mark, "as JSON it is longer than %zu bytes", y->to.out->max);
    if (y->depth > 0)
        y->level[y->depth - 1].value = !y->level[y->depth - 1].value;
    return 0;
}

static void write_key(struct yamljson *y, struct yamlplace_mark mark, const char *text, size_t len,
                      bool merge)
{
    size_t at = y->to.out->len + y->to.comma;
    y->level[y->depth - 1].merge = merge;
    jsonwrite_key_bytes(&y->to, text, len);
    if (buf_over(y->to.out))
        return;
    size_t colon = y->to.out->len - 1;
    jsontape_note(y->tape, at, colon);
    *yamlkeys_push(&y->keys) = (struct yamlkeys_key){
        .at = at, .len = (uint32_t)(colon - at), .merge = merge, .mark = mark};
}

/* Where the next value is going to begin. */
static size_t value_start(const struct yamljson *y)
{
    return y->to.out->len + y->to.comma;
}

static int write_scalar(struct yamljson *y, enum yamlscalar_type type, const char *text, size_t len,
                        struct diag_error *err)
{
    size_t at = value_start(y);
    int result = yamlscalar_write(&y->to, type, text, len, err);
    jsontape_note(y->tape, at, y->to.out->len);
    return result;
}

static int fail_key(struct yamlplace_mark mark, struct diag_error *err)
{
    return yamlplace_fail(err, mark, "the key is a sequence or a mapping; JSON keys are text");
}

/* Puts the place before a message that has none. */
static int fail_at(struct yamlplace_mark mark, struct diag_error *err)
{
    return diag_within(err, "line %u, column %u", mark.line, mark.column);
}

int yamljson_scalar(struct yamljson *y, struct yamlplace_mark mark, const char *anchor,
                    const struct yamljson_scalar *s, struct diag_error *err)
{
    if (wants_key(y))
        write_key(y, mark, s->text, s->len, s->merge);
    else if (write_scalar(y, s->type, s->text, s->len, err) != 0)
        return fail_at(mark, err);
    if (anchor != NULL &&
        yamlanchor_scalar(&y->anchors, anchor, mark.line, s->type, s->text, s->len, err) != 0)
        return fail_at(mark, err);
    return count(y, mark, 1, err);
}

static int check_alias(struct yamljson *y, struct yamlplace_mark mark, const char *name,
                       const struct yamlanchor *anchor, struct diag_error *err)
{
    if (anchor == NULL)
        return yamlplace_fail(err, mark, "the alias *%.*s has no anchor &%.*s above it", SHOWN,
                              name, SHOWN, name);
    if (anchor->open)
        return yamlplace_fail(err, mark, "the alias *%.*s stands inside its own anchor (line %u)",
                              SHOWN, name, anchor->line);
    if (y->depth + anchor->height > CEILING_DEPTH)
        return yamlplace_fail(err, mark, "with its aliases expanded it nests deeper than %d levels",
                              CEILING_DEPTH);
    /* Not only what stays in the output: merging can drop again what was copied. */
    y->expanded += anchor->len;
    if (y->expanded > y->to.out->max)
        return yamlplace_fail(err, mark, "the aliases expand to more than %zu bytes",
                              y->to.out->max);
    return 0;
}

/* A node of that height, which begins with that character, was written. */
static void raise(struct yamljson *y, size_t height, char first)
{
    if (y->depth == 0)
        return;
    struct yamljson_level *top = &y->level[y->depth - 1];
    size_t merged = first == '{' ? 1 : 2; /* levels that go when a `<<` merges it */
    if (top->merge)
        height = height > merged ? height - merged : 0;
    if (top->height < height)
        top->height = height;
}

/* The nodes of the collection that the text ends with, which was written as a whole. */
static int read_nodes(struct yamljson *y, struct yamlplace_mark mark, size_t at,
                      struct diag_error *err)
{
    const struct buf *out = y->to.out;
    if (buf_over(out) || jsontape_more(y->tape, out->data, at, out->len, err) == 0)
        return 0;
    return fail_at(mark, err);
}

static int write_collection(struct yamljson *y, struct yamlplace_mark mark, const char *text,
                            const struct yamlanchor *anchor, struct diag_error *err)
{
    size_t at = value_start(y);
    jsonwrite_raw(&y->to, text, anchor->len);
    raise(y, anchor->height, text[0]);
    return read_nodes(y, mark, at, err);
}

int yamljson_alias(struct yamljson *y, struct yamlplace_mark mark, const char *name,
                   struct diag_error *err)
{
    const struct yamlanchor *anchor = yamlanchor_find(&y->anchors, name);
    if (check_alias(y, mark, name, anchor, err) != 0)
        return -1;
    const char *text = yamlanchor_text(&y->anchors, anchor);
    bool scalar = anchor->height == 0;
    if (wants_key(y) && !scalar)
        return fail_key(mark, err);
    if (wants_key(y))
        write_key(y, mark, text, anchor->len, false);
    else if (!scalar && write_collection(y, mark, text, anchor, err) != 0)
        return -1;
    else if (scalar && write_scalar(y, anchor->type, text, anchor->len, err) != 0)
        return fail_at(mark, err);
    return count(y, mark, anchor->nodes, err);
}

int yamljson_open(struct yamljson *y, struct yamlplace_mark mark, const char *anchor, bool mapping,
                  struct diag_error *err)
{
    if (y->depth == CEILING_YAML_DEPTH)
        return yamlplace_fail(err, mark, "nested deeper than %d levels", CEILING_YAML_DEPTH);
    if (wants_key(y))
        return fail_key(mark, err);
    struct yamljson_level level = {.mapping = mapping,
                                   .anchor = YAMLANCHOR_NONE,
                                   .start = value_start(y),
                                   .keys = y->keys.count,
                                   .nodes = y->nodes};
    if (anchor != NULL)
        level.anchor = yamlanchor_open(&y->anchors, anchor, mark.line);
    jsonwrite_open(&y->to, mapping ? '{' : '[');
    level.node = jsontape_note(y->tape, level.start, level.start + 1);
    if (count(y, mark, 1, err) != 0)
        return -1;
    y->level[y->depth++] = level;
    return 0;
}

/* The collection has ended.  rewritten: the nodes of what is in it are others now. */
static int end_nodes(struct yamljson *y, struct yamlplace_mark mark,
                     const struct yamljson_level *level, bool rewritten, struct diag_error *err)
{
    if (!rewritten) {
        jsontape_end(y->tape, level->node, y->to.out->len);
        return 0;
    }
    y->tape->count = level->node;
    return read_nodes(y, mark, level->start, err);
}

int yamljson_close(struct yamljson *y, struct yamlplace_mark mark, struct diag_error *err)
{
    struct yamljson_level *level = &y->level[--y->depth];
    struct buf *out = y->to.out;
    int rewritten = level->mapping ? yamlkeys_close(&y->keys, level->keys, out, err) : 0;
    if (rewritten < 0)
        return -1;
    jsonwrite_close(&y->to, level->mapping ? '}' : ']');
    if (buf_over(out))
        return yamlplace_fail(err, mark, "as JSON it is longer than %zu bytes", out->max);
    if (end_nodes(y, mark, level, rewritten > 0, err) != 0)
        return -1;
    size_t height = level->height + 1;
    if (y->depth == 0 && y->tape->deepest < height)
        y->tape->deepest = height;
    raise(y, height, out->data[level->start]);
    if (level->anchor != YAMLANCHOR_NONE &&
        yamlanchor_close(&y->anchors, level->anchor, out->data + level->start,
                         out->len - level->start, y->nodes - level->nodes, height, err) != 0)
        return fail_at(mark, err);
    return 0;
}
