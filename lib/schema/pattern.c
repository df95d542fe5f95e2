#include "schema/pattern.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

#define ATOMS 64
#define REPEAT 100000
/* Characters looked at in one search; a catastrophic pattern ends here. */
#define STEPS 200000

/* One character of a set, least..most times. */
struct atom {
    uint64_t set[2]; /* of ASCII */
    bool beyond;     /* and everything beyond ASCII */
    int least, most;
};

struct sequence {
    struct atom atom[ATOMS];
    size_t atoms;
    bool from_start, to_end;
    int steps;
};

static void allow(struct atom *a, unsigned char c)
{
    if (c < 128)
        a->set[c >> 6] |= (uint64_t)1 << (c & 63);
}

static void allow_range(struct atom *a, unsigned char from, unsigned char to)
{
    for (unsigned c = from; c <= to && c < 128; c++)
        allow(a, (unsigned char)c);
}

static void invert(struct atom *a)
{
    a->set[0] = ~a->set[0];
    a->set[1] = ~a->set[1];
    a->beyond = !a->beyond;
}

static bool allows(const struct atom *a, unsigned char c)
{
    return c < 128 ? (a->set[c >> 6] >> (c & 63) & 1) != 0 : a->beyond;
}

/* The classes \d \w \s and their opposites; false for any other letter. */
static bool allow_class(struct atom *a, char letter)
{
    struct atom own = {{0, 0}, false, 1, 1};
    if (letter == 'd' || letter == 'D') {
        allow_range(&own, '0', '9');
    } else if (letter == 'w' || letter == 'W') {
        allow_range(&own, '0', '9');
        allow_range(&own, 'a', 'z');
        allow_range(&own, 'A', 'Z');
        allow(&own, '_');
    } else if (letter == 's' || letter == 'S') {
        allow_range(&own, '\t', '\r');
        allow(&own, ' ');
    } else {
        return false;
    }
    if (letter < 'a')
        invert(&own);
    a->set[0] |= own.set[0];
    a->set[1] |= own.set[1];
    a->beyond = a->beyond || own.beyond;
    return true;
}

/* The character that an escape such as \. or \n stands for; 0 for one we do not read. */
static unsigned char escaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    default:
        return strchr("\\.^$|?*+()[]{}/-_@#:;,=!%&~'\" <>", c) != NULL ? (unsigned char)c : 0;
    }
}

/* One character in a class at *p; moves *p behind it.  0 where it is none that we read. */
static unsigned char class_character(const char **p)
{
    unsigned char c = (unsigned char)*(*p)++;
    if (c == '\\' && **p != '\0')
        c = escaped(*(*p)++);
    return c < 128 ? c : 0;
}

static bool read_class(struct atom *a, const char **p)
{
    bool inverted = **p == '^';
    if (inverted)
        (*p)++;
    while (**p != ']') {
        if ((*p)[0] == '\\' && (*p)[1] != '\0' && allow_class(a, (*p)[1])) {
            *p += 2;
            continue;
        }
        if (**p == '\0' || **p == '[')
            return false;
        unsigned char from = class_character(p), to = from;
        if ((*p)[0] == '-' && (*p)[1] != ']' && (*p)[1] != '\0') {
            (*p)++;
            if (**p == '\\' && (*p)[1] != '\0' && strchr("dwsDWS", (*p)[1]) != NULL)
                return false;
            to = class_character(p);
        }
        if (from == 0 || to < from)
            return false;
        allow_range(a, from, to);
    }
    (*p)++;
    if (inverted)
        invert(a);
    return true;
}

static int read_count(const char **p, int otherwise)
{
    int n = **p >= '0' && **p <= '9' ? 0 : otherwise;
    for (; **p >= '0' && **p <= '9'; (*p)++)
        if (n <= REPEAT)
            n = n * 10 + (**p - '0');
    return n;
}

static bool read_quantifier(struct atom *a, const char **p)
{
    a->least = a->most = 1;
    char c = **p;
    if (c == '*' || c == '+' || c == '?') {
        a->least = c == '+' ? 1 : 0;
        a->most = c == '?' ? 1 : REPEAT;
        (*p)++;
    } else if (c == '{') {
        (*p)++;
        a->least = read_count(p, -1);
        a->most = a->least;
        if (**p == ',') {
            (*p)++;
            a->most = read_count(p, REPEAT);
        }
        if (*(*p)++ != '}' || a->least < 0 || a->most < a->least || a->most > REPEAT)
            return false;
    } else {
        return true;
    }
    if (**p == '?')
        (*p)++;
    return **p != '*' && **p != '+' && **p != '{';
}

