#include "jsonread.h"

#include <cjson/cJSON.h>

#include <stdlib.h>
#include <string.h>

#include "jsonwrite.h"
#include "mem.h"

/* cJSON answers NULL when memory is out; there is no going on without it. */
static cJSON *made(cJSON *item)
{
    if (item == NULL)
        mem_array(SIZE_MAX, 1);
    return item;
}

struct cJSON *jsonread_object(void)
{
    return made(cJSON_CreateObject());
}

struct cJSON *jsonread_array(void)
{
    return made(cJSON_CreateArray());
}

struct cJSON *jsonread_text(const char *text)
{
    return made(cJSON_CreateString(text));
}

struct cJSON *jsonread_value(const struct jsontape *t, uint32_t n)
{
    struct buf text;
    size_t len;
    jsontape_raw(t, n, &len);
    buf_init(&text, len + 1);
    struct jsonwrite w = jsonwrite_to(&text);
    jsontape_write(t, n, &w);
    cJSON *item = made(cJSON_CreateRaw(text.data));
    buf_free(&text);
    return item;
}

void jsonread_free(struct cJSON *tree)
{
    cJSON_Delete(tree);
}

void jsonread_add(struct cJSON *object, const char *key, struct cJSON *value)
{
    if (!cJSON_AddItemToObject(object, key, value))
        made(NULL);
}

void jsonread_add_member(struct cJSON *object, const struct jsontape *t, uint32_t key)
{
    char *name = jsontape_text(t, key);
    jsonread_add(object, name, jsonread_value(t, key + 1));
    free(name);
}

void jsonread_append(struct cJSON *array, struct cJSON *value)
{
    cJSON_AddItemToArray(array, value);
}

static void print(const cJSON *item, struct jsonwrite *w)
{
    if (cJSON_IsObject(item) || cJSON_IsArray(item)) {
        bool object = cJSON_IsObject(item);
        jsonwrite_open(w, object ? '{' : '[');
        const cJSON *below;
        cJSON_ArrayForEach(below, item)
        {
            if (object)
                jsonwrite_key(w, below->string);
            print(below, w);
        }
        jsonwrite_close(w, object ? '}' : ']');
    } else if (cJSON_IsRaw(item)) {
        jsonwrite_raw(w, item->valuestring, strlen(item->valuestring));
    } else {
        jsonwrite_text(w, item->valuestring);
    }
}

void jsonread_print(const struct cJSON *tree, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    print(tree, &w);
}
