#include "second.h"

#include <stdlib.h>
#include <string.h>

#include "builtin/builtin.h"
#include "ceiling.h"
#include "mem.h"
#include "prompt/again.h"

void second_free(struct second *s)
{
    buf_free(&s->words);
    buf_free(&s->first);
    buf_free(&s->cases);
    buf_free(&s->rejected);
    free(s->why);
    *s = (struct second){0};
}

/* How many cases builtin can derive, up to `most`. */
static size_t derivable(const struct record *r, size_t most)
{
    struct builtin_options options = {.seed = 1, .limit = most};
    struct buf cases;
    size_t count = 0;
    buf_init(&cases, CEILING_LINE);
    if (builtin_cases(r, &options, &cases, &count, NULL) < 0)
        count = most;
    buf_free(&cases);
    return count;
}

bool second_is_due(const struct record *r, const struct prompt_wish *wish, size_t held)
{
    size_t wanted = (size_t)prompt_wanted(r, wish);
    if (held == 0)
        return true;
    return held * 2 < wanted && held * 2 < derivable(r, wanted);
}

static void keep(struct buf *into, const struct buf *from)
{
    buf_init(into, CEILING_LINE);
    buf_add(into, from->data, from->len);
}

void second_begin(struct second *s, const struct record *r, const struct prompt_wish *wish,
                  const struct answer *a, const struct verify *v, const struct buf *cases,
                  const char *why)
{
    struct again again = {.held = &v->cases,
                          .refused = &v->rejected,
                          .accepted = v->accepted,
                          .rejected = v->refused,
                          .unread = a == NULL ? why : NULL,
                          .wanted = prompt_wanted(r, wish)};
    *s = (struct second){.asked = true, .held = v->accepted, .cut = a != NULL && a->cut};
    buf_init(&s->words, CEILING_TEXT);
    again_messages(&again, &s->words);
    buf_init(&s->first, CEILING_LINE);
    if (a != NULL)
        buf_add(&s->first, a->text.data, a->text.len);
    if (cases != NULL)
        keep(&s->cases, cases);
    if (v->refused > 0)
        keep(&s->rejected, &v->rejected);
    s->why = why != NULL ? mem_text(why) : NULL;
}

/* Two JSON arrays as one. */
static void join(const struct buf *a, const struct buf *b, struct buf *out)
{
    buf_add(out, a->data, a->len - 1);
    if (a->len > 2 && b->len > 2)
        buf_char(out, ',');
    buf_add(out, b->data + 1, b->len - 1);
}

void second_join(const struct second *s, struct answer *a)
{
    struct answer both = {.cut = a->cut || s->cut};
    if (s->first.len == 0)
        return;
    buf_init(&both.text, CEILING_LINE);
    jsontape_init(&both.tape);
    join(&s->first, &a->text, &both.text);
    if (!buf_over(&both.text) &&
        jsontape_read(&both.tape, both.text.data, both.text.len, NULL) == 0) {
        answer_free(a);
        *a = both;
    } else {
        answer_free(&both);
    }
}

void second_explain(const struct second *s, const struct provider *p, struct reply *r)
{
    char *message = r->message;
    r->message = NULL;
    reply_fail(r, p, OUTCOME_OUTPUT, "%s; asked once more: %s", s->why,
               message != NULL ? message : outcome_name(r->class));
    free(message);
}
