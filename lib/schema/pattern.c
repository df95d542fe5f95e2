#include "schema/pattern.h"

#include <stdlib.h>
#include <string.h>

#define ATOMS 256
#define REPEAT 100000
/* Groups within groups. */
#define GROUPS 32
/* Texts that are tried; from the middle on with other characters than letters and digits too. */
#define TRIES 24

/* One character of a set, least..most times. */
struct atom {
    uint64_t set[2]; /* of ASCII */
    bool beyond;     /* and everything beyond ASCII */
    int least, most;
};

/* One way through the pattern: a branch of each group, so many times. */
struct way {
    const char *p; /* what is read next */
    uint64_t seed;
    unsigned attempt;
    struct atom atom[ATOMS];
    size_t atoms;
    size_t groups; /* read so far */
    int depth;
    bool from_start, to_end; /* the text begins, and ends, with what is read */
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

/* \p{L…} and \p{N…}, as far as ASCII goes, behind the p. */
static bool read_property(struct atom *a, const char **p)
{
    const char *close = strchr(*p, '}');
    if (**p != '{' || close == NULL)
        return false;
    char kind = (*p)[1], case_of = (*p)[2];
    if (kind == 'L' && case_of != 'u')
        allow_range(a, 'a', 'z');
    if (kind == 'L' && case_of != 'l')
        allow_range(a, 'A', 'Z');
    if (kind == 'N')
        allow_range(a, '0', '9');
    *p = close + 1;
    return kind == 'L' || kind == 'N';
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
        c = *(*p)++;
        if (c == 'p' && !read_property(a, p))
            return false;
        if (c != 'p' && !allow_class(a, c)) {
            unsigned char plain = escaped(c);
            if (plain == 0)
                return false;
            allow(a, plain);
        }
    } else if ((unsigned char)c >= 128 || strchr("()|^$*+?{", c) != NULL) {
        return false;
    } else {
        allow(a, (unsigned char)c);
    }
    return read_quantifier(a, p);
}

/* How many branches stand from p to the end of its group. */
static size_t count_branches(const char *p)
{
    size_t count = 1;
    int depth = 0;
    for (bool in_class = false; *p != '\0' && depth >= 0; p++) {
        if (*p == '\\' && p[1] != '\0')
            p++;
        else if (in_class)
            in_class = *p != ']';
        else if (*p == '[')
            in_class = true;
        else if (*p == '(')
            depth++;
        else if (*p == ')')
            depth--;
        else if (*p == '|' && depth == 0)
            count++;
    }
    return count;
}

static bool read_branches(struct way *w);

/* Goes over what stands between the parenthesis and the group's text; *looks: it only looks ahead or back. */
static bool read_kind(struct way *w, bool *looks)
{
    *looks = false;
    if (*w->p != '?')
        return true;
    w->p++;
    if (*w->p == '<' && w->p[1] != '=' && w->p[1] != '!') {
        const char *close = strchr(w->p, '>');
        w->p = close == NULL ? w->p : close + 1;
        return close != NULL;
    }
    w->p += *w->p == '<' ? 1 : 0;
    *looks = *w->p == '=' || *w->p == '!';
    return *looks || *w->p == ':' ? *w->p++ != '\0' : false;
}

/* A group, behind its parenthesis, so many times as it must stand, or some more. */
static bool read_group(struct way *w)
{
    const size_t from = w->atoms;
    bool looks;
    struct atom often;
    if (w->depth++ >= GROUPS || !read_kind(w, &looks) || !read_branches(w) || *w->p++ != ')' ||
        !read_quantifier(&often, &w->p))
        return false;
    w->depth--;
    const size_t count = w->atoms - from;
    long long times = often.least + (w->attempt + 1) / 2;
    times = looks ? 0 : times > often.most ? often.most : times;
    w->atoms = from;
    for (long long i = 0; i < times; i++, w->atoms += count) {
        if (w->atoms + count > ATOMS)
            return i >= often.least;
        memmove(&w->atom[w->atoms], &w->atom[from], count * sizeof *w->atom);
    }
    return true;
}

