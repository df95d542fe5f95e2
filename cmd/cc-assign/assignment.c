#include "assignment.h"

#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "outcome.h"

static int write_edited(const struct record *r, const struct record_edit *edit, size_t edits,
                        struct lineout *out, struct diag_error *err)
{
    struct buf line;
    buf_init(&line, CEILING_LINE);
    record_splice(r, edit, edits, &line);
    int result = 0;
    if (buf_over(&line))
        result = diag_fail(err, "the record has grown over %zu MiB", CEILING_LINE / CEILING_MIB);
    else
        lineout_line(out, line.data, line.len);
    buf_free(&line);
    return result;
}

/* Adds the value of the member that the record gets; returns its name. */
static const char *choose(struct strategy *s, const struct record *r, struct buf *json,
                          enum strategy_kind *by)
{
    struct jsonwrite w = jsonwrite_to(json);
    const char *provider = strategy_choose(s, r, by);
    if (provider != NULL) {
        jsonwrite_text(&w, provider);
        return "provider";
    }
    if (*by != STRATEGY_POOL) {
        outcome_error_json(json, OUTCOME_CONFIG, NULL, 0, NULL,
                           "no rule of the provider map matches this operation");
        return "error";
    }
    jsonwrite_open(&w, '[');
    for (size_t i = 0; i < s->providers.count; i++)
        jsonwrite_text(&w, s->providers.member[i].provider);
    jsonwrite_close(&w, ']');
    return "candidates";
}

int assignment_write(struct strategy *s, const struct record *r, struct lineout *out, bool *failed,
                     struct diag_error *err)
{
    static const char *const members[] = {"provider", "candidates", "error"};
    struct buf choice, name;
    enum strategy_kind by;
    buf_init(&choice, CEILING_TEXT);
    buf_init(&name, CEILING_TEXT);
    const char *chosen = choose(s, r, &choice, &by);
    *failed = *failed || strcmp(chosen, "error") == 0;
    struct jsonwrite w = jsonwrite_to(&name);
    jsonwrite_text(&w, strategy_name(by));
    struct record_edit edits[4] = {[3] = {"strategy", name.data, name.len}};
    for (size_t i = 0; i < 3; i++) {
        bool this = strcmp(chosen, members[i]) == 0;
        edits[i] = (struct record_edit){members[i], this ? choice.data : NULL, choice.len};
    }
    int result = write_edited(r, edits, 4, out, err);
    buf_free(&choice);
    buf_free(&name);
    return result;
}
