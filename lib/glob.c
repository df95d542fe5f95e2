#include "glob.h"

#include <stddef.h>

/* A star remembers where it stands, so that one step back is enough: the last star of a kind that may still
 * grow.  `*` cannot pass a '/', so behind one only an earlier `**` can help. */
struct star {
    const char *pattern; /* behind the star; NULL: none */
    const char *text;
};

bool glob_match(const char *pattern, const char *text)
{
    struct star one = {NULL, NULL}, any = {NULL, NULL};
    for (;;) {
        if (pattern[0] == '*' && pattern[1] == '*') {
            while (*pattern == '*')
                pattern++;
            any = (struct star){pattern, text};
            one.pattern = NULL;
        } else if (pattern[0] == '*') {
            pattern++;
            one = (struct star){pattern, text};
        } else if (*text != '\0' && (*pattern == *text || (*pattern == '?' && *text != '/'))) {
            pattern++;
            text++;
        } else if (*pattern == '\0' && *text == '\0') {
            return true;
        } else if (one.pattern != NULL && *one.text != '\0' && *one.text != '/') {
            pattern = one.pattern;
            text = ++one.text;
        } else if (any.pattern != NULL && *any.text != '\0') {
            pattern = any.pattern;
            text = ++any.text;
            one.pattern = NULL;
        } else {
            return false;
        }
    }
}
