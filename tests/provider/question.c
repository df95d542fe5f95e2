#include "question.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void question_init(struct question *q)
{
    *q = (struct question){0};
    jsontape_init(&q->tape);
}

void question_free(struct question *q)
{
    jsontape_free(&q->tape);
    free(q->model);
    *q = (struct question){0};
}

void question_read(struct question *q, const struct buf *body)
{
    free(q->model);
    q->model = NULL;
    q->stream = q->whole = false;
    if (jsontape_read(&q->tape, body->data, body->len, NULL) < 0 ||
        jsontape_kind(&q->tape, 0) != '{')
        return;
    q->model = jsontape_text(&q->tape, jsontape_get(&q->tape, 0, "model"));
    uint32_t stream = jsontape_get(&q->tape, 0, "stream");
    q->stream = jsontape_true(&q->tape, stream);
    q->whole = jsontape_kind(&q->tape, stream) == 'f';
}

/* The content of a message: a string, or the first text of its parts. */
static char *message_text(const struct jsontape *t, uint32_t message)
{
    uint32_t content = jsontape_get(t, message, "content");
    if (jsontape_kind(t, content) != '[')
        return jsontape_text(t, content);
    for (struct jsontape_walk w = jsontape_walk(t, content); jsontape_step(t, &w);) {
        char *text = jsontape_text(t, jsontape_get(t, w.value, "text"));
        if (text != NULL)
            return text;
    }
    return NULL;
}

/* Sets both anew when the line names an operation. */
static void take_operation(const char *line, char **method, char **path)
{
    size_t word = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (word == 0 || line[word] != ' ' || line[word + 1] != '/')
        return;
    free(*method);
    free(*path);
    *method = mem_copy(line, word);
    line += word + 1;
    *path = mem_copy(line, strcspn(line, " \t\r\n"));
}

void question_operation(const struct question *q, char **method, char **path)
{
    const struct jsontape *t = &q->tape;
    uint32_t messages = t->count > 0 ? jsontape_get(t, 0, "messages") : JSONTAPE_NONE;
    *method = mem_text("GET");
    *path = mem_text("/");
    for (struct jsontape_walk w = jsontape_walk(t, messages); jsontape_step(t, &w);) {
        bool user = jsontape_is(t, jsontape_get(t, w.value, "role"), "user");
        char *text = user ? message_text(t, w.value) : NULL;
        if (text != NULL)
            take_operation(text, method, path);
        free(text);
    }
}
