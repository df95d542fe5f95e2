#include "prompt/again.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsontape.h"
#include "jsonwrite.h"
#include "prompt/prompt.h"
#include "table.h"
#include "utf8.h"

/* What is said is short: so many reasons and names, each of so many bytes. */
enum { REASONS = 8, REASON = 240, NAMES = 30, NAME = 80 };

/* The text in quotes, of one line. */
static void add_quoted(const char *text, size_t most, struct buf *out)
{
    size_t len = strlen(text), cut = len <= most ? len : utf8_cut(text, most);
    buf_char(out, '"');
    for (size_t i = 0; i < cut; i++)
        buf_char(out, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
    buf_text(out, cut < len ? "\xe2\x80\xa6\"" : "\"");
}

static void add_name(const struct jsontape *t, uint32_t one, struct buf *out)
{
    char *name = jsontape_text(t, jsontape_get(t, one, "name"));
    add_quoted(name != NULL ? name : "a case without a name", NAME, out);
    free(name);
}

/* Each reason once, the most frequent words of a model's mistakes being the same: reason → how many. */
static void count_reasons(const struct jsontape *t, struct table *reasons)
{
    for (struct jsontape_walk w = jsontape_walk(t, 0); jsontape_step(t, &w);) {
        char *reason = jsontape_text(t, jsontape_get(t, w.value, "reason"));
        if (reason != NULL)
            table_put(reasons, reason, strlen(reason))->value.number++;
        free(reason);
    }
}

/* The first case that was refused for this reason. */
static uint32_t first_of(const struct jsontape *t, const char *reason)
{
    for (struct jsontape_walk w = jsontape_walk(t, 0); jsontape_step(t, &w);)
        if (jsontape_is(t, jsontape_get(t, w.value, "reason"), reason))
            return jsontape_get(t, w.value, "case");
    return JSONTAPE_NONE;
}

static void add_refused(const struct again *a, struct buf *out)
{
    struct jsontape t;
    struct table reasons;
    jsontape_init(&t);
    table_init(&reasons);
    if (jsontape_read(&t, a->refused->data, a->refused->len, NULL) == 0)
        count_reasons(&t, &reasons);
    buf_format(out, "%zu of the %zu cases are refused:\n", a->rejected, a->accepted + a->rejected);
    for (size_t i = 0; i < reasons.count && i < REASONS; i++) {
        const struct table_entry *e = &reasons.entry[i];
        buf_text(out, "- ");
        add_name(&t, first_of(&t, e->key), out);
        if (e->value.number > 1)
            buf_format(out, " and %zu more", e->value.number - 1);
        buf_text(out, ": ");
        add_quoted(e->key, REASON, out);
        buf_char(out, '\n');
    }
    table_free(&reasons);
    jsontape_free(&t);
}

static void add_held(const struct again *a, struct buf *out)
{
    struct jsontape t;
    size_t named = 0;
    jsontape_init(&t);
    buf_format(out, "%zu %s kept and not wanted again:", a->accepted,
               a->accepted == 1 ? "is" : "are");
    if (jsontape_read(&t, a->held->data, a->held->len, NULL) == 0)
        for (struct jsontape_walk w = jsontape_walk(&t, 0); jsontape_step(&t, &w) && named < NAMES;
             named++) {
            buf_text(out, named > 0 ? ", " : " ");
            add_name(&t, w.value, out);
        }
    buf_text(out, ".\n");
    jsontape_free(&t);
}

static void add_reasons(const struct again *a, struct buf *out)
{
    if (a->unread != NULL) {
        buf_text(out, "That answer could not be read: ");
        add_quoted(a->unread, REASON, out);
        buf_char(out, '\n');
    }
    if (a->rejected > 0)
        add_refused(a, out);
    if (a->accepted > 0)
        add_held(a, out);
    long long missing = a->wanted - (long long)a->accepted;
    if (missing > 0)
        buf_format(out, "Write %lld %scases", missing, a->accepted > 0 ? "more " : "");
    else
        buf_text(out, "Write the cases");
    buf_text(out, " in the form that was asked for, mending what was refused. One JSON object, "
                  "nothing else.");
}

void again_messages(const struct again *a, struct buf *out)
{
    struct buf text;
    struct jsonwrite w = jsonwrite_to(out);
    w.comma = true;
    buf_init(&text, CEILING_TEXT);
    if (a->accepted + a->rejected > 0)
        buf_format(&text, "{\"cases\":[\"%zu cases, left out here\"]}", a->accepted + a->rejected);
    else
        buf_text(&text, "{\"cases\":[]}");
    prompt_message(&w, "assistant", &text);
    buf_reset(&text);
    add_reasons(a, &text);
    prompt_message(&w, "user", &text);
    buf_free(&text);
}
