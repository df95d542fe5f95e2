#include "body.h"

#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "ceiling.h"
#include "completion.h"
#include "ollama.h"

/* About four bytes a token: the same for the same request, and never nothing. */
static long long tokens(size_t bytes)
{
    return (long long)(bytes / 4 + 1);
}

/* Whether it is asked at Ollama's own address. */
static bool is_ollama(const struct body_order *o)
{
    static const char path[] = "/api/chat";
    size_t len = strcspn(o->request->target, "?"), n = sizeof path - 1;
    return len >= n && memcmp(o->request->target + len - n, path, n) == 0;
}

static void write_completion(struct body *m, const struct completion *c, bool ollama, bool stream)
{
    if (!stream) {
        m->type = ollama ? "application/json; charset=utf-8" : "application/json";
        (ollama ? ollama_whole : completion_whole)(c, &m->bytes);
    } else {
        m->type = ollama ? "application/x-ndjson" : "text/event-stream";
        m->event_end = ollama ? "\n" : "\n\n";
        (ollama ? ollama_lines : completion_events)(c, &m->bytes);
    }
}

static void make_completion(struct body *m, const struct body_order *o, const char *content,
                            size_t len)
{
    const struct script_block *b = o->block;
    bool given = b->usage == SCRIPT_USAGE_GIVEN;
    struct completion c = {
        .model = o->question->model != NULL ? o->question->model : o->name,
        .number = o->number,
        .content = content,
        .len = len,
        .reasoning = b->reasoning,
        .finish = b->finish != NULL ? b->finish : "stop",
        .usage = b->usage != SCRIPT_USAGE_NONE,
        .prompt = given ? b->prompt : tokens(o->request->body.len),
        .completion = given ? b->completion : tokens(len),
        .done = !b->no_done,
    };
    bool ollama = is_ollama(o);
    bool asked = ollama ? !o->question->whole : o->question->stream;
    bool stream = b->stream == SCRIPT_STREAM_ASKED ? asked : b->stream == SCRIPT_STREAM_YES;
    write_completion(m, &c, ollama, stream);
}

static void make_cases(struct body *m, const struct body_order *o)
{
    char *method, *path;
    question_operation(o->question, &method, &path);
    struct buf content;
    buf_init(&content, CEILING_SPEC);
    cases_write(method, path, o->block->cases, &content);
    make_completion(m, o, content.data, content.len);
    buf_free(&content);
    free(method);
    free(path);
}

static void make_error(struct body *m, const struct body_order *o)
{
    struct buf message;
    buf_init(&message, CEILING_TEXT);
    buf_format(&message, "the script says %lld", o->block->status);
    if (is_ollama(o))
        ollama_error(message.data, &m->bytes);
    else
        completion_error("scripted", o->block->status, message.data, &m->bytes);
    buf_free(&message);
}

void body_make(struct body *m, const struct body_order *o)
{
    const struct script_block *b = o->block;
    *m = (struct body){0};
    buf_init(&m->bytes, CEILING_SPEC);
    m->type = "application/json";
    switch (b->kind) {
    case SCRIPT_BODY:
    case SCRIPT_BODY_FILE:
        buf_add(&m->bytes, b->text, b->len);
        break;
    case SCRIPT_CONTENT:
    case SCRIPT_CONTENT_FILE:
        make_completion(m, o, b->text, b->len);
        break;
    case SCRIPT_CASES:
        make_cases(m, o);
        break;
    default:
        if (b->status >= 200 && b->status < 300)
            make_completion(m, o, "ok", 2);
        else
            make_error(m, o);
    }
}

void body_free(struct body *m)
{
    buf_free(&m->bytes);
}
