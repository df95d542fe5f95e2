#include "yamlread.h"

#include <stdbool.h>
#include <string.h>
#include <yaml.h>

#include "ceiling.h"
#include "utf8.h"
#include "yamljson.h"
#include "yamlplace.h"
#include "yamlscalar.h"

/* Directives before a document; libyaml compares each %TAG with all before it. */
enum { DIRECTIVES = 64 };
enum kind { SCALAR, SEQUENCE, MAPPING };

struct reading {
    yaml_parser_t parser;
    struct yamljson json;
    struct yamlplace place; /* never behind the event that is read */
    const char *text;       /* NULL: it comes in pieces */
    size_t len;
    yamlread_more *more;
    void *from;
    bool ended;  /* `...` was read */
    bool unsure; /* a value can be told only where the text is at hand */
    struct diag_error *err;
};

static struct yamlplace_mark mark_at(yaml_mark_t m)
{
    return (struct yamlplace_mark){(uint32_t)m.line + 1, (uint32_t)m.column + 1};
}

/* The tags of the core schema, and those of older ones whose values JSON has only as text. */
static const struct tag {
    const char *name;
    enum kind kind;
    enum yamlscalar_type type;
} tags[] = {
    {"str", SCALAR, YAMLSCALAR_TEXT},       {"int", SCALAR, YAMLSCALAR_INT},
    {"float", SCALAR, YAMLSCALAR_FLOAT},    {"bool", SCALAR, YAMLSCALAR_BOOL},
    {"null", SCALAR, YAMLSCALAR_NULL},      {"binary", SCALAR, YAMLSCALAR_TEXT},
    {"timestamp", SCALAR, YAMLSCALAR_TEXT}, {"seq", SEQUENCE, YAMLSCALAR_TEXT},
    {"map", MAPPING, YAMLSCALAR_TEXT},
};

/* The row of a tag, or NULL: no tag, or one that says nothing to us. */
static const struct tag *find_tag(const yaml_char_t *tag)
{
    static const char prefix[] = "tag:yaml.org,2002:";
    const char *name = (const char *)tag;
    if (name == NULL || strncmp(name, prefix, sizeof prefix - 1) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strcmp(tags[i].name, name + sizeof prefix - 1) == 0)
            return &tags[i];
    return NULL;
}

static int check_tag(const struct tag *tag, enum kind kind, struct yamlplace_mark mark,
                     struct diag_error *err)
{
    static const char *const what[] = {
        [SCALAR] = "a scalar", [SEQUENCE] = "a sequence", [MAPPING] = "a mapping"};
    if (tag == NULL || tag->kind == kind)
        return 0;
    return yamlplace_fail(err, mark, "the tag says !!%s, but the value is %s", tag->name,
                          what[kind]);
}

/* Whether a plain scalar that libyaml calls untagged has the tag `!`. */
static bool is_tagged(struct reading *r, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = utf8_count(text, event->data.scalar.length);
    if (event->end_mark.index - event->start_mark.index == length)
        return false;
    r->unsure = r->text == NULL;
    return yamlplace_is_tagged(&r->place, event->start_mark.index, event->end_mark.index);
}

static enum yamlscalar_type type_of(struct reading *r, const yaml_event_t *event, bool *merge)
{
    const char *text = (const char *)event->data.scalar.value;
    const char *tag = (const char *)event->data.scalar.tag;
    size_t len = event->data.scalar.length;
    *merge = false;
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        (tag != NULL && strcmp(tag, "!") == 0))
        return YAMLSCALAR_TEXT;
    enum yamlscalar_type type = yamlscalar_type(text, len);
    bool merges = len == 2 && memcmp(text, "<<", 2) == 0;
    if ((type == YAMLSCALAR_TEXT && !merges) || (tag == NULL && is_tagged(r, event)))
        return YAMLSCALAR_TEXT;
    *merge = merges;
    return type;
}

