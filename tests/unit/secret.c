/* secret: a key in what came from outside. */
#include "secret.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "unit.h"

static const struct {
    const char *key, *text, *shown;
} cases[] = {
    {"sk-4711", "sk-4711", "*******"},
    {"sk-4711", "a sk-4711,sk-4711sk-4711 b", "a *******,************** b"},
    {"sk-4711", "sk-471 sk-471", "sk-471 sk-471"},
    {"sk-4711", "", ""},
    {"ssk-47", "sssk-47", "s******"},
    /* As JSON within JSON may spell it. */
    {"a/4711", "{\"a\":\"a\\/4711\"}", "{\"a\":\"*******\"}"},
    {"a/4711", "a\\\\\\/4711", "*********"},
    {"sk-4711", "\"\\u0073k\\u002D4711\"", "\"*****************\""},
    {"sk-4711", "\"\\\\u0073k\\\\u002d4711\"", "\"*******************\""},
    {"sk-4711", "u0073k-4711 \\u0173k-4711 \\u007", "u0073k-4711 \\u0173k-4711 \\u007"},
    {"sk-4711", "sk\\u002", "sk\\u002"},
    {"a\"4711", "a\\\"4711", "*******"},
    {"a\\4711", "a\\4711 a\\\\4711", "****** *******"},
    /* Placeholders are no secrets, and stand in ordinary words. */
    {"a", "application/json", "application/json"},
    {"EMPTY", "EMPTY", "EMPTY"},
    {"", "text", "text"},
    {NULL, "text", "text"},
};

static void check_table(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = mem_text(cases[i].text);
        secret_hide(text, strlen(text), cases[i].key);
        UNIT_CHECK(strcmp(text, cases[i].shown) == 0, "%s: %s", cases[i].text, text);
        free(text);
    }
}

/* Bytes behind the length are left alone, and a NUL ends nothing. */
static void check_length(void)
{
    char text[] = "a\0sk-4711 sk-4711";
    secret_hide(text, 16, "sk-4711");
    UNIT_CHECK(memcmp(text, "a\0******* sk-4711", sizeof text) == 0, "%s", text + 2);
}

/* A hostile answer costs no more than its length. */
static void check_cost(void)
{
    size_t len = 8 * 1024 * 1024;
    char *text = mem_new(len);
    memset(text, '\\', len);
    secret_hide(text, len, "sk-4711");
    UNIT_CHECK(text[0] == '\\' && text[len - 1] == '\\', "backslashes stay");
    free(text);
}

int main(void)
{
    check_table();
    check_length();
    check_cost();
    return unit_end();
}
