#include "glob.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "unit.h"

static const struct {
    const char *pattern, *text;
    bool matches;
} cases[] = {
    {"", "", true},
    {"", "a", false},
    {"a", "", false},
    {"/pets", "/pets", true},
    {"/pets", "/pets/", false},
    {"/pets", "/pet", false},
    {"pets", "/pets", false},
    {"/pets/*", "/pets/1", true},
    {"/pets/*", "/pets/", true},
    {"/pets/*", "/pets", false},
    {"/pets/*", "/pets/1/toys", false},
    {"/pets/**", "/pets/1/toys", true},
    {"/pets/**", "/pets/", true},
    {"/pets/**", "/pets", false},
    {"/pets**", "/pets", true},
    {"/pets***", "/pets/1", true},
    {"**", "", true},
    {"**", "/a/b/c", true},
    {"*", "", true},
    {"*", "/", false},
    {"*", "a", true},
    {"*/*", "a/b", true},
    {"*/*", "a/b/c", false},
    {"**/toys", "/pets/1/toys", true},
    {"**/toys", "/pets/1/toys/2", false},
    {"/*/toys", "/pets/toys", true},
    {"/*/toys", "/pets/1/toys", false},
    {"/*/*/toys", "/pets/1/toys", true},
    {"/**/x*y/**", "/a/b/xzy/c", true},
    {"/**/x*y/**", "/a/b/xz/y/c", false},
    {"**a*b", "a/ab", true},
    {"**a*b", "ab/a/b", false},
    {"/pets/?", "/pets/1", true},
    {"/pets/?", "/pets/", false},
    {"/pets/?", "/pets/12", false},
    {"/pets?1", "/pets/1", false},
    {"/pets/{petId}", "/pets/{petId}", true},
    {"/pets/{petId}", "/pets/p", false},
    {"/pets/{*}", "/pets/{petId}", true},
    {"/pets/[a-z]", "/pets/a", false},
    {"/pets/[a-z]", "/pets/[a-z]", true},
    {"/a\\b", "/a\\b", true},
    {"/PETS", "/pets", false},
    {"*.json", "a.json", true},
    {"*.json", "ajson", false},
    {"*é", "caf\xc3\xa9", true},
};

/* The definition, tried out: slow, and plain to see. */
static bool matches(const char *p, const char *t)
{
    if (*p == '\0')
        return *t == '\0';
    if (p[0] == '*') {
        bool all = p[1] == '*';
        const char *rest = p + (all ? 2 : 1);
        for (;; t++) {
            if (matches(rest, t))
                return true;
            if (*t == '\0' || (*t == '/' && !all))
                return false;
        }
    }
    return *t != '\0' && (*p == *t || (*p == '?' && *t != '/')) && matches(p + 1, t + 1);
}

/* The n-th text of that many letters. */
static void spell(size_t n, size_t length, const char *letters, char *out)
{
    size_t count = strlen(letters);
    for (size_t i = 0; i < length; i++, n /= count)
        out[i] = letters[n % count];
    out[length] = '\0';
}

static size_t power(size_t base, size_t n)
{
    return n == 0 ? 1 : base * power(base, n - 1);
}

/* Every pattern of up to 6 and every text of up to 5 characters of a small alphabet. */
static void check_all(void)
{
    char pattern[8], text[8];
    size_t wrong = 0;
    for (size_t p = 0; p < 6 * power(3, 6); p++) {
        spell(p / 6, p % 6 + 1, "*a/", pattern);
        for (size_t t = 0; t < 5 * power(2, 5); t++) {
            spell(t / 5, t % 5 + 1, "a/", text);
            if (glob_match(pattern, text) != matches(pattern, text) && wrong++ == 0)
                UNIT_CHECK(false, "%s on %s is %d", pattern, text, glob_match(pattern, text));
        }
    }
    UNIT_CHECK(wrong == 0, "%zu patterns match otherwise than defined", wrong);
}

/* Quadratic or worse in the text would take minutes here. */
static void check_long(void)
{
    size_t len = 1000 * 1000;
    char *text = mem_array(len + 1, 1);
    memset(text, 'a', len);
    UNIT_CHECK(!glob_match("**a*a*b", text), "no b in a million a");
    UNIT_CHECK(!glob_match("**a*b**a*b", text), "no b in a million a");
    UNIT_CHECK(glob_match("**a*a**a?", text), "a million a match");
    free(text);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        UNIT_CHECK(glob_match(cases[i].pattern, cases[i].text) == cases[i].matches,
                   "%s on %s should be %d", cases[i].pattern, cases[i].text, cases[i].matches);
    check_all();
    check_long();
    return unit_end();
}
