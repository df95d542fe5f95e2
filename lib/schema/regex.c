#include "schema/regex.h"

#include <stdint.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "buf.h"
#include "ceiling.h"
#include "mem.h"
#include "schema/ecma.h"
#include "table.h"

/* Steps back in one search, how deep they nest, and KiB for them.  100,000 take some 3 ms; real patterns take
 * some dozens for a text of usual length. */
#define MATCHES 100000
#define DEPTH 20000
#define HEAP 16384

struct schema_regex_set {
    struct table compiled; /* pattern → code, NULL for none */
    pcre2_compile_context *compiling;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

static void *take(size_t size, void *ctx)
{
    (void)ctx;
    return mem_resize(NULL, 1, size);
}

static void give(void *ptr, void *ctx)
{
    (void)ctx;
    free(ptr);
}

struct schema_regex_set *schema_regex_open(void)
{
    struct schema_regex_set *set = mem_new(sizeof *set);
    pcre2_general_context *memory = pcre2_general_context_create(take, give, NULL);
    table_init(&set->compiled);
    set->compiling = pcre2_compile_context_create(memory);
    set->data = pcre2_match_data_create(1, memory);
    set->limits = pcre2_match_context_create(memory);
    pcre2_general_context_free(memory);
    pcre2_set_match_limit(set->limits, MATCHES);
    pcre2_set_depth_limit(set->limits, DEPTH);
    pcre2_set_heap_limit(set->limits, HEAP);
    return set;
}

void schema_regex_close(struct schema_regex_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->compiled.count; i++)
        pcre2_code_free(set->compiled.entry[i].value.pointer);
    table_free(&set->compiled);
    pcre2_compile_context_free(set->compiling);
    pcre2_match_data_free(set->data);
    pcre2_match_context_free(set->limits);
    free(set);
}

static pcre2_code *compile(const struct schema_regex_set *set, const char *pattern, size_t len)
{
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS |
                             PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
    struct buf text;
    pcre2_code *code = NULL;
    int fault;
    size_t at;
    buf_init(&text, CEILING_TEXT);
    if (schema_ecma_translate(pattern, len, &text))
        code = pcre2_compile((PCRE2_SPTR)text.data, text.len, options, &fault, &at, set->compiling);
    buf_free(&text);
    return code;
}

const struct schema_regex *schema_regex_get(struct schema_regex_set *set, const char *pattern,
                                            size_t len)
{
    struct table_entry *e = table_get(&set->compiled, pattern, len);
    if (e == NULL) {
        pcre2_code *code = compile(set, pattern, len);
        e = table_put(&set->compiled, pattern, len);
        e->value.pointer = code;
    }
    return e->value.pointer;
}

enum schema_verdict schema_regex_match(const struct schema_regex_set *set,
                                       const struct schema_regex *regex, const char *text,
                                       size_t len)
{
    const pcre2_code *code = (const void *)regex;
    int result = pcre2_match(code, (PCRE2_SPTR)text, len, 0, PCRE2_NO_UTF_CHECK, set->data,
                             set->limits);
    if (result >= 0)
        return SCHEMA_VALID;
    return result == PCRE2_ERROR_NOMATCH ? SCHEMA_INVALID : SCHEMA_UNKNOWN;
}
