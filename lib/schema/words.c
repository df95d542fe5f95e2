#include "schema/words.h"

#include <string.h>

#include "utf8.h"

/* Bytes of a limit that are shown. */
#define SHOWN 120

/* V: the value, L: the limit, M: the member; sorted by no order but sense. */
static const struct {
    const char *keyword, *words;
} rows[] = {
    {"type", "V is not of type L"},
    {"enum", "V is none of L"},
    {"const", "V is not L"},
    {"required", "the member M is missing"},
    {"dependentRequired", "the member M is missing, which another one needs"},
    {"additionalProperties", "the member M is not known"},
    {"unevaluatedProperties", "the member M is not known"},
    {"unevaluatedItems", "there is an item more than are known"},
    {"propertyNames", "the name of a member is not allowed"},
    {"minimum", "V is under the minimum of L"},
    {"maximum", "V is over the maximum of L"},
    {"exclusiveMinimum", "V is not over L"},
    {"exclusiveMaximum", "V is not under L"},
    {"multipleOf", "V is no multiple of L"},
    {"minLength", "V is shorter than L characters"},
    {"maxLength", "V is longer than L characters"},
    {"pattern", "V does not match L"},
    {"format", "V is no L"},
    {"minItems", "there are fewer items than L"},
    {"maxItems", "there are more items than L"},
    {"uniqueItems", "two items are equal"},
    {"contains", "too few or too many items are what `contains` asks for"},
    {"minProperties", "there are fewer members than L"},
    {"maxProperties", "there are more members than L"},
    {"oneOf", "V is valid for none of the schemas of oneOf, or for more than one"},
    {"anyOf", "V is valid for none of the schemas of anyOf"},
    {"not", "V is valid for the schema of `not`"},
    {"false", "nothing is allowed here"},
};

static void add_limit(const struct jsontape *tape, uint32_t limit, struct buf *out)
{
    struct buf text;
    buf_init(&text, 64 * SHOWN);
    jsontape_copy(tape, limit, &text);
    if (buf_over(&text) || text.len > SHOWN) {
        buf_add(out, text.data, utf8_cut(text.data, text.len < SHOWN ? text.len : SHOWN));
        buf_text(out, "...");
    } else {
        buf_add(out, text.data, text.len);
    }
    buf_free(&text);
}

void schema_words_add(const char *keyword, const struct jsontape *tape, uint32_t limit,
                      const char *value, const char *member, struct buf *out)
{
    const char *words = "V is not valid";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].keyword, keyword) == 0)
            words = rows[i].words;
    for (; *words != '\0'; words++) {
        if (*words == 'V')
            buf_text(out, value);
        else if (*words == 'L')
            add_limit(tape, limit, out);
        else if (*words == 'M')
            buf_format(out, "\"%s\"", member);
        else
            buf_char(out, *words);
    }
}
