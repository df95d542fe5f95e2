#include "glob.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/*
 * All the ways of matching at once: at[i] says that the first i characters of the pattern match the text
 * read so far.  Going back from star to star would take time quadratic in the text, which is hostile.
 */
static void pass_stars(const char *pattern, bool *at)
{
    for (size_t i = 0; pattern[i] != '\0'; i++)
        if (pattern[i] == '*' && at[i])
            at[i + 1] = true;
}

/* Whether one character of the text fits one of the pattern that is no star. */
static bool fits(char pattern, char c)
{
    return pattern != '*' && (pattern == c || (pattern == '?' && c != '/'));
}

/* Whether a star stands at i and takes the character too. */
static bool takes(const char *pattern, size_t i, char c)
{
    bool any = pattern[i + 1] == '*' || (i > 0 && pattern[i - 1] == '*');
    return pattern[i] == '*' && (any || c != '/');
}

bool glob_match(const char *pattern, const char *text)
{
    size_t len = strlen(pattern);
    bool *at = mem_array(len + 1, sizeof *at);
    at[0] = true;
    pass_stars(pattern, at);
    for (; *text != '\0'; text++) {
        at[len] = len > 0 && at[len - 1] && fits(pattern[len - 1], *text);
        for (size_t i = len; i-- > 0;)
            at[i] = (at[i] && takes(pattern, i, *text)) ||
                    (i > 0 && at[i - 1] && fits(pattern[i - 1], *text));
        pass_stars(pattern, at);
    }
    bool matches = at[len];
    free(at);
    return matches;
}
