#include "route.h"

#include <string.h>

#include "ceiling.h"
#include "number.h"
#include "utf8.h"

struct route route_open(const char *template, const char *path)
{
    struct route r = {.template = template, .path = path};
    buf_init(&r.name, CEILING_TEXT);
    buf_init(&r.value, CEILING_TEXT);
    return r;
}

void route_close(struct route *r)
{
    buf_free(&r->name);
    buf_free(&r->value);
}

/* Adds the text without its %xx; false where it is no text then. */
static bool decode(const char *text, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        const int byte = number_percent(text + i, len - i);
        if (text[i] == '%' && byte <= 0)
            return false;
        buf_char(out, byte > 0 ? (char)byte : text[i]);
        i += byte > 0 ? 2 : 0;
    }
    return utf8_is(out->data, out->len) && !buf_over(out);
}

/* Reads a parameter, at whose brace the template is: its value goes up to what follows it there. */
static bool read_parameter(struct route *r)
{
    const char *end = strchr(r->template, '}');
    if (end == NULL)
        return false;
    const char stop[] = {'/', '?', '#', '{', end[1], '\0'};
    const size_t len = strcspn(r->path, stop);
    buf_reset(&r->name);
    buf_reset(&r->value);
    buf_add(&r->name, r->template + 1, (size_t)(end - r->template - 1));
    const bool read = len > 0 && decode(r->path, len, &r->value);
    r->template = end + 1;
    r->path += len;
    return read;
}

/* Goes over what stands in the template up to the next parameter, and must stand in the path too. */
static bool pass_literal(struct route *r)
{
    const size_t len = strcspn(r->template, "{");
    const bool same = strncmp(r->template, r->path, len) == 0;
    r->template += len;
    r->path += same ? len : 0;
    return same;
}

bool route_step(struct route *r)
{
    r->astray = r->astray || !pass_literal(r);
    if (r->astray)
        return false;
    const bool parameter = *r->template != '\0';
    r->astray = parameter ? !read_parameter(r) : *r->path != '\0';
    return parameter && !r->astray;
}

bool route_fits(const char *template, const char *path)
{
    struct route r = route_open(template, path);
    while (route_step(&r))
        ;
    const bool fits = strcmp(template, path) == 0 || !r.astray;
    route_close(&r);
    return fits;
}
