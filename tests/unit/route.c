/* cc-call's route: paths that models write, and what they show. */
#include "../../cmd/cc-call/judge/route.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

static const struct {
    const char *template, *path;
    const char *found; /* "name=value " for each parameter; NULL: the path does not fit */
} rows[] = {
    {"/a", "/a", ""},
    {"/a", "/b", NULL},
    {"/a", "/a/", NULL},
    {"/a/", "/a", NULL},
    {"", "", ""},
    {"/a/{b}", "/a/7", "b=7 "},
    {"/a/{b}", "/a/", NULL},
    {"/a/{b}", "/a/7/c", NULL},
    {"/a/{b}", "/a/7?c=1", NULL},
    {"/a/{b}", "/a/7#c", NULL},
    {"/a/{b}", "/a/{b}", ""},
    {"/a/{b}", "/a/{c}", NULL},
    {"/a/{b}/c/{d}", "/a/x/c/y", "b=x d=y "},
    {"/a/{b}/c/{d}", "/a/x/c/{d}", NULL},
    {"/a/{b}.{c}", "/a/report.pdf", "b=report c=pdf "},
    {"/a/{b}{c}", "/a/xy", NULL},
    {"/a({b})", "/a(7)", "b=7 "},
    {"/a({b})", "/a(7", NULL},
    {"/{b}:run", "/job:run", "b=job "},
    {"/{b}:run", "/job:stop", NULL},
    {"/a/{b}", "/a/x%20y%2Fz", "b=x y/z "},
    {"/a/{b}", "/a/100%", NULL},
    {"/a/{b}", "/a/%zz", NULL},
    {"/a/{b}", "/a/%00", NULL},
    {"/a/{b}", "/a/%ff", NULL},
    {"/a/{b}", "/a/%E4%BD%A0", "b=\xe4\xbd\xa0 "},
    {"/a/{b", "/a/7", NULL},
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct route r = route_open(rows[i].template, rows[i].path);
        struct buf found;
        buf_init(&found, CEILING_TEXT);
        while (route_step(&r))
            buf_format(&found, "%s=%s ", r.name.data, r.value.data);
        const bool fits = route_fits(rows[i].template, rows[i].path);
        UNIT_CHECK(fits == (rows[i].found != NULL), "%s for %s: %s", rows[i].path, rows[i].template,
                   fits ? "fits" : "does not fit");
        UNIT_CHECK(!fits || strcmp(found.data, rows[i].found) == 0, "%s for %s: %s", rows[i].path,
                   rows[i].template, found.data);
        buf_free(&found);
        route_close(&r);
    }
    return unit_end();
}
