#include "finding.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "setting.h"

static void write_bool(struct jsonwrite *w, const char *key, bool value)
{
    jsonwrite_key(w, key);
    jsonwrite_bool(w, value);
}

static void write_known(struct jsonwrite *w, int known)
{
    jsonwrite_key(w, "model_known");
    if (known < 0)
        jsonwrite_null(w);
    else
        jsonwrite_bool(w, known > 0);
}

/* What is known of one that is configured. */
static void write_found(const struct checkup *c, struct jsonwrite *w)
{
    const struct provider *p = c->lane->provider;
    jsonwrite_member(w, "model", p->model);
    jsonwrite_member(w, "base_url", p->base_url[0] != '\0' ? p->base_url : NULL);
    jsonwrite_member(w, "server", p->vendor->server);
    write_bool(w, "ok", c->reply.class == OUTCOME_OK);
    write_bool(w, "reachable", c->reached);
    jsonwrite_member(w, "key", c->key);
    write_known(w, c->known);
    if (c->latency_ms >= 0)
        jsonwrite_member_int(w, "latency_ms", c->latency_ms);
    if (c->answer_ms >= 0)
        jsonwrite_member_int(w, "answer_ms", c->answer_ms);
    if (c->counted)
        jsonwrite_member_int(w, "models", (long long)c->models.count);
}

void finding_record(const struct checkup *c, struct buf *out)
{
    const struct reply *r = &c->reply;
    struct jsonwrite w = jsonwrite_to(out);
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    buf_format(&text, "check %s", c->name);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "id", text.data);
    jsonwrite_member(&w, "provider", c->name);
    if (c->lane != NULL)
        write_found(c, &w);
    else
        write_bool(&w, "ok", false);
    if (r->class != OUTCOME_OK) {
        buf_reset(&text);
        outcome_error_json(&text, r->class, c->name, r->http, r->code, r->message);
        jsonwrite_key(&w, "error");
        jsonwrite_raw(&w, text.data, text.len);
    }
    jsonwrite_close(&w, '}');
    buf_free(&text);
}

/* The variable of a setting of the provider, added to text. */
static void add_setting(const struct checkup *c, const char *setting, struct buf *out)
{
    char *variable = setting_variable(c->name, setting);
    buf_text(out, variable);
    free(variable);
}

static void advise_on_key(const struct checkup *c, struct buf *out)
{
    const char *other = vendor_twin(c->asked.vendor, c->asked.base_url);
    buf_text(out, c->asked.key != NULL ? "; look at " : "; it wants a key: set ");
    add_setting(c, "API_KEY", out);
    if (other != NULL) {
        buf_text(out, ", or, for a key of the other site, set ");
        add_setting(c, "BASE_URL", out);
        buf_format(out, "=%s", other);
    }
}

static void advise_on_model(const struct checkup *c, struct buf *out)
{
    const struct vendor *v = c->asked.vendor;
    const struct vendor_retired *gone = vendor_retirement(v, c->asked.model);
    const char *near = c->models.near, *first = c->models.first;
    if (gone != NULL)
        buf_format(out, "; it was retired on %s, and its successor is %s", gone->date,
                   gone->successor);
    else if (near != NULL || first != NULL)
        buf_format(out, near != NULL ? "; was %s meant?" : "; it has %s, for one",
                   near != NULL ? near : first);
    if (v->protocol == VENDOR_OLLAMA)
        buf_format(out, "; `ollama pull %s` fetches it, or set ", c->asked.model);
    else
        buf_text(out, "; set ");
    add_setting(c, "MODEL", out);
}

static void advise(const struct checkup *c, struct buf *out)
{
    switch (c->reply.class) {
    case OUTCOME_AUTH:
        advise_on_key(c, out);
        break;
    case OUTCOME_MODEL:
        advise_on_model(c, out);
        break;
    case OUTCOME_BILLING:
        buf_text(out, "; the account wants to be topped up");
        break;
    case OUTCOME_QUOTA:
        buf_text(out, "; its allowance has to be renewed first");
        break;
    case OUTCOME_RATE:
    case OUTCOME_OVERLOAD:
        buf_text(out, "; it is there: try again a little later");
        break;
    case OUTCOME_NETWORK:
    case OUTCOME_TIMEOUT:
    case OUTCOME_SERVER:
    case OUTCOME_REQUEST:
        buf_format(out, "; does %s answer, and is it what ", c->asked.base_url);
        add_setting(c, "BASE_URL", out);
        buf_text(out, " should be?");
        break;
    default:
        break;
    }
}

void finding_line(const struct checkup *c, struct buf *out)
{
    const struct reply *r = &c->reply;
    bool loading = r->class == OUTCOME_OVERLOAD && r->message != NULL &&
                   strcmp(r->message, "Loading model") == 0;
    if (c->lane != NULL)
        buf_format(out, "%s: %s: ", c->name, outcome_name(r->class));
    buf_text(out, r->message != NULL ? r->message : "no reason was given");
    if (loading)
        buf_text(out, "; it is still loading its model: try again when it is through");
    else if (c->lane != NULL)
        advise(c, out);
}
