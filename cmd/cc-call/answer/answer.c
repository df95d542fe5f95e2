#include "answer.h"

#include <string.h>

#include "ceiling.h"
#include "gather.h"

static void gather(struct gather *g, const char *content)
{
    struct jsontape tape;
    const size_t len = strlen(content);
    jsontape_init(&tape);
    if (jsontape_read(&tape, content, len, NULL) == 0)
        gather_whole(g, &tape);
    else
        gather_text(g, content, len);
    jsontape_free(&tape);
}

static int fail_empty(const struct gather *g, struct diag_error *err)
{
    if (g->cut)
        return diag_fail(err, "the answer ends or breaks before its first case is whole");
    return diag_fail(err, g->json ? "the answer is JSON, but there are no cases in it"
                                  : "the answer is not JSON");
}

/* The tape of all cases as one list. */
static int list(struct answer *a, const struct gather *g, struct diag_error *err)
{
    buf_char(&a->text, '[');
    buf_add(&a->text, g->cases.data, g->cases.len);
    buf_char(&a->text, ']');
    if (buf_over(&g->cases) || buf_over(&a->text))
        return diag_fail(err, "the cases of the answer are too long together");
    if (jsontape_read(&a->tape, a->text.data, a->text.len, err) < 0)
        return diag_within(err, "the cases of the answer");
    return 0;
}

int answer_read(struct answer *a, const char *content, struct diag_error *err)
{
    struct gather g;
    gather_init(&g);
    *a = (struct answer){0};
    buf_init(&a->text, CEILING_LINE);
    jsontape_init(&a->tape);
    gather(&g, content);
    a->cut = g.cut;
    int result = g.count == 0 ? fail_empty(&g, err) : list(a, &g, err);
    gather_free(&g);
    if (result < 0)
        answer_free(a);
    return result;
}

void answer_free(struct answer *a)
{
    jsontape_free(&a->tape);
    buf_free(&a->text);
}
