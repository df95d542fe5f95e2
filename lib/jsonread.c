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

static cJSON *tree_of_bytes(const struct jsontape *t, uint32_t n)
{
    char *text = jsontape_text(t, n);
    cJSON *item = made(cJSON_CreateString(text));
    free(text);
    return item;
}

static cJSON *tree_of_raw(const struct jsontape *t, uint32_t n)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    char *text = mem_copy(raw, len);
    cJSON *item = made(cJSON_CreateRaw(text));
    free(text);
    return item;
}

static cJSON *tree_of_container(const struct jsontape *t, uint32_t n, bool object)
{
    cJSON *tree = made(object ? cJSON_CreateObject() : cJSON_CreateArray());
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        cJSON *item = jsonread_tree(t, w.value);
        char *key = object ? jsontape_text(t, w.key) : NULL;
        if (object)
            cJSON_AddItemToObject(tree, key, item);
        else
            cJSON_AddItemToArray(tree, item);
        free(key);
    }
    return tree;
}

struct cJSON *jsonread_tree(const struct jsontape *t, uint32_t n)
{
    switch (jsontape_kind(t, n)) {
    case '{':
    case '[':
        return tree_of_container(t, n, jsontape_kind(t, n) == '{');
    case '"':
        return tree_of_bytes(t, n);
    case '0':
        return tree_of_raw(t, n);
    case 't':
    case 'f':
        return jsonread_bool(jsontape_true(t, n));
    default:
        return jsonread_null();
    }
}

void jsonread_free(struct cJSON *tree)
{
    cJSON_Delete(tree);
}

struct cJSON *jsonread_copy(const struct cJSON *tree)
{
    return made(cJSON_Duplicate(tree, 1));
}

struct cJSON *jsonread_object(void)
{
    return made(cJSON_CreateObject());
}

struct cJSON *jsonread_array(void)
{
    return made(cJSON_CreateArray());
}

struct cJSON *jsonread_string(const char *text)
{
    return made(cJSON_CreateString(text));
}

struct cJSON *jsonread_number(const char *text)
{
    return made(cJSON_CreateRaw(text));
}

struct cJSON *jsonread_bool(bool value)
{
    return made(cJSON_CreateBool(value));
}

struct cJSON *jsonread_null(void)
{
    return made(cJSON_CreateNull());
}

void jsonread_set(struct cJSON *object, const char *key, struct cJSON *value)
{
    if (cJSON_GetObjectItemCaseSensitive(object, key) != NULL)
        cJSON_ReplaceItemInObjectCaseSensitive(object, key, value);
    else
        cJSON_AddItemToObject(object, key, value);
}

void jsonread_remove(struct cJSON *object, const char *key)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
}

void jsonread_append(struct cJSON *array, struct cJSON *value)
{
    cJSON_AddItemToArray(array, value);
}

struct cJSON *jsonread_get(const struct cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

bool jsonread_is_object(const struct cJSON *tree)
{
    return cJSON_IsObject(tree);
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
    } else if (cJSON_IsString(item)) {
        jsonwrite_text(w, item->valuestring);
    } else if (cJSON_IsRaw(item)) {
        jsonwrite_raw(w, item->valuestring, strlen(item->valuestring));
    } else if (cJSON_IsBool(item)) {
        jsonwrite_bool(w, cJSON_IsTrue(item));
    } else {
        jsonwrite_null(w);
    }
}

void jsonread_print(const struct cJSON *tree, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    print(tree, &w);
}
