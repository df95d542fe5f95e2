#include "body.h"

#include <stdlib.h>

#include "cases.h"
#include "ceiling.h"
#include "completion.h"

/* About four bytes a token: the same for the same request, and never nothing. */
static long long tokens(size_t bytes)
{
    return (long long)(bytes / 4 + 1);
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
        .finish = b->finish != NULL ? b->finish : "stop",
        .usage = b->usage != SCRIPT_USAGE_NONE,
        .prompt = given ? b->prompt : tokens(o->request->body.len),
        .completion = given ? b->completion : tokens(len),
    };
    m->events = b->stream == SCRIPT_STREAM_YES ||
                (b->stream == SCRIPT_STREAM_ASKED && o->question->stream);
    m->type = m->events ? "text/event-stream" : "application/json";
    if (m->events)
        completion_events(&c, &m->bytes);
    else
        completion_whole(&c, &m->bytes);
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
