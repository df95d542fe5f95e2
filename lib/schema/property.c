#include "schema/property.h"

#include <string.h>

static const struct {
    const char *name, *category;
} long_names[] = {
    {"Cased_Letter", "L&"},
    {"Close_Punctuation", "Pe"},
    {"Combining_Mark", "M"},
    {"Connector_Punctuation", "Pc"},
    {"Control", "Cc"},
    {"Currency_Symbol", "Sc"},
    {"Dash_Punctuation", "Pd"},
    {"Decimal_Number", "Nd"},
    {"Enclosing_Mark", "Me"},
    {"Final_Punctuation", "Pf"},
    {"Format", "Cf"},
    {"Initial_Punctuation", "Pi"},
    {"LC", "L&"},
    {"Letter", "L"},
    {"Letter_Number", "Nl"},
    {"Line_Separator", "Zl"},
    {"Lowercase_Letter", "Ll"},
    {"Mark", "M"},
    {"Math_Symbol", "Sm"},
    {"Modifier_Letter", "Lm"},
    {"Modifier_Symbol", "Sk"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Open_Punctuation", "Ps"},
    {"Other", "C"},
    {"Other_Letter", "Lo"},
    {"Other_Number", "No"},
    {"Other_Punctuation", "Po"},
    {"Other_Symbol", "So"},
    {"Paragraph_Separator", "Zp"},
    {"Private_Use", "Co"},
    {"Punctuation", "P"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Spacing_Mark", "Mc"},
    {"Surrogate", "Cs"},
    {"Symbol", "S"},
    {"Titlecase_Letter", "Lt"},
    {"Unassigned", "Cn"},
    {"Uppercase_Letter", "Lu"},
    {"cntrl", "Cc"},
    {"digit", "Nd"},
    {"punct", "P"},
};

/* What may stand before a value, and what PCRE2 wants there: a script alone means its extensions, and that it
 * must not have them can be said from 10.40 on. */
static const struct {
    const char *name, *prefix;
} kinds[] = {
    {"General_Category=", ""},  {"gc=", ""},  {"Script=", "sc:"}, {"sc=", "sc:"},
    {"Script_Extensions=", ""}, {"scx=", ""},
};

static bool is_word(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] != '_' && !(text[i] >= '0' && text[i] <= '9') &&
            !((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z'))
            return false;
    return len > 0;
}

static bool is(const char *text, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(text, word, len) == 0;
}

bool schema_property_add(const char *name, size_t len, bool opposite, struct buf *out)
{
    const char *prefix = "";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t skip = strlen(kinds[i].name);
        if (len > skip && memcmp(name, kinds[i].name, skip) == 0) {
            prefix = kinds[i].prefix;
            name += skip;
            len -= skip;
            break;
        }
    }
    if (!is_word(name, len))
        return false;
    const bool assigned = *prefix == '\0' && is(name, len, "Assigned");
    buf_text(out, opposite != assigned ? "\\P{" : "\\p{");
    buf_text(out, prefix);
    for (size_t i = 0; *prefix == '\0' && i < sizeof long_names / sizeof *long_names; i++) {
        if (is(name, len, long_names[i].name)) {
            name = long_names[i].category;
            len = strlen(name);
        }
    }
    buf_add(out, assigned ? "Cn" : name, assigned ? 2 : len);
    buf_char(out, '}');
    return true;
}
