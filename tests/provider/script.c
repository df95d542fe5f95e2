#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "number.h"

/* A directive: its word, what reads its value, and the member and range it reads into. */
struct directive {
    const char *word;
    int (*read)(struct script_block *b, const struct directive *d, const char *value,
                struct diag_error *err);
    size_t member;
    long long min, max, otherwise;
    int choice;
};

static int read_number(struct script_block *b, const struct directive *d, const char *value,
                       struct diag_error *err)
{
    long long n = d->otherwise;
    if ((*value != '\0' || n < d->min) && number_parse(value, d->min, d->max, &n) < 0)
        return diag_fail(err, "%s takes a whole number from %lld to %lld, not \"%s\"", d->word,
                         d->min, d->max, value);
    *(long long *)((char *)b + d->member) = n;
    return 0;
}

static int read_answer(struct script_block *b, const struct directive *d, const char *value,
                       struct diag_error *err)
{
    (void)err;
    free(b->text);
    b->text = mem_text(value);
    b->len = strlen(value);
    b->kind = (enum script_kind)d->choice;
    return 0;
}

static int read_cases(struct script_block *b, const struct directive *d, const char *value,
                      struct diag_error *err)
{
    b->kind = SCRIPT_CASES;
    return read_number(b, d, value, err);
}

static int read_fault(struct script_block *b, const struct directive *d, const char *value,
                      struct diag_error *err)
{
    static const char unit[] = " events";
    size_t len = strlen(value), n = sizeof unit - 1;
    b->fault = (enum script_fault)d->choice;
    b->fault_events = len > n && strcmp(value + len - n, unit) == 0;
    char *number = mem_copy(value, b->fault_events ? len - n : len);
    int failed = read_number(b, d, number, err);
    free(number);
    return failed;
}

static int read_header(struct script_block *b, const struct directive *d, const char *value,
                       struct diag_error *err)
{
    (void)d;
    const char *colon = strchr(value, ':');
    if (colon == NULL || colon == value)
        return diag_fail(err, "header takes \"NAME: VALUE\", not \"%s\"", value);
    buf_format(&b->headers, "%s\r\n", value);
    return 0;
}

static int read_retry_after(struct script_block *b, const struct directive *d, const char *value,
                            struct diag_error *err)
{
    (void)d;
    (void)err;
    buf_format(&b->headers, "Retry-After: %s\r\n", value);
    return 0;
}

static int read_finish(struct script_block *b, const struct directive *d, const char *value,
                       struct diag_error *err)
{
    (void)d;
    (void)err;
    free(b->finish);
    b->finish = mem_text(strcmp(value, "none") == 0 ? "" : value);
    return 0;
}

static int read_usage(struct script_block *b, const struct directive *d, const char *value,
                      struct diag_error *err)
{
    if (strcmp(value, "none") == 0) {
        b->usage = SCRIPT_USAGE_NONE;
        return 0;
    }
    size_t len = strcspn(value, " ");
    char *first = mem_copy(value, len);
    const char *second = value + len + strspn(value + len, " ");
    int bad = number_parse(first, d->min, d->max, &b->prompt) |
              number_parse(second, d->min, d->max, &b->completion);
    free(first);
    b->usage = SCRIPT_USAGE_GIVEN;
    return bad == 0 ? 0 : diag_fail(err, "usage takes two numbers or none, not \"%s\"", value);
}

static int read_stream(struct script_block *b, const struct directive *d, const char *value,
                       struct diag_error *err)
{
    (void)d;
    bool no = strcmp(value, "no") == 0;
    if (!no && *value != '\0' && strcmp(value, "yes") != 0)
        return diag_fail(err, "stream takes yes or no, not \"%s\"", value);
    b->stream = no ? SCRIPT_STREAM_NO : SCRIPT_STREAM_YES;
    return 0;
}

static int read_reasoning(struct script_block *b, const struct directive *d, const char *value,
                          struct diag_error *err)
{
    (void)d;
    (void)err;
    free(b->reasoning);
    b->reasoning = mem_text(value);
    return 0;
}

static int read_flag(struct script_block *b, const struct directive *d, const char *value,
                     struct diag_error *err)
{
    *(bool *)((char *)b + d->member) = true;
    return *value == '\0' ? 0 : diag_fail(err, "%s takes no value, not \"%s\"", d->word, value);
}

#define MEMBER(name) offsetof(struct script_block, name)

