#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "ceiling.h"
#include "configfile.h"
#include "mem.h"
#include "textfile.h"

extern char **environ;

static bool is_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *skip_blank(const char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    return p;
}

/* A quoted value: up to the closing quote; backslash escapes inside double quotes. */
static int read_quoted(const char *p, struct buf *out, struct diag_error *err)
{
    char quote = *p++;
    for (; *p != quote; p++) {
        if (*p == '\0')
            return diag_fail(err, "the closing quote is missing");
        if (*p == '\\' && quote == '"' && p[1] != '\0') {
            p++;
            buf_char(out, *p == 'n' ? '\n' : *p == 't' ? '\t' : *p);
        } else {
            buf_char(out, *p);
        }
    }
    p = skip_blank(p + 1);
    if (*p != '\0' && *p != '#')
        return diag_fail(err, "something stands behind the closing quote");
    return 0;
}

/* A value without quotes: up to a comment (blank and #), blanks at the end dropped. */
static void read_plain(const char *p, struct buf *out)
{
    size_t len = 0;
    while (p[len] != '\0' &&
           !(p[len] == '#' && (len == 0 || p[len - 1] == ' ' || p[len - 1] == '\t')))
        len++;
    while (len > 0 && (p[len - 1] == ' ' || p[len - 1] == '\t'))
        len--;
    buf_add(out, p, len);
}

static int read_line(struct config *c, const char *line, struct diag_error *err)
{
    const char *p = skip_blank(line);
    if (*p == '\0' || *p == '#')
        return 0;
    if (strncmp(p, "export", 6) == 0 && (p[6] == ' ' || p[6] == '\t'))
        p = skip_blank(p + 6);
    const char *name = p;
    while (is_name(*p))
        p++;
    size_t len = (size_t)(p - name);
    p = skip_blank(p);
    if (len == 0 || *p != '=')
        return diag_fail(err, "NAME=VALUE is expected");
    p = skip_blank(p + 1);
    struct buf value;
    buf_init(&value, CEILING_ENV);
    int result = 0;
    if (*p == '"' || *p == '\'')
        result = read_quoted(p, &value, err);
    else
        read_plain(p, &value);
    if (result == 0) {
        struct table_entry *e = table_put(&c->dotenv, name, len);
        free(e->value.pointer);
        e->value.pointer = buf_take(&value);
    }
    buf_free(&value);
    return result;
}

/* A .env may be another program's: what is not ours and is not understood is passed over. */
static bool is_ours(const char *line)
{
    return strstr(line, "CASECRAFT") != NULL;
}

static int read_lines(struct config *c, char *text, struct diag_error *err)
{
    size_t number = 0;
    bool within = false; /* perhaps in a text of another program, over many lines */
    for (char *line = text; line != NULL;) {
        char *newline = strchr(line, '\n');
        if (newline != NULL)
            *newline = '\0';
        size_t len = strlen(line);
        if (len > 0 && line[len - 1] == '\r')
            line[len - 1] = '\0';
        number++;
        if (read_line(c, line, err) < 0) {
            if (is_ours(line))
                return diag_within(err, ".env:%zu", number);
            bool sets = strchr(line, '=') != NULL;
            within = within || (sets && strpbrk(line, "\"'") != NULL);
            if (!sets && !within && c->odd == 0)
                c->odd = number;
        }
        line = newline != NULL ? newline + 1 : NULL;
    }
    return 0;
}

/* Reads the whole file; only a regular one (a FIFO would hang us).  A folder of that name is somebody else's. */
static int read_file(int fd, struct buf *text, struct diag_error *err)
{
    struct stat st;
    bool known = fstat(fd, &st) == 0;
    if (known && S_ISDIR(st.st_mode))
        return 0;
    if (!known || !S_ISREG(st.st_mode))
        return diag_fail(err, ".env is not a regular file");
    return textfile_take(fd, ".env", text, err);
}

static int read_dotenv(struct config *c, struct diag_error *err)
{
    int fd = open(".env", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return diag_fail(err, "cannot open .env: %s", strerror(errno));
    struct buf text;
    buf_init(&text, CEILING_ENV);
    int result = read_file(fd, &text, err);
    close(fd);
    if (result == 0 && memchr(text.data, '\0', text.len) != NULL)
        result = diag_fail(err, ".env is not text");
    if (result == 0)
        result = read_lines(c, text.data + textfile_mark(&text), err);
    buf_free(&text);
    return result;
}

int config_load(struct config *c, struct diag_error *err)
{
    table_init(&c->dotenv);
    table_init(&c->own);
    c->odd = 0;
    int result = read_dotenv(c, err);
    if (result == 0)
        result = configfile_read(&c->own, err);
    if (result < 0)
        config_free(c);
    return result;
}

void config_free(struct config *c)
{
    table_free_values(&c->dotenv);
    table_free_values(&c->own);
}

static const char *text_in(const struct table *t, const char *name)
{
    const struct table_entry *e = table_get(t, name, strlen(name));
    return e != NULL ? e->value.pointer : NULL;
}

/* The first of these texts that says something. */
static const char *first_of(const char *environment, const char *dotenv, const char *own,
                            enum config_source *source)
{
    const char *const value[] = {environment, dotenv, own, NULL};
    static const enum config_source from[] = {CONFIG_ENVIRONMENT, CONFIG_DOTENV, CONFIG_OWN,
                                              CONFIG_NONE};
    size_t i = 0;
    while (from[i] != CONFIG_NONE && (value[i] == NULL || value[i][0] == '\0'))
        i++;
    if (source != NULL)
        *source = from[i];
    return value[i];
}

const char *config_get(const struct config *c, const char *name, enum config_source *source)
{
    return first_of(getenv(name), text_in(&c->dotenv, name), text_in(&c->own, name), source);
}

const char *config_get_own(const struct config *c, const char *name, enum config_source *source)
{
    return first_of(getenv(name), NULL, text_in(&c->own, name), source);
}

void config_list(const struct config *c, const char *name, struct options_list *list)
{
    const char *value = list->count == 0 ? config_get(c, name, NULL) : NULL;
    if (value != NULL)
        options_list_add(list, value);
}

void config_each(const struct config *c, const char *prefix,
                 void (*each)(void *state, const char *name), void *state)
{
    size_t len = strlen(prefix);
    for (char **setting = environ; setting != NULL && *setting != NULL; setting++) {
        char *name = mem_copy(*setting, strcspn(*setting, "="));
        if (strncmp(name, prefix, len) == 0)
            each(state, name);
        free(name);
    }
    const struct table *const files[] = {&c->dotenv, &c->own};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++)
        for (size_t i = 0; i < files[f]->count; i++)
            if (strncmp(files[f]->entry[i].key, prefix, len) == 0)
                each(state, files[f]->entry[i].key);
}

void config_forget_keys(void)
{
    for (size_t i = 0; environ[i] != NULL;) {
        size_t len = strcspn(environ[i], "=");
        char *name = mem_copy(environ[i], len);
        /* What is taken out lets the next one down to its place. */
        if (!configfile_is_key(name, len) || unsetenv(name) < 0)
            i++;
        free(name);
    }
}
