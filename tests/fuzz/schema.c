/*
 * schema: {"schema": …, "instance": …} through lib/schema in each of its dialects: what is invalid or unknown is told why,
 * the answer is the same without a report, and values are derived and varied.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "schema/derive.h"
#include "schema/instance.h"
#include "schema/validate.h"
#include "schema/vary.h"

/* Of longer texts nothing is varied: a fault would hide behind the time that takes. */
#define VARIED 400

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool so, const char *what)
{
    if (so)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static bool each(void *ctx, const struct schema_variation *v)
{
    (void)ctx;
    (void)v;
    return true;
}

static void check(const struct schema_view *v, const struct jsontape *t, size_t size)
{
    struct schema_report report;
    struct buf out;
    const uint32_t schema = jsontape_get(t, 0, "schema"), instance = jsontape_get(t, 0, "instance");
    if (schema == JSONTAPE_NONE || instance == JSONTAPE_NONE)
        return;
    buf_init(&out, CEILING_MIB);
    enum schema_verdict told = schema_validate(v, schema, t, instance, true, &report);
    enum schema_verdict untold = schema_validate(v, schema, t, instance, true, NULL);
    demand(told == untold || told == SCHEMA_UNKNOWN || untold == SCHEMA_UNKNOWN,
           "the answer depends on the report");
    demand(told != SCHEMA_INVALID || report.failures > 0, "invalid, and nothing is broken");
    demand(told != SCHEMA_UNKNOWN || report.doubt.why != NULL, "unknown, and nobody knows why");
    if (told == SCHEMA_INVALID)
        schema_report_line(&report.failure[0], v->tape, &out);
    buf_reset(&out);
    struct schema_derive d = {.view = v, .all = true, .request = true};
    schema_instance(&d, schema, "name", &out);
    const struct schema_vary vary = {.view = v, .request = true, .each = each};
    if (size < VARIED)
        schema_vary(&vary, schema, "");
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct jsontape t;
    char *text = mem_copy((const char *)bytes, size);
    jsontape_init(&t);
    for (int dialect = 0; dialect < 3 && jsontape_read(&t, text, size, NULL) == 0; dialect++) {
        struct schema_view v;
        if (dialect == 0)
            schema_view_open(&v, &t);
        else
            schema_view_open_document(&v, &t, dialect == 1);
        check(&v, &t, size);
        schema_view_close(&v);
    }
    jsontape_free(&t);
    free(text);
    return 0;
}
