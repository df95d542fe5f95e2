#include "setting.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "number.h"

enum { DAY_S = 86400 };

struct setting setting_of(const struct config *c, const char *provider)
{
    struct setting s = {.config = c, .provider = provider};
    buf_init(&s.problems, CEILING_TEXT);
    return s;
}

char *setting_variable(const char *provider, const char *name)
{
    struct buf variable;
    buf_init(&variable, CEILING_TEXT);
    buf_text(&variable, "CASECRAFT_");
    for (const char *c = provider; *c != '\0'; c++)
        buf_char(&variable, *c == '-' ? '_' : (char)toupper((unsigned char)*c));
    buf_format(&variable, "_%s", name);
    return buf_take(&variable);
}

typedef const char *getter(const struct config *c, const char *name, enum config_source *source);

static const char *get(const struct setting *s, const char *name, getter *from,
                       enum config_source *source)
{
    char *variable = setting_variable(s->provider, name);
    const char *value = from(s->config, variable, source);
    free(variable);
    return value;
}

const char *setting_text(const struct setting *s, const char *name, enum config_source *source)
{
    return get(s, name, config_get, source);
}

const char *setting_own(const struct setting *s, const char *name, enum config_source *source)
{
    return get(s, name, config_get_own, source);
}

__attribute__((format(printf, 3, 0))) static void add_problem(struct setting *s, const char *before,
                                                              const char *fmt, va_list ap)
{
    struct diag_error text;
    vsnprintf(text.text, sizeof text.text, fmt, ap);
    if (s->problems.len > 0)
        buf_text(&s->problems, "; ");
    buf_text(&s->problems, before);
    buf_text(&s->problems, text.text);
}

void setting_problem(struct setting *s, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_problem(s, "", fmt, ap);
    va_end(ap);
}

void setting_wrong(struct setting *s, const char *name, const char *fmt, ...)
{
    char *variable = setting_variable(s->provider, name);
    struct buf before;
    va_list ap;
    buf_init(&before, CEILING_TEXT);
    buf_format(&before, "%s ", variable);
    va_start(ap, fmt);
    add_problem(s, before.data, fmt, ap);
    va_end(ap);
    buf_free(&before);
    free(variable);
}

bool setting_count(struct setting *s, const char *name, long long min, long long max, int *into)
{
    const char *value = setting_text(s, name, NULL);
    long long number;
    if (value == NULL)
        return false;
    if (number_parse(value, min, max, &number) < 0)
        setting_wrong(s, name, "must be a whole number from %lld to %lld, not \"%s\"", min, max,
                      value);
    else
        *into = (int)number;
    return true;
}

bool setting_real(struct setting *s, const char *name, double max, double *into)
{
    const char *value = setting_text(s, name, NULL);
    if (value != NULL && number_parse_real(value, 0, max, into) < 0)
        setting_wrong(s, name, "must be a number from 0 to %g, not \"%s\"", max, value);
    return value != NULL;
}

bool setting_seconds(struct setting *s, const char *name, int *into)
{
    const char *value = setting_text(s, name, NULL);
    double seconds;
    if (value == NULL)
        return false;
    if (number_parse_real(value, 0.05, DAY_S, &seconds) < 0)
        setting_wrong(s, name, "must be seconds from 0.05 to %d, not \"%s\"", DAY_S, value);
    else
        *into = (int)(seconds * 1000);
    return true;
}

bool setting_flag(struct setting *s, const char *name, bool *into)
{
    const char *value = setting_text(s, name, NULL);
    if (value == NULL)
        return false;
    bool yes = strcmp(value, "true") == 0;
    if (!yes && strcmp(value, "false") != 0)
        setting_wrong(s, name, "must be true or false, not \"%s\"", value);
    else
        *into = yes;
    return true;
}