static bool read_atom(struct atom *a, const char **p)
{
    memset(a, 0, sizeof *a);
    char c = *(*p)++;
    if (c == '[')
        return read_class(a, p) && read_quantifier(a, p);
    if (c == '.') {
        allow(a, '\n');
        allow(a, '\r');
        invert(a);
    } else if (c == '\\') {
        if (**p == '\0')
            return false;
        if (!allow_class(a, **p)) {
            unsigned char plain = escaped(**p);
            if (plain == 0)
                return false;
            allow(a, plain);
        }
        (*p)++;
    } else if ((unsigned char)c >= 128 || strchr("()|^$*+?{", c) != NULL) {
        return false;
    } else {
        allow(a, (unsigned char)c);
    }
    return read_quantifier(a, p);
}

static bool read_sequence(struct sequence *s, const char *p)
{
    memset(s, 0, sizeof *s);
    s->from_start = *p == '^';
    if (s->from_start)
        p++;
    while (*p != '\0') {
        if (p[0] == '$' && p[1] == '\0') {
            s->to_end = true;
            return true;
        }
        if (s->atoms == ATOMS || !read_atom(&s->atom[s->atoms++], &p))
            return false;
    }
    return true;
}

static bool match_from(struct sequence *s, size_t atom, const char *text, size_t len)
{
    if (atom == s->atoms)
        return !s->to_end || len == 0;
    const struct atom *a = &s->atom[atom];
    size_t at = 0;
    for (int n = 0; n <= a->most; n++) {
        if (++s->steps > STEPS)
            return false;
        if (n >= a->least && match_from(s, atom + 1, text + at, len - at))
            return true;
        if (at >= len || !allows(a, (unsigned char)text[at]))
            return false;
        size_t step = utf8_length(text + at, len - at);
        at += step == 0 ? 1 : step;
    }
    return false;
}

enum schema_verdict schema_pattern_match(const char *pattern, const char *text, size_t len)
{
    struct sequence s;
    if (!read_sequence(&s, pattern))
        return SCHEMA_UNKNOWN;
    bool found = false;
    for (size_t i = 0, step; !found && i <= len && (i == 0 || !s.from_start); i += step) {
        found = match_from(&s, 0, text + i, len - i);
        step = i < len ? utf8_length(text + i, len - i) : 1;
        step = step > 0 ? step : 1;
    }
    if (!found && s.steps > STEPS)
        return SCHEMA_UNKNOWN;
    return schema_verdict_of(found);
}

/* One of the characters, letters and digits first: a value a person can read. */
static char choose(const struct atom *a, uint64_t seed)
{
    static const char order[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char fit[sizeof order];
    size_t fits = 0;
    for (size_t i = 0; i + 1 < sizeof order; i++)
        if (allows(a, (unsigned char)order[i]))
            fit[fits++] = order[i];
    if (fits > 0)
        return fit[seed % fits];
    for (char c = '!'; c < 127; c++)
        if (allows(a, (unsigned char)c))
            return c;
    return allows(a, ' ') ? ' ' : '\0';
}

/* Adds n characters of the atom; false where the atom allows none. */
static bool repeat(const struct atom *a, long long n, size_t at, uint64_t seed, struct buf *out)
{
    for (; n > 0 && !buf_over(out); n--, at++) {
        char c = choose(a, at * 7 + seed);
        if (c == '\0')
            return false;
        buf_char(out, c);
    }
    return n <= 0;
}

bool schema_pattern_make(const char *pattern, long long least, long long most,
                         unsigned long long seed, struct buf *out)
{
    struct sequence s;
    if (!read_sequence(&s, pattern))
        return false;
    long long total = 0;
    for (size_t i = 0; i < s.atoms; i++)
        total += s.atom[i].least;
    long long missing = least > total ? least - total : 0;
    const size_t start = out->len;
    bool made = most < 0 || total + missing <= most;
    for (size_t i = 0; made && i < s.atoms; i++) {
        long long more = s.atom[i].most - s.atom[i].least;
        more = more < missing ? more : missing;
        missing -= more;
        made = repeat(&s.atom[i], s.atom[i].least + more, out->len - start, seed, out);
    }
    const struct atom filler = {{0, (uint64_t)1 << ('a' & 63)}, false, 1, 1};
    if (made && !s.to_end && missing > 0) {
        made = repeat(&filler, missing, 0, seed, out);
        missing = 0;
    }
    if (made && missing == 0)
        return true;
    out->len = start;
    out->data[start] = '\0';
    return false;
}
