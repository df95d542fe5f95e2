#include "since.h"

#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "number.h"

int since_open(struct since *s, const char *path, const char *recipe, struct diag_error *err)
{
    *s = (struct since){.asked = path != NULL, .outcome = STATE_ABSENT, .state = {.dir = -1}};
    if (recipe != NULL)
        digest_marked(digest_of(recipe, strlen(recipe)), s->recipe);
    if (path != NULL)
        s->outcome = state_read(&s->state, path, err);
    if (s->outcome == STATE_REFUSED || s->outcome == STATE_OLDER)
        diag_warn("%s; all operations count as new", err->text);
    return s->outcome == STATE_UNREADABLE ? -1 : 0;
}

void since_free(struct since *s)
{
    if (s->asked)
        state_free(&s->state);
}

static enum since_verdict judge(const struct state *state, const struct jsontape *entry,
                                const char *hash)
{
    if (entry == NULL)
        return SINCE_NEW;
    uint32_t old = jsontape_get(entry, 0, "hash");
    if (jsontape_true(entry, jsontape_get(entry, 0, "failed")) || jsontape_kind(entry, old) != '"')
        return SINCE_FAILED;
    if (!jsontape_is(entry, old, hash))
        return SINCE_CHANGED;
    return state_has_file(state, entry) ? SINCE_UNCHANGED : SINCE_FILELESS;
}

/* Whether the document was made by another recipe, as far as that is known. */
static bool is_otherwise(const struct since *s, const struct jsontape *entry)
{
    uint32_t recipe = jsontape_get(entry, 0, "recipe");
    return s->recipe[0] != '\0' && jsontape_kind(entry, recipe) == '"' &&
           !jsontape_is(entry, recipe, s->recipe);
}

enum since_verdict since_judge(struct since *s, const struct walk_operation *op, const char *hash)
{
    enum since_verdict verdict = SINCE_NEW;
    if (s->outcome == STATE_READ) {
        struct buf key;
        buf_init(&key, CEILING_TEXT * 2);
        state_key(op->id, op->method, op->path, &key);
        const struct jsontape *entry = state_entry(&s->state, key.data);
        verdict = judge(&s->state, entry, hash);
        s->known += verdict != SINCE_NEW;
        s->otherwise += verdict == SINCE_UNCHANGED && is_otherwise(s, entry);
        buf_free(&key);
    }
    s->count[verdict]++;
    return verdict;
}

/* Adds a count with commas, and what is counted. */
static void add_count(struct buf *out, size_t n, const char *what)
{
    char count[NUMBER_GROUPED];
    number_grouped((long long)n, count);
    buf_text(out, count);
    buf_text(out, what);
}

static void report_otherwise(const struct since *s)
{
    char count[NUMBER_GROUPED];
    if (s->otherwise == 0)
        return;
    number_grouped((long long)s->otherwise, count);
    diag_note(
        "%s of the unchanged were made by other options than these, and are passed over all the "
        "same; casecraft generate --force makes all anew",
        count);
}

/* How many entries of the state are of no operation that was judged. */
static size_t count_gone(const struct since *s, bool webhooks)
{
    size_t entries = 0;
    for (size_t i = 0; i < s->state.by_key.count; i++)
        entries += webhooks || !state_is_webhook(s->state.by_key.entry[i].key);
    return entries > s->known ? entries - s->known : 0;
}

void since_report(const struct since *s, size_t operations, bool whole, bool webhooks)
{
    static const char *const name[] = {
        [SINCE_NEW] = " new",
        [SINCE_CHANGED] = " changed",
        [SINCE_FAILED] = " failed",
        [SINCE_FILELESS] = " without a file",
        [SINCE_UNCHANGED] = " unchanged",
    };
    if (!s->asked)
        return;
    size_t judged = 0;
    for (size_t i = 0; i < SINCE_VERDICTS; i++)
        judged += s->count[i];
    struct buf line;
    buf_init(&line, CEILING_TEXT);
    if (judged != operations)
        add_count(&line, judged, " of ");
    add_count(&line, operations, operations == 1 ? " operation: " : " operations: ");
    for (size_t i = 0; i < SINCE_VERDICTS; i++) {
        buf_text(&line, i > 0 ? ", " : "");
        add_count(&line, s->count[i], name[i]);
    }
    size_t gone = whole ? count_gone(s, webhooks) : 0;
    if (gone > 0) {
        buf_text(&line, ", ");
        add_count(&line, gone, " gone (--prune removes ");
        buf_text(&line, gone == 1 ? "its file)" : "their files)");
    }
    if (s->outcome == STATE_ABSENT)
        buf_format(&line, " (there is no %s yet)", s->state.path);
    diag_note("%s", line.data);
    buf_free(&line);
    report_otherwise(s);
}
