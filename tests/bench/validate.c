/*
 * validate FILE TIMES [text]: FILE is {"schema": …, "instances": […]}, the schema of JSON Schema 2020-12.  Validates every
 * instance so many times, text: from its text on, and prints how many were valid.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "schema/validate.h"

/* The member of a JSON text, alone, on a tape of its own. */
static void take(const struct jsontape *from, uint32_t n, struct buf *text, struct jsontape *tape)
{
    buf_init(text, CEILING_MIB);
    jsontape_init(tape);
    jsontape_copy(from, n, text);
    jsontape_read(tape, text->data, text->len, NULL);
}

static size_t run(const struct schema_view *v, const struct jsontape *t, bool text)
{
    size_t valid = 0;
    for (struct jsontape_walk w = jsontape_walk(t, 0); jsontape_step(t, &w);) {
        size_t len;
        const char *raw = jsontape_raw(t, w.value, &len);
        enum schema_verdict verdict = text ? schema_validate_text(v, 0, raw, len, false, NULL)
                                           : schema_validate(v, 0, t, w.value, false, NULL);
        valid += verdict == SCHEMA_VALID ? 1 : 0;
    }
    v->cache->work = 0; /* the ceiling of one record, which this is not */
    return valid;
}

int main(int argc, char **argv)
{
    struct buf file, schema, instances;
    struct jsontape t, schema_tape, instance_tape;
    struct schema_view view;
    size_t valid = 0;
    buf_init(&file, CEILING_MIB);
    jsontape_init(&t);
    FILE *f = argc >= 3 ? fopen(argv[1], "rb") : NULL;
    char *room = buf_room(&file, CEILING_MIB / 2);
    file.len = f != NULL ? fread(room, 1, CEILING_MIB / 2, f) : 0;
    if (f == NULL || jsontape_read(&t, file.data, file.len, NULL) != 0)
        return 1;
    fclose(f);
    take(&t, jsontape_get(&t, 0, "schema"), &schema, &schema_tape);
    take(&t, jsontape_get(&t, 0, "instances"), &instances, &instance_tape);
    schema_view_open_document(&view, &schema_tape, false);
    for (long i = strtol(argv[2], NULL, 10); i > 0; i--)
        valid += run(&view, &instance_tape, argc > 3);
    printf("%zu\n", valid);
    schema_view_close(&view);
    jsontape_free(&instance_tape);
    jsontape_free(&schema_tape);
    jsontape_free(&t);
    buf_free(&instances);
    buf_free(&schema);
    buf_free(&file);
    return 0;
}