static bool read_branch(struct way *w)
{
    while (*w->p != '\0' && *w->p != '|' && *w->p != ')') {
        if (*w->p == '(') {
            w->p++;
            if (!read_group(w))
                return false;
        } else if (*w->p == '^' || *w->p == '$') {
            w->from_start = w->from_start || *w->p == '^';
            w->to_end = w->to_end || *w->p == '$';
            w->p++;
        } else if (w->p[0] == '\\' && w->p[1] == 'b') {
            w->p += 2;
        } else if (w->atoms == ATOMS || !read_atom(&w->atom[w->atoms++], &w->p)) {
            return false;
        }
    }
    return true;
}

/* Reads all branches and keeps one. */
static bool read_branches(struct way *w)
{
    const size_t wanted = (w->seed + w->attempt * ++w->groups) % count_branches(w->p);
    for (size_t i = 0;; i++) {
        const size_t before = w->atoms;
        if (!read_branch(w))
            return false;
        if (i != wanted)
            w->atoms = before;
        if (*w->p != '|')
            return true;
        w->p++;
    }
}

/* One of the characters, for the text's one at index `at`: a letter or a digit where it can be, so that a person can
 * read it.  Seeds are told apart by the first character, and by how far the next ones are from it. */
static char choose(const struct way *w, const struct atom *a, size_t at)
{
    static const char order[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ";
    const size_t readable = 62;
    const bool any = w->attempt >= TRIES / 2;
    char fit[sizeof order] = "";
    size_t fits = 0;
    for (size_t i = 0; i + 1 < sizeof order && (any || fits == 0 || i < readable); i++)
        if (allows(a, (unsigned char)order[i]))
            fit[fits++] = order[i];
    if (fits == 0)
        return '\0';
    return fit[(at * (7 + 11 * w->attempt + w->seed / fits) + w->seed + w->attempt) % fits];
}

/* Adds n characters of the atom; false where the atom allows none. */
static bool repeat(const struct way *w, const struct atom *a, long long n, size_t at,
                   struct buf *out)
{
    for (; n > 0 && !buf_over(out); n--, at++) {
        char c = choose(w, a, at);
        if (c == '\0')
            return false;
        buf_char(out, c);
    }
    return n <= 0;
}

static void fill(long long count, struct buf *out)
{
    for (; count > 0 && !buf_over(out); count--)
        buf_char(out, 'a');
}

/* Adds the text of a way, of least..most characters. */
static bool write(const struct way *w, long long least, long long most, struct buf *out)
{
    long long total = 0, room = 0;
    for (size_t i = 0; i < w->atoms; i++) {
        total += w->atom[i].least;
        room += w->atom[i].most - w->atom[i].least;
    }
    long long missing = least > total ? least - total : 0;
    const long long beside = missing > room ? missing - room : 0;
    const size_t start = out->len;
    bool made = (most < 0 || total + missing <= most) &&
                (beside == 0 || !w->from_start || !w->to_end);
    missing -= beside;
    fill(made && w->to_end ? beside : 0, out);
    for (size_t i = 0; made && i < w->atoms; i++) {
        long long more = w->atom[i].most - w->atom[i].least;
        more = more < missing ? more : missing;
        missing -= more;
        made = repeat(w, &w->atom[i], w->atom[i].least + more, out->len - start, out);
    }
    fill(made && !w->to_end ? beside : 0, out);
    return made && !buf_over(out);
}

bool schema_pattern_make(const struct schema_view *v, uint32_t pattern, long long least,
                         long long most, unsigned long long seed, struct buf *out)
{
    const size_t start = out->len;
    bool made = false;
    char *text = jsontape_text(v->tape, pattern);
    for (unsigned i = 0; text != NULL && !made && i < TRIES; i++) {
        struct way w = {.p = text, .seed = seed, .attempt = i};
        if (!read_branches(&w) || *w.p != '\0')
            break;
        made = write(&w, least, most, out) &&
               schema_view_matches(v, pattern, out->data + start, out->len - start) !=
                   SCHEMA_INVALID;
        if (!made)
            buf_cut(out, start);
    }
    free(text);
    return made;
}
