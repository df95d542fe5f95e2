#include "near.h"

#include <string.h>

struct near near_to(const char *given)
{
    return (struct near){.given = given,
                         .changes = strlen(given) < 3 ? 0 : (strlen(given) + 2) / 4};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Neither is longer than NEAR_BYTES. */
static size_t changes_between(const char *a, size_t alen, const char *b, size_t blen)
{
    size_t row[3][NEAR_BYTES + 1]; /* for i - 2, i - 1 and i bytes of a: row[i % 3] */
    for (size_t j = 0; j <= blen; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= alen; i++) {
        size_t *now = row[i % 3], *before = row[(i + 2) % 3], *second = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= blen; j++) {
            char x = lower(a[i - 1]), y = lower(b[j - 1]);
            now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && y == lower(a[i - 2]))
                now[j] = least(now[j], second[j - 2] + 1);
        }
    }
    return row[alen % 3][blen];
}

void near_offer(struct near *n, const char *word)
{
    size_t given = strlen(n->given), len = strnlen(word, NEAR_BYTES + 1);
    size_t apart = given > len ? given - len : len - given;
    if (n->offered == NEAR_WORDS || given > NEAR_BYTES || len > NEAR_BYTES || apart > n->changes)
        return;
    n->offered++;
    size_t changes = changes_between(n->given, given, word, len);
    if (changes < n->changes || (changes == n->changes && n->found == NULL)) {
        n->changes = changes;
        n->found = word;
    }
}