/* A default below the minimum: the value must be given. */
static const struct directive directives[] = {
    {"status", read_number, MEMBER(status), 100, 999, 0, 0},
    {"delay", read_number, MEMBER(delay), 0, 3600000, -1, 0},
    {"first", read_number, MEMBER(first), 0, 3600000, -1, 0},
    {"gap", read_number, MEMBER(gap), 0, 3600000, -1, 0},
    {"idle", read_number, MEMBER(idle), 1, 3600000, 0, 0},
    {"chunk", read_number, MEMBER(chunk), 1, CEILING_LINE, 0, 0},
    {"packet", read_number, MEMBER(packet), 1, CEILING_LINE, 0, 0},
    {"repeat", read_number, MEMBER(repeat), 1, 1000000, 0, 0},
    {"times", read_number, MEMBER(times), 1, 1000000000, 0, 0},
    {"cases", read_cases, MEMBER(cases), 0, 10000, 12, 0},
    {"cut", read_fault, MEMBER(fault_at), 0, CEILING_SPEC, 0, SCRIPT_CUT},
    {"stall", read_fault, MEMBER(fault_at), 0, CEILING_SPEC, 0, SCRIPT_STALL},
    {"reset", read_fault, MEMBER(fault_at), -1, CEILING_SPEC, -1, SCRIPT_RESET},
    {"content", read_answer, 0, 0, 0, 0, SCRIPT_CONTENT},
    {"content-file", read_answer, 0, 0, 0, 0, SCRIPT_CONTENT_FILE},
    {"body", read_answer, 0, 0, 0, 0, SCRIPT_BODY},
    {"body-file", read_answer, 0, 0, 0, 0, SCRIPT_BODY_FILE},
    {"raw", read_answer, 0, 0, 0, 0, SCRIPT_RAW},
    {"capture", read_answer, 0, 0, 0, 0, SCRIPT_CAPTURE},
    {"header", read_header, 0, 0, 0, 0, 0},
    {"retry-after", read_retry_after, 0, 0, 0, 0, 0},
    {"finish", read_finish, 0, 0, 0, 0, 0},
    {"usage", read_usage, 0, 0, 1000000000, 0, 0},
    {"stream", read_stream, 0, 0, 0, 0, 0},
    {"reasoning", read_reasoning, 0, 0, 0, 0, 0},
    {"no-done", read_flag, MEMBER(no_done), 0, 0, 0, 0},
    {"stale", read_flag, MEMBER(stale), 0, 0, 0, 0},
    {"close", read_flag, MEMBER(close), 0, 0, 0, 0},
};

static const char word_ends[] = " \t=:;\n";

static const struct directive *find(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
        const struct directive *d = &directives[i];
        if (strlen(d->word) == len && memcmp(d->word, word, len) == 0)
            return d;
    }
    return NULL;
}

bool script_is_inline(const char *text)
{
    return strchr(text, '=') != NULL || find(text, strcspn(text, word_ends)) != NULL;
}

static struct script_block *add_block(struct script *s)
{
    s->block = mem_grow(s->block, s->blocks, &s->room, sizeof *s->block);
    struct script_block *b = &s->block[s->blocks++];
    *b = (struct script_block){.status = 200};
    buf_init(&b->headers, CEILING_TEXT);
    return b;
}

static int read_directive(struct script *s, const char *line, struct diag_error *err)
{
    size_t len = strcspn(line, word_ends);
    if (len == 4 && memcmp(line, "then", len) == 0) {
        add_block(s);
        return 0;
    }
    const struct directive *d = find(line, len);
    if (d == NULL)
        return diag_fail(err, "no directive is called \"%.*s\"", (int)(len < 80 ? len : 80), line);
    const char *value = line + len;
    value += strspn(value, " \t");
    if (len > 0 && strchr(" \t", line[len]) == NULL && *value != '\0')
        value++;
    value += strspn(value, " \t");
    return d->read(&s->block[s->blocks - 1], d, value, err);
}

int script_parse(struct script *s, const char *text, char parted, struct diag_error *err)
{
    *s = (struct script){0};
    add_block(s);
    int failed = 0;
    while (*text != '\0' && failed == 0) {
        text += strspn(text, " \t\r");
        size_t len = strcspn(text, (char[]){parted, '\0'});
        size_t used = len + (text[len] != '\0');
        while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
            len--;
        char *line = mem_copy(text, len);
        if (len > 0 && *line != '#')
            failed = read_directive(s, line, err);
        free(line);
        text += used;
    }
    if (failed != 0)
        script_free(s);
    else if (s->block[s->blocks - 1].times > 0)
        add_block(s);
    return failed;
}

void script_free(struct script *s)
{
    for (size_t i = 0; i < s->blocks; i++) {
        free(s->block[i].text);
        free(s->block[i].finish);
        free(s->block[i].reasoning);
        buf_free(&s->block[i].headers);
    }
    free(s->block);
    *s = (struct script){0};
}

const struct script_block *script_next(struct script *s)
{
    const struct script_block *b = &s->block[s->current];
    bool last = s->current + 1 == s->blocks;
    if (!last && s->served >= (b->times > 0 ? b->times : 1)) {
        s->current++;
        s->served = 0;
        b++;
    }
    s->served++;
    return b;
}
