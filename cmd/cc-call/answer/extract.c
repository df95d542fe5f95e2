#include "extract.h"

#include <string.h>

static const struct {
    const char *open, *close;
} tags[] = {
    {"<think>", "</think>"},
    {"<thinking>", "</thinking>"},
    {"<thought>", "</thought>"},
    {"<reasoning>", "</reasoning>"},
    {"\u25c1think\u25b7", "\u25c1/think\u25b7"},
};

enum { TAGS = sizeof tags / sizeof *tags };

static bool begins(const struct extract *e, const char *with)
{
    size_t len = strlen(with);
    return e->len - e->at >= len && memcmp(e->text + e->at, with, len) == 0;
}

static void skip_blank(struct extract *e)
{
    if (begins(e, "\xef\xbb\xbf"))
        e->at += 3;
    while (e->at < e->len && memchr(" \t\r\n", e->text[e->at], 4) != NULL)
        e->at++;
}

void extract_begin(const char *text, size_t len, struct extract *answer, struct extract *thinking)
{
    *answer = (struct extract){text, 0, len, false};
    *thinking = (struct extract){text, 0, 0, false};
    skip_blank(answer);
    for (size_t i = 0; i < TAGS; i++) {
        if (!begins(answer, tags[i].open))
            continue;
        const char *close = memmem(text + answer->at, len - answer->at, tags[i].close,
                                   strlen(tags[i].close));
        if (close == NULL)
            return;
        *thinking = (struct extract){text, answer->at, (size_t)(close - text), false};
        answer->at = (size_t)(close - text) + strlen(tags[i].close);
        skip_blank(answer);
        return;
    }
}

bool extract_next(struct extract *e)
{
    for (; e->at < e->len; e->at++) {
        char c = e->text[e->at];
        if (c == '{' || c == '[')
            return true;
        if (c != tags[0].close[0] && c != tags[TAGS - 1].close[0])
            continue;
        for (size_t i = 0; i < TAGS; i++)
            e->thought = e->thought || begins(e, tags[i].close);
    }
    return false;
}
