#include "near.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

/* What was given, the words there are, and the one that was probably meant; NULL: none. */
static const struct {
    const char *given, *words[4], *meant;
} rows[] = {
    {"odrers", {"users", "orders", "order"}, "orders"},
    {"Users", {"posts", "users"}, "users"},
    {"user", {"posts", "users"}, "users"},
    {"userss", {"users"}, "users"},
    {"uzers", {"users"}, "users"},
    {"GTE", {"POST", "GET"}, "GET"},
    {"OPTION", {"POST", "OPTIONS"}, "OPTIONS"},
    {"abcd", {"abce", "abcf"}, "abce"},
    {"abcd", {"abce", "abcd"}, "abcd"},
    {"nobody", {"users", "posts"}, NULL},
    {"GET", {"PUT", "POST"}, NULL},
    {"a", {"b", "", "ab"}, NULL},
    {"a", {"A"}, "A"},
    {"", {"a"}, NULL},
    {"abc", {""}, NULL},
    {"orders", {"srredo"}, NULL},
    {"gr\xc3\xb6\xc3\x9f"
     "en",
     {"gr\xc3\xb6ssen"},
     "gr\xc3\xb6ssen"},
    {"orders", {NULL}, NULL},
};

static void check_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct near n = near_to(rows[i].given);
        for (size_t w = 0; w < 4 && rows[i].words[w] != NULL; w++)
            near_offer(&n, rows[i].words[w]);
        const char *found = n.found != NULL ? n.found : "nothing";
        const char *meant = rows[i].meant != NULL ? rows[i].meant : "nothing";
        UNIT_CHECK(strcmp(found, meant) == 0, "%s: %s, not %s", rows[i].given, found, meant);
    }
}

static void check_bounds(void)
{
    char given[NEAR_BYTES + 2], word[NEAR_BYTES + 2];
    for (size_t len = NEAR_BYTES; len <= NEAR_BYTES + 1; len++) {
        memset(given, 'g', len);
        memset(word, 'g', len);
        given[len] = word[len] = '\0';
        word[0] = 'w';
        struct near n = near_to(given);
        near_offer(&n, word);
        UNIT_CHECK((n.found == word) == (len == NEAR_BYTES), "%zu bytes", len);
    }
    for (size_t before = NEAR_WORDS - 1; before <= NEAR_WORDS; before++) {
        struct near n = near_to("orders");
        for (size_t i = 0; i < before; i++)
            near_offer(&n, "xxxxxx");
        near_offer(&n, "order");
        UNIT_CHECK((n.found != NULL) == (before < NEAR_WORDS), "%zu words before it", before);
    }
}

int main(void)
{
    check_rows();
    check_bounds();
    return unit_end();
}
