#include "target.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "style.h"

static int add_path_value(const struct jsontape *record, uint32_t parameters, const char *name,
                          const struct jsontape *values, uint32_t params, struct buf *out,
                          struct diag_error *err)
{
    uint32_t value = jsontape_get(values, params, name);
    struct style s;
    if (value == JSONTAPE_NONE)
        return diag_fail(err, "the path's {%s} has no value in path_params", name);
    style_of_parameter(record, style_declared(record, parameters, STYLE_PATH, name), STYLE_PATH,
                       &s);
    const size_t start = out->len;
    char joint = s.leads ? s.between : '\0';
    style_write(&s, name, values, value, &joint, out);
    if (out->len == start)
        return diag_fail(err, "the path's {%s} is empty: the request would go elsewhere", name);
    return 0;
}

/* A literal part of the template: what may stand in a path stays, "%20" too; the rest is encoded. */
static void add_literal(const char *text, size_t len, struct buf *out)
{
    style_encode(text, len, "/:@!$&'()*+,;=?", out);
}

static int check_segments(const char *path, size_t len, struct diag_error *err)
{
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && path[end] != '/')
            end++;
        if ((end - i == 1 && path[i] == '.') ||
            (end - i == 2 && path[i] == '.' && path[i + 1] == '.'))
            return diag_fail(err, "a segment of the path is \"%.*s\": clients take it away",
                             (int)(end - i), path + i);
        i = end + 1;
    }
    return 0;
}

static int add_path(const char *path, const struct jsontape *record, uint32_t parameters,
                    const struct jsontape *values, uint32_t params, struct buf *out,
                    struct diag_error *err)
{
    const size_t start = out->len;
    const char *p = path;
    if (*p != '/')
        buf_char(out, '/');
    while (*p != '\0') {
        const char *open = strchr(p, '{');
        const char *close = open == NULL ? NULL : strchr(open, '}');
        if (close == NULL) {
            add_literal(p, strlen(p), out);
            break;
        }
        add_literal(p, (size_t)(open - p), out);
        struct buf name;
        buf_init(&name, CEILING_TEXT);
        buf_add(&name, open + 1, (size_t)(close - open - 1));
        int rc = add_path_value(record, parameters, name.data, values, params, out, err);
        buf_free(&name);
        if (rc < 0)
            return -1;
        p = close + 1;
    }
    return check_segments(out->data + start, out->len - start, err);
}

int target_write(const char *path, const struct jsontape *record, uint32_t parameters,
                 const struct jsontape *values, uint32_t path_params, uint32_t query_params,
                 struct buf *out, struct diag_error *err)
{
    if (add_path(path, record, parameters, values, path_params, out, err) < 0)
        return -1;
    char joint = strchr(path, '?') == NULL ? '?' : '&';
    struct jsontape_walk w = jsontape_walk(values, query_params);
    while (jsontape_step(values, &w)) {
        char *name = jsontape_text(values, w.key);
        if (name == NULL)
            continue;
        struct style s;
        style_of_parameter(record, style_declared(record, parameters, STYLE_QUERY, name),
                           STYLE_QUERY, &s);
        style_write(&s, name, values, w.value, &joint, out);
        free(name);
    }
    return buf_over(out) ? diag_fail(err, "the path and query are too long") : 0;
}