static int take_scalar(struct reading *r, const yaml_event_t *event)
{
    struct yamlplace_mark mark = mark_at(event->start_mark);
    const struct tag *tag = find_tag(event->data.scalar.tag);
    if (check_tag(tag, SCALAR, mark, r->err) != 0)
        return -1;
    struct yamljson_scalar scalar = {.text = (const char *)event->data.scalar.value,
                                     .len = event->data.scalar.length};
    scalar.type = tag != NULL ? tag->type : type_of(r, event, &scalar.merge);
    if (r->unsure)
        return -1;
    return yamljson_scalar(&r->json, mark, (const char *)event->data.scalar.anchor, &scalar,
                           r->err);
}

static int take_start(struct reading *r, enum kind kind, const yaml_char_t *anchor,
                      const yaml_char_t *tag, struct yamlplace_mark mark)
{
    if (check_tag(find_tag(tag), kind, mark, r->err) != 0)
        return -1;
    return yamljson_open(&r->json, mark, (const char *)anchor, kind == MAPPING, r->err);
}

static int take(struct reading *r, const yaml_event_t *event)
{
    struct yamlplace_mark mark = mark_at(event->start_mark);
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return take_scalar(r, event);
    case YAML_ALIAS_EVENT:
        return yamljson_alias(&r->json, mark, (const char *)event->data.alias.anchor, r->err);
    case YAML_SEQUENCE_START_EVENT:
        return take_start(r, SEQUENCE, event->data.sequence_start.anchor,
                          event->data.sequence_start.tag, mark);
    case YAML_MAPPING_START_EVENT:
        return take_start(r, MAPPING, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag, mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return yamljson_close(&r->json, mark, r->err);
    case YAML_DOCUMENT_END_EVENT:
        r->ended = event->data.document_end.implicit == 0;
        return 0;
    default:
        return 0;
    }
}

static int fail_tab(struct reading *r, yaml_mark_t m)
{
    struct yamlplace p = yamlplace_start(r->text, r->len);
    yamlplace_to_index(&p, m.index);
    if (yamlplace_char(&p) != '\t')
        return 0;
    return yamlplace_fail(r->err, mark_at(m), "a tab cannot stand here; indent with blanks");
}

/* What libyaml says. */
static int fail_parser(struct reading *r)
{
    const yaml_parser_t *parser = &r->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "out of memory";
    if (parser->error == YAML_READER_ERROR) {
        struct yamlplace p = yamlplace_start(r->text, r->len);
        yamlplace_to_byte(&p, parser->problem_offset);
        return yamlplace_fail(r->err, p.mark, "%s", problem);
    }
    yaml_mark_t m = parser->problem_mark;
    if (parser->error == YAML_SCANNER_ERROR && fail_tab(r, m) != 0)
        return -1;
    if (parser->context == NULL)
        return yamlplace_fail(r->err, mark_at(m), "%s", problem);
    return yamlplace_fail(r->err, mark_at(m), "%s (%s, line %u)", problem, parser->context,
                          mark_at(parser->context_mark).line);
}

/* Reads events up to the end of the first document. */
static int read_document(struct reading *r)
{
    for (;;) {
        yaml_event_t event;
        if (yaml_parser_parse(&r->parser, &event) == 0)
            return fail_parser(r);
        yaml_event_type_t type = event.type;
        int taken = take(r, &event);
        yaml_event_delete(&event);
        if (taken != 0 || type == YAML_DOCUMENT_END_EVENT || type == YAML_STREAM_END_EVENT)
            return taken;
    }
}

/*
 * Nothing but the end may follow.  Tokens are read, not events: libyaml's message for a line that is
 * indented wrongly is about a document that nobody meant, and directives could cost it quadratic time.
 */
