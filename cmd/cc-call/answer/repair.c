#include "repair.h"

#include "ceiling.h"
#include "token.h"

/* The functions that read return whether the value goes on. */
struct reader {
    struct token token;
    char *open; /* the closing brackets of what is open, CEILING_DEPTH at the most */
    size_t depth;
    bool ended; /* a value was read last: a comma or a bracket is due */
    bool comma; /* is to be written before the next */
    bool named;
    size_t kept, kept_depth; /* of out and open, when the last value ended */
};

static bool is_next(const struct reader *r, char c)
{
    return r->token.p < r->token.end && *r->token.p == c;
}

/* The name of a member and its colon. */
static bool read_name(struct reader *r)
{
    struct token *t = &r->token;
    const bool quoted = token_is_quote(t);
    if (quoted ? !token_string(t, true) : !token_name(t))
        return false;
    token_skip(t);
    if (!is_next(r, ':'))
        return false;
    token_copy(t, 1);
    token_skip(t);
    r->named = r->named || quoted;
    return true;
}

static void end_value(struct reader *r)
{
    r->ended = r->comma = true;
    r->kept = r->token.out->len;
    r->kept_depth = r->depth;
}

static bool read_value(struct reader *r)
{
    struct token *t = &r->token;
    if (is_next(r, '{') || is_next(r, '[')) {
        if (r->depth == CEILING_DEPTH)
            return false;
        r->open[r->depth++] = is_next(r, '{') ? '}' : ']';
        r->ended = r->comma = false;
        token_copy(t, 1);
        return true;
    }
    const bool read = token_is_quote(t) ? token_string(t, false) : token_word(t);
    if (read)
        end_value(r);
    return read;
}

/* What comes next in the innermost container. */
static bool read_next(struct reader *r)
{
    struct token *t = &r->token;
    const char close = r->open[r->depth - 1];
    token_skip(t);
    if (is_next(r, ',')) {
        t->p++;
        r->ended = false;
        return true;
    }
    if (is_next(r, close)) {
        token_copy(t, 1);
        r->depth--;
        end_value(r);
        return true;
    }
    if (r->ended && !is_next(r, '"') && !is_next(r, '{') && !is_next(r, '['))
        return false;
    if (r->comma)
        buf_char(t->out, ',');
    return (close == ']' || read_name(r)) && read_value(r);
}

struct repair repair_value(const char *text, size_t at, size_t len, struct buf *out)
{
    char open[CEILING_DEPTH];
    struct reader r = {.token = {text + at, text + len, out}, .open = open};
    buf_reset(out);
    bool on = read_value(&r);
    while (on && r.depth > 0)
        on = read_next(&r);
    if (buf_over(out)) {
        on = false;
        r.kept = r.kept_depth = 0;
    }
    if (!on)
        buf_cut(out, r.kept);
    for (size_t depth = r.kept_depth; !on && depth > 0;)
        buf_char(out, open[--depth]);
    return (struct repair){(size_t)(r.token.p - text), r.kept, !on, r.named};
}
