#include "service.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "completion.h"
#include "guise.h"
#include "mem.h"

/* No script is so long; a model that is answers as default. */
#define NAME_MAX_BYTES (8 * CEILING_KIB)

void service_init(struct service *s, const char *scripts, const char *captures, const char *guise)
{
    *s = (struct service){.guise = guise};
    catalogue_init(&s->catalogue, scripts, captures);
    stats_init(&s->stats);
    question_init(&s->question);
}

void service_free(struct service *s)
{
    catalogue_free(&s->catalogue);
    stats_free(&s->stats);
    question_free(&s->question);
}

static bool is_get(const struct http_request *q)
{
    return strcmp(q->method, "GET") == 0 || strcmp(q->method, "HEAD") == 0;
}

static void control(struct service *s, const struct http_request *q, struct reply *r)
{
    struct buf json;
    buf_init(&json, CEILING_SPEC);
    int status = 200;
    if (is_get(q) && strcmp(q->target, "/__stats") == 0) {
        stats_write(&s->stats, &json);
    } else if (is_get(q) && strcmp(q->target, "/__last") == 0) {
        stats_write_last(&s->stats, &json);
    } else if (strcmp(q->method, "POST") == 0 && strcmp(q->target, "/__reset") == 0) {
        stats_reset(&s->stats);
        catalogue_reset(&s->catalogue);
        buf_text(&json, "{}");
    } else {
        status = 404;
        completion_error("control", status, "there are /__stats, /__last and /__reset", &json);
    }
    buf_char(&json, '\n');
    reply_plain(r, status, "application/json", &json, q);
    buf_free(&json);
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) % 16 : -1;
}

/* The path of a target without its first slash and its query, percent-decoded. */
static char *path_name(const char *target)
{
    target += *target == '/';
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    for (const char *c = target; *c != '\0' && *c != '?'; c++) {
        int high = *c == '%' ? hex(c[1]) : -1;
        int low = high >= 0 ? hex(c[2]) : -1;
        bool escape = low >= 0 && high + low > 0;
        buf_char(&name, escape ? (char)(high * 16 + low) : *c);
        c += escape ? 2 : 0;
    }
    char *text = buf_take(&name);
    buf_free(&name);
    return text;
}

/* Where a name came from decides what it is when no script has it. */
struct naming {
    char *name;
    bool path, falls;
};

static struct naming name_of(const struct service *s, const struct http_request *q)
{
    const char *script = http_request_header(q, "x-script");
    if (script != NULL)
        return (struct naming){.name = mem_text(script)};
    const char *model = s->question.model;
    if (model != NULL && *model != '\0' && strlen(model) <= NAME_MAX_BYTES)
        return (struct naming){.name = mem_text(model), .falls = true};
    if (is_get(q))
        return (struct naming){.name = path_name(q->target), .path = true};
    return (struct naming){.name = mem_text("default")};
}

/* An answer to a name that is no script; unknown says that nothing is wrong but that. */
static void answer_without(const struct service *s, const struct naming *n,
                           const struct http_request *q, const struct diag_error *err, bool unknown,
                           struct reply *r)
{
    struct buf body;
    buf_init(&body, CEILING_TEXT);
    int status = n->path && unknown ? 404 : 418;
    const char *type = "application/json";
    const struct guise_answer *own = status == 404 ? guise_find(s->guise, n->name) : NULL;
    if (own != NULL) {
        status = own->status;
        type = own->type;
        buf_text(&body, own->body);
    } else if (status == 404 &&
               (strcmp(n->name, "v1/models") == 0 || strcmp(n->name, "models") == 0)) {
        status = 200;
        completion_models(&body);
    } else {
        completion_error(status == 404 ? "not_found" : "script", status, err->text, &body);
    }
    reply_plain(r, status, type, &body, q);
    buf_free(&body);
}

static void answer_named(struct service *s, const struct naming *n, const struct http_request *q,
                         struct reply *r)
{
    struct diag_error err;
    bool unknown;
    struct script *script = catalogue_find(&s->catalogue, n->name, &unknown, &err);
    if (unknown && n->falls)
        script = catalogue_find(&s->catalogue, "default", &unknown, &err);
    if (script == NULL) {
        answer_without(s, n, q, &err, unknown, r);
        return;
    }
    struct body_order o = {.block = script_next(script),
                           .request = q,
                           .question = &s->question,
                           .name = n->name,
                           .number = s->number};
    reply_compose(r, &o);
}

struct stats_line *service_answer(struct service *s, struct http_request *request, bool first,
                                  struct reply *r)
{
    if (strncmp(request->target, "/__", 3) == 0) {
        control(s, request, r);
        return NULL;
    }
    s->number++;
    question_read(&s->question, &request->body);
    struct naming n = name_of(s, request);
    answer_named(s, &n, request, r);
    s->stats.connections += first;
    struct stats_line *line = stats_begin(&s->stats, n.name, request);
    free(n.name);
    return line;
}
