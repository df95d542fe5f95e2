#include "jsonpointer.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

static void writes(void)
{
    static const struct {
        const char *name, *token, *fragment;
    } rows[] = {
        {"", "", ""},
        {"pet", "pet", "pet"},
        {"a/b", "a~1b", "a~1b"},
        {"m~n", "m~0n", "m~0n"},
        {"50%", "50%", "50%25"},
        {"~1", "~01", "~01"},
        {"%7E1", "%7E1", "%257E1"},
        {"größe", "größe", "größe"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf token, fragment, name;
        buf_init(&token, CEILING_TEXT);
        buf_init(&fragment, CEILING_TEXT);
        buf_init(&name, CEILING_TEXT);
        jsonpointer_token(rows[i].name, strlen(rows[i].name), &token);
        jsonpointer_fragment(rows[i].name, strlen(rows[i].name), &fragment);
        jsonpointer_name(fragment.data, fragment.len, &name);
        UNIT_CHECK(strcmp(token.data, rows[i].token) == 0, "token of \"%s\": %s", rows[i].name,
                   token.data);
        UNIT_CHECK(strcmp(fragment.data, rows[i].fragment) == 0, "fragment of \"%s\": %s",
                   rows[i].name, fragment.data);
        UNIT_CHECK(strcmp(name.data, rows[i].name) == 0, "back from \"%s\": %s", fragment.data,
                   name.data);
        buf_free(&token);
        buf_free(&fragment);
        buf_free(&name);
    }
}

static void reads(void)
{
    static const struct {
        const char *token, *name;
    } rows[] = {
        {"a%20b", "a b"},
        {"%C3%B6", "ö"},
        {"%7e1", "/"},
        {"~01", "~1"},
        {"~", "~"},
        {"~2", "~2"},
        {"%", "%"},
        {"%4", "%4"},
        {"%4g", "%4g"},
        {"%25", "%"},
        {"a~1", "a/"},
        {"%41", "A"},
        {"%\x14"
         "1",
         "%\x14"
         "1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf name;
        buf_init(&name, CEILING_TEXT);
        jsonpointer_name(rows[i].token, strlen(rows[i].token), &name);
        UNIT_CHECK(strcmp(name.data, rows[i].name) == 0, "name of \"%s\": \"%s\"", rows[i].token,
                   name.data);
        buf_free(&name);
    }
}

int main(void)
{
    writes();
    reads();
    return unit_end();
}
