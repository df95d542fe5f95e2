#include "apikey.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "ceiling.h"
#include "loopback.h"
#include "mem.h"
#include "textfile.h"

/* A copy without the blanks at its ends, or NULL where nothing is left: they are not sent, and what a provider sends
 * back would not be known again with them. */
static char *copy_key(const char *text, size_t len)
{
    for (; len > 0 && memchr(" \t", text[0], 2) != NULL; len--)
        text++;
    while (len > 0 && memchr(" \t", text[len - 1], 2) != NULL)
        len--;
    return len > 0 ? mem_copy(text, len) : NULL;
}

static char *first_line(struct setting *s, const char *path, const struct buf *text)
{
    const char *line = text->data + textfile_mark(text);
    char *key = copy_key(line, strcspn(line, "\r\n"));
    if (key == NULL)
        setting_problem(s, "the first line of the key file %s is empty", path);
    return key;
}

/* The first line of a file that others cannot read. */
static char *read_file(struct setting *s, const char *path)
{
    char *key = NULL;
    struct buf text;
    struct stat st;
    struct diag_error err;
    buf_init(&text, CEILING_TEXT);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) < 0)
        setting_problem(s, "cannot open the key file %s: %s", path, strerror(errno));
    else if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        setting_problem(
            s, "the key file %s must be a regular file that only you can read (chmod 600)", path);
    else if (textfile_take(fd, path, &text, &err) < 0)
        setting_problem(s, "the key file: %s", err.text);
    else
        key = first_line(s, path, &text);
    if (fd >= 0)
        close(fd);
    buf_free(&text);
    return key;
}

char *apikey_read(struct setting *s, bool needed, enum config_source *source)
{
    const char *said = setting_text(s, "API_KEY", source);
    char *key = said != NULL ? copy_key(said, strlen(said)) : NULL;
    enum config_source file_source = CONFIG_NONE;
    const char *file = setting_own(s, "API_KEY_FILE", &file_source);
    if (key == NULL && file != NULL) {
        key = read_file(s, file);
        *source = file_source;
    } else if (key == NULL && needed) {
        setting_wrong(s, "API_KEY", "is not set");
    }
    if (key != NULL && strpbrk(key, "\r\n") != NULL)
        setting_problem(s, "the key of %s holds a line break", s->provider);
    return key;
}

/* ALLOW_HTTP of .env counts only for a key of the same .env. */
static bool allows_http(const struct setting *s, enum config_source key_source)
{
    const char *allowed = key_source == CONFIG_DOTENV ? setting_text(s, "ALLOW_HTTP", NULL)
                                                      : setting_own(s, "ALLOW_HTTP", NULL);
    return allowed != NULL && strcmp(allowed, "true") == 0;
}

void apikey_check_url(struct setting *s, const char *url, enum config_source url_source,
                      const char *key, enum config_source key_source)
{
    bool https = strncmp(url, "https://", 8) == 0, http = strncmp(url, "http://", 7) == 0;
    bool host = (https && url[8] != '\0' && url[8] != '/') ||
                (http && url[7] != '\0' && url[7] != '/');
    if (!host || strpbrk(url, " \t\r\n?#@") != NULL)
        setting_wrong(s, "BASE_URL",
                      "must be an http or https address without user, query or blanks");
    else if (key != NULL && url_source == CONFIG_DOTENV && key_source != CONFIG_DOTENV)
        setting_wrong(s, "BASE_URL",
                      "stands in .env and the key does not: a key goes only to an address from "
                      "where it is set itself");
    else if (http && key != NULL && !loopback_is(url) && !allows_http(s, key_source)) {
        char *allow = setting_variable(s->provider, "ALLOW_HTTP");
        setting_problem(s, "a key over plain http is refused (%s): use https, or set %s=true", url,
                        allow);
        free(allow);
    }
}
