#include "ollama.h"

#include <string.h>

#include "jsonwrite.h"

static const char created[] = "2023-11-14T22:13:20.000000001Z";

/* Adds {"model":…,"created_at":…,"message":{…}, and leaves the object open. */
static struct jsonwrite open_line(const struct completion *c, const char *content, size_t len,
                                  const char *thinking, size_t thought, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "model", c->model);
    jsonwrite_member(&w, "created_at", created);
    jsonwrite_key(&w, "message");
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "role", "assistant");
    jsonwrite_key(&w, "content");
    jsonwrite_bytes(&w, content, len);
    if (thought > 0) {
        jsonwrite_key(&w, "thinking");
        jsonwrite_bytes(&w, thinking, thought);
    }
    jsonwrite_close(&w, '}');
    return w;
}

/* Adds what an answer ends with. */
static void close_line(struct jsonwrite *w, const struct completion *c, bool done, struct buf *out)
{
    jsonwrite_key(w, "done");
    jsonwrite_bool(w, done);
    if (done) {
        jsonwrite_member(w, "done_reason", c->finish);
        jsonwrite_member_int(w, "total_duration", 4883583458);
        jsonwrite_member_int(w, "load_duration", 1334875);
    }
    if (done && c->usage) {
        jsonwrite_member_int(w, "prompt_eval_count", c->prompt);
        jsonwrite_member_int(w, "eval_count", c->completion);
    }
    jsonwrite_close(w, '}');
    buf_char(out, '\n');
}

void ollama_whole(const struct completion *c, struct buf *out)
{
    size_t thought = c->reasoning != NULL ? strlen(c->reasoning) : 0;
    struct jsonwrite w = open_line(c, c->content, c->len, c->reasoning, thought, out);
    close_line(&w, c, *c->finish != '\0', out);
}

void ollama_lines(const struct completion *c, struct buf *out)
{
    struct jsonwrite w;
    size_t thought = c->reasoning != NULL ? strlen(c->reasoning) : 0;
    for (size_t at = 0, n; at < thought; at += n) {
        n = completion_word(c->reasoning + at, thought - at);
        w = open_line(c, "", 0, c->reasoning + at, n, out);
        close_line(&w, c, false, out);
    }
    for (size_t at = 0, n; at < c->len; at += n) {
        n = completion_word(c->content + at, c->len - at);
        w = open_line(c, c->content + at, n, NULL, 0, out);
        close_line(&w, c, false, out);
    }
    if (*c->finish == '\0')
        return;
    w = open_line(c, "", 0, NULL, 0, out);
    close_line(&w, c, true, out);
}

void ollama_error(const char *message, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "error", message);
    jsonwrite_close(&w, '}');
}