static int read_rest(struct reading *r)
{
    for (;;) {
        yaml_token_t token;
        if (yaml_parser_scan(&r->parser, &token) == 0)
            return fail_parser(r);
        yaml_token_type_t type = token.type;
        struct yamlplace_mark mark = mark_at(token.start_mark);
        yaml_token_delete(&token);
        if (type == YAML_STREAM_END_TOKEN || type == YAML_NO_TOKEN)
            return 0;
        if (type == YAML_DOCUMENT_END_TOKEN) {
            r->ended = true;
            continue;
        }
        if (r->ended || type == YAML_DOCUMENT_START_TOKEN)
            return yamlplace_fail(r->err, mark,
                                  "a second document begins; give one document a file");
        return yamlplace_fail(
            r->err, mark, "the document ends before this; check indentation, brackets and quotes");
    }
}

/*
 * Counts the directives with a parser of its own, before libyaml sees them all at once.  *begun: what stands
 * behind them was seen.
 */
static int check_directives(const char *text, size_t len, bool *begun, struct diag_error *err)
{
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0)
        return diag_fail(err, "out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    int seen = 0, result = 0;
    bool more = true;
    yaml_token_t token;
    *begun = false;
    while (result == 0 && more && yaml_parser_scan(&parser, &token) != 0) {
        yaml_token_type_t type = token.type;
        struct yamlplace_mark mark = mark_at(token.start_mark);
        yaml_token_delete(&token);
        bool directive = type == YAML_VERSION_DIRECTIVE_TOKEN || type == YAML_TAG_DIRECTIVE_TOKEN;
        more = directive || type == YAML_STREAM_START_TOKEN;
        *begun = !more && type != YAML_STREAM_END_TOKEN;
        seen += directive;
        if (seen > DIRECTIVES)
            result = yamlplace_fail(err, mark, "more than %d directives", DIRECTIVES);
    }
    yaml_parser_delete(&parser);
    return result;
}

static int read_more(void *reading, unsigned char *room, size_t size, size_t *got)
{
    const struct reading *r = reading;
    ssize_t n = r->more(r->from, (char *)room, size);
    *got = n > 0 ? (size_t)n : 0;
    return n >= 0;
}

static int read_all(struct reading *r)
{
    if (yaml_parser_initialize(&r->parser) == 0)
        return diag_fail(r->err, "out of memory");
    if (r->text != NULL)
        yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->text, r->len);
    else
        yaml_parser_set_input(&r->parser, read_more, r);
    int result = read_document(r);
    if (result == 0)
        result = read_rest(r);
    yaml_parser_delete(&r->parser);
    return result;
}

static int convert(struct reading *r, struct buf *out, struct jsontape *tape)
{
    const struct yamljson_scalar nothing = {.text = "", .type = YAMLSCALAR_NULL};
    size_t nodes = tape->count;
    yamljson_init(&r->json, out, tape);
    int result = read_all(r);
    if (result == 0 && r->json.nodes == 0)
        result = yamljson_scalar(&r->json, (struct yamlplace_mark){1, 1}, NULL, &nothing, r->err);
    yamljson_free(&r->json);
    tape->text = out->data;
    tape->surrogates = false; /* libyaml takes none */
    if (result == 0)
        tape->len = out->len;
    else
        tape->count = nodes;
    return result;
}

int yamlread_json(const char *text, size_t len, struct buf *out, struct jsontape *tape,
                  struct diag_error *err)
{
    bool begun;
    if (len > CEILING_SPEC)
        return diag_fail(err, "longer than %zu bytes", CEILING_SPEC);
    if (check_directives(text, len, &begun, err) != 0)
        return -1;
    if (len <= out->max - out->len)
        buf_room(out, len); /* most JSON is no longer than its YAML: it grows once */
    struct reading r = {.text = text, .len = len, .err = err};
    r.place = yamlplace_start(text, len);
    return convert(&r, out, tape);
}

int yamlread_stream(const char *first, size_t len, yamlread_more *more, void *from, struct buf *out,
                    struct jsontape *tape)
{
    bool begun;
    if (check_directives(first, len, &begun, NULL) != 0 || !begun)
        return -1;
    struct reading r = {.more = more, .from = from};
    return convert(&r, out, tape);
}
