#include "httpget.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

/* text NULL: refused. */
static const struct {
    const char *base, *url, *text, *origin, *user, *password;
    bool https;
} urls[] = {
    {NULL, "http://h/a", "http://h/a", "http://h:80", NULL, NULL, false},
    {NULL, "https://h", "https://h/", "https://h:443", NULL, NULL, true},
    {NULL, "HTTPS://Some.Host:8443/A?b=C#d", "https://Some.Host:8443/A?b=C",
     "https://some.host:8443", NULL, NULL, true},
    {NULL, "http://h:80/a", "http://h:80/a", "http://h:80", NULL, NULL, false},
    {NULL, "https://[::1]:8/a", "https://[::1]:8/a", "https://[::1]:8", NULL, NULL, true},
    {NULL, "http://user:p%40ss@h/a", "http://h/a", "http://h:80", "user", "p@ss", false},
    {NULL, "http://user@h/a", "http://h/a", "http://h:80", "user", NULL, false},
    {NULL, "http://h/a b", "http://h/a%20b", "http://h:80", NULL, NULL, false},
    {NULL, "http://h/a/../b/./c", "http://h/b/c", "http://h:80", NULL, NULL, false},
    {"http://h:81/a/b?c", "d/e", "http://h:81/a/d/e", "http://h:81", NULL, NULL, false},
    {"http://h:81/a/b?c", "/d", "http://h:81/d", "http://h:81", NULL, NULL, false},
    {"http://h:81/a/b?c", "?d", "http://h:81/a/b?d", "http://h:81", NULL, NULL, false},
    {"https://h/a/b", "//i/d", "https://i/d", "https://i:443", NULL, NULL, true},
    {"https://h/a/b", "http://u:p@i/d", "http://i/d", "http://i:80", "u", "p", false},
    {NULL, "", NULL, NULL, NULL, NULL, false},
    {NULL, "h/a", NULL, NULL, NULL, NULL, false},
    {NULL, "/a", NULL, NULL, NULL, NULL, false},
    {NULL, "http://", NULL, NULL, NULL, NULL, false},
    {NULL, "http://h:99999/", NULL, NULL, NULL, NULL, false},
    {NULL, "http://h\n/", NULL, NULL, NULL, NULL, false},
    {NULL, "http://%2568/", NULL, NULL, NULL, NULL, false},
    {NULL, "ftp://h/a", NULL, NULL, NULL, NULL, false},
    {NULL, "gopher://h/a", NULL, NULL, NULL, NULL, false},
    {NULL, "file:///etc/passwd", NULL, NULL, NULL, NULL, false},
    {"http://h/a", "file:///etc/passwd", NULL, NULL, NULL, NULL, false},
    {"http://h/a", "data:text/plain,x", NULL, NULL, NULL, NULL, false},
};

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const char *shown(const char *text)
{
    return text != NULL ? text : "(none)";
}

int main(void)
{
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct httpget_url u;
        struct diag_error err = {""};
        const char *url = urls[i].url;
        int result = httpget_url_read(&u, urls[i].base, url, &err);
        UNIT_CHECK((result == 0) == (urls[i].text != NULL), "%s: %d %s", url, result, err.text);
        UNIT_CHECK((result == 0) == (err.text[0] == '\0'), "%s: %s", url, err.text);
        UNIT_CHECK(same(u.text, urls[i].text), "%s is %s", url, shown(u.text));
        UNIT_CHECK(same(u.origin, urls[i].origin), "%s is of %s", url, shown(u.origin));
        UNIT_CHECK(same(u.user, urls[i].user), "%s has user %s", url, shown(u.user));
        UNIT_CHECK(same(u.password, urls[i].password), "%s has %s", url, shown(u.password));
        UNIT_CHECK(u.https == urls[i].https, "%s is https: %d", url, u.https);
        httpget_url_free(&u);
    }
    struct httpget_url u;
    char *longer = malloc(70000);
    memset(longer, 'a', 70000);
    memcpy(longer, "http://h/", 9);
    longer[69999] = '\0';
    UNIT_CHECK(httpget_url_read(&u, NULL, longer, NULL) == -1, "a URL has a ceiling");
    free(longer);
    return unit_end();
}
