#include "ollama.h"

#include <stdlib.h>
#include <string.h>

#include "jsonwrite.h"
#include "mem.h"

void ollama_url(const struct provider *p, struct buf *out)
{
    buf_text(out, p->base_url);
    buf_text(out, "/api/chat");
}

static void add_options(const struct provider *p, const struct form *f, struct jsonwrite *w)
{
    jsonwrite_key(w, "options");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, p->vendor->cap, p->max_tokens);
    jsonwrite_member_int(w, "num_ctx", f->context);
    form_write_temperature(f, p, w);
    jsonwrite_close(w, '}');
}

void ollama_request(const struct provider *p, const struct form *f, const char *messages,
                    size_t len, const char *schema, struct buf *out)
{
    struct jsonwrite w = form_open(f, p, messages, len, out);
    jsonwrite_key(&w, "truncate");
    jsonwrite_bool(&w, false);
    form_write_quiet(f, p, &w);
    if (schema != NULL && f->json == VENDOR_JSON_SCHEMA) {
        jsonwrite_key(&w, "format");
        jsonwrite_raw(&w, schema, strlen(schema));
    } else if (schema != NULL && f->json == VENDOR_JSON_OBJECT) {
        jsonwrite_member(&w, "format", "json");
    }
    add_options(p, f, &w);
    jsonwrite_close(&w, '}');
}

/* {"error":"text"}, before an answer or in its midst. */
static bool take_error(const struct provider *p, const struct jsontape *t, struct reply *r)
{
    uint32_t error = jsontape_get(t, 0, "error");
    uint32_t inner = jsontape_get(t, error, "message");
    char *message = jsontape_text(t, jsontape_kind(t, inner) == '"' ? inner : error);
    if (message == NULL)
        return false;
    bool real = message[0] != '\0';
    if (real)
        reply_refuse(r, p, NULL, NULL, message);
    free(message);
    return real;
}

bool ollama_take(const struct provider *p, const struct jsontape *t, struct reply *r)
{
    if (take_error(p, t, r))
        return true;
    uint32_t message = jsontape_get(t, 0, "message");
    uint32_t content = jsontape_get(t, message, "content");
    uint32_t thinking = jsontape_get(t, message, "thinking");
    bool thought = jsontape_says(t, thinking);
    bool some = jsontape_says(t, content);
    jsontape_string(t, content, &r->content);
    r->thought = r->thought || thought;
    if (!jsontape_true(t, jsontape_get(t, 0, "done")))
        return thought || some;
    r->prompt = jsontape_count(t, jsontape_get(t, 0, "prompt_eval_count"), -1);
    r->completion = jsontape_count(t, jsontape_get(t, 0, "eval_count"), -1);
    free(r->finish);
    r->finish = jsontape_text(t, jsontape_get(t, 0, "done_reason"));
    if (r->finish == NULL && r->completion > 0)
        r->finish = mem_text("stop");
    return true;
}
