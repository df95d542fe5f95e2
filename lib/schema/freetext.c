#include "schema/freetext.h"

#include <string.h>

#include "jsonwrite.h"
#include "schema/value.h"
#include "utf8.h"

/* None holds what ends a header, or what a template engine would take for its own. */
static const struct {
    const char *technique, *text; /* text NULL: the long one */
} texts[] = {
    {"empty_value", ""},
    {"unicode", "Zoë 李雷 سلام 🙂"},
    {"injection", "' OR '1'='1' --"},
    {"injection", "<script>alert(1)</script>"},
    {"long_value", NULL},
};

bool schema_freetext_is(const struct schema_merge *m)
{
    static const char *const bounds[] = {"format", "pattern", "enum", "const", "contentEncoding"};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        if (schema_merge_get(m, bounds[i]) != JSONTAPE_NONE)
            return false;
    return (m->types & SCHEMA_STRING) != 0 && m->types != SCHEMA_ANY;
}

int schema_freetext(const struct schema_merge *m, size_t index, bool textual,
                    const char **technique, struct buf *out)
{
    if (index >= sizeof texts / sizeof *texts)
        return -1;
    const char *text = texts[index].text;
    const long long least = schema_merge_least(m, "minLength", 0);
    const long long most = schema_merge_most(m, "maxLength", -1);
    const size_t length = textual ? SCHEMA_FREETEXT_LONG_TEXTUAL : SCHEMA_FREETEXT_LONG;
    *technique = texts[index].technique;
    if (text == NULL && (most >= 0 || least > (long long)length))
        return 0;
    if (text == NULL) {
        schema_value_letters(length, out);
        return 1;
    }
    const long long own = (long long)utf8_count(text, strlen(text));
    if (own < least || (most >= 0 && own > most))
        return 0;
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_text(&w, text);
    return 1;
}
