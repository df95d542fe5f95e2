#include "completion.h"

#include <string.h>

#include "jsonwrite.h"

/* A time of its own would make answers differ between runs. */
#define CREATED 1700000000

static void open_answer(struct jsonwrite *w, const struct completion *c, const char *object)
{
    struct buf id;
    buf_init(&id, 64);
    buf_format(&id, "chatcmpl-%lld", c->number);
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "id", id.data);
    buf_free(&id);
    jsonwrite_member(w, "object", object);
    jsonwrite_member_int(w, "created", CREATED);
    jsonwrite_member(w, "model", c->model);
}

static void add_usage(struct jsonwrite *w, const struct completion *c)
{
    jsonwrite_key(w, "usage");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "prompt_tokens", c->prompt);
    jsonwrite_member_int(w, "completion_tokens", c->completion);
    jsonwrite_member_int(w, "total_tokens", c->prompt + c->completion);
    jsonwrite_close(w, '}');
}

void completion_whole(const struct completion *c, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    open_answer(&w, c, "chat.completion");
    jsonwrite_key(&w, "choices");
    jsonwrite_open(&w, '[');
    jsonwrite_open(&w, '{');
    jsonwrite_member_int(&w, "index", 0);
    jsonwrite_key(&w, "message");
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "role", "assistant");
    jsonwrite_key(&w, "content");
    jsonwrite_bytes(&w, c->content, c->len);
    jsonwrite_member(&w, "reasoning_content", c->reasoning);
    jsonwrite_close(&w, '}');
    jsonwrite_member(&w, "finish_reason", *c->finish != '\0' ? c->finish : NULL);
    jsonwrite_close(&w, '}');
    jsonwrite_close(&w, ']');
    if (c->usage)
        add_usage(&w, c);
    jsonwrite_close(&w, '}');
}

/* One event whose only choice has this delta (JSON); finish NULL is null. */
static void add_event(const struct completion *c, const char *delta, const char *finish,
                      struct buf *out)
{
    buf_text(out, "data: ");
    struct jsonwrite w = jsonwrite_to(out);
    open_answer(&w, c, "chat.completion.chunk");
    jsonwrite_key(&w, "choices");
    jsonwrite_open(&w, '[');
    jsonwrite_open(&w, '{');
    jsonwrite_member_int(&w, "index", 0);
    jsonwrite_key(&w, "delta");
    jsonwrite_raw(&w, delta, strlen(delta));
    jsonwrite_key(&w, "finish_reason");
    if (finish != NULL)
        jsonwrite_text(&w, finish);
    else
        jsonwrite_null(&w);
    jsonwrite_close(&w, '}');
    jsonwrite_close(&w, ']');
    jsonwrite_close(&w, '}');
    buf_text(out, "\n\n");
}

size_t completion_word(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && strchr(" \n", text[n]) == NULL)
        n++;
    while (n < len && text[n] != '\0' && strchr(" \n", text[n]) != NULL)
        n++;
    return n > 0 ? n : 1;
}

/* An event with {key: word} for each word. */
static void add_words(const struct completion *c, const char *key, const char *text, size_t len,
                      struct buf *out)
{
    struct buf delta;
    buf_init(&delta, out->max);
    for (size_t at = 0, n; at < len; at += n) {
        n = completion_word(text + at, len - at);
        buf_reset(&delta);
        struct jsonwrite w = jsonwrite_to(&delta);
        jsonwrite_open(&w, '{');
        jsonwrite_key(&w, key);
        jsonwrite_bytes(&w, text + at, n);
        jsonwrite_close(&w, '}');
        add_event(c, delta.data, NULL, out);
    }
    buf_free(&delta);
}

static void add_usage_event(const struct completion *c, struct buf *out)
{
    buf_text(out, "data: ");
    struct jsonwrite w = jsonwrite_to(out);
    open_answer(&w, c, "chat.completion.chunk");
    jsonwrite_key(&w, "choices");
    jsonwrite_open(&w, '[');
    jsonwrite_close(&w, ']');
    add_usage(&w, c);
    jsonwrite_close(&w, '}');
    buf_text(out, "\n\n");
}

void completion_events(const struct completion *c, struct buf *out)
{
    add_event(c, "{\"role\":\"assistant\",\"content\":\"\"}", NULL, out);
    if (c->reasoning != NULL)
        add_words(c, "reasoning_content", c->reasoning, strlen(c->reasoning), out);
    add_words(c, "content", c->content, c->len, out);
    if (*c->finish != '\0')
        add_event(c, "{}", c->finish, out);
    if (c->usage)
        add_usage_event(c, out);
    if (c->done)
        buf_text(out, "data: [DONE]\n\n");
}

void completion_error(const char *type, long long code, const char *message, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "error");
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "message", message);
    jsonwrite_member(&w, "type", type);
    jsonwrite_member_int(&w, "code", code);
    jsonwrite_close(&w, '}');
    jsonwrite_close(&w, '}');
}

void completion_models(struct buf *out)
{
    static const char *const models[] = {"default", "loopback-small", "loopback-large"};
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "object", "list");
    jsonwrite_key(&w, "data");
    jsonwrite_open(&w, '[');
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        jsonwrite_open(&w, '{');
        jsonwrite_member(&w, "id", models[i]);
        jsonwrite_member(&w, "object", "model");
        jsonwrite_member_int(&w, "created", CREATED);
        jsonwrite_member(&w, "owned_by", "loopback");
        jsonwrite_close(&w, '}');
    }
    jsonwrite_close(&w, ']');
    jsonwrite_close(&w, '}');
}
