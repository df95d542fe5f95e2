/* cc-call's target and payload: how values travel. */
#include "../../cmd/cc-call/testcase/target.c"

#include "../../cmd/cc-call/testcase/payload.c"
#include "unit.h"

/* The parameters of every row: what differs from the default style has its style as its name. */
static const char declared_parameters[] =
    "[{\"name\":\"spaces\",\"in\":\"query\",\"style\":\"spaceDelimited\",\"explode\":false},"
    "{\"name\":\"pipes\",\"in\":\"query\",\"style\":\"pipeDelimited\"},"
    "{\"name\":\"flat\",\"in\":\"query\",\"explode\":false},"
    "{\"name\":\"deep\",\"in\":\"query\",\"style\":\"deepObject\"},"
    "{\"name\":\"json\",\"in\":\"query\",\"content\":{\"application/json\":{}}},"
    "{\"name\":\"reserved\",\"in\":\"query\",\"allowReserved\":true},"
    "{\"name\":\"label\",\"in\":\"path\",\"style\":\"label\"},"
    "{\"name\":\"matrix\",\"in\":\"path\",\"style\":\"matrix\"},"
    "{\"name\":\"matrices\",\"in\":\"path\",\"style\":\"matrix\",\"explode\":true},"
    "{\"name\":\"exploded\",\"in\":\"path\",\"explode\":true}]";

static const struct {
    const char *path, *path_params, *query_params, *target; /* NULL: refused */
} targets[] = {
    {"/pets", "{}", "{}", "/pets"},
    {"/pets/{id}", "{\"id\":7}", "{}", "/pets/7"},
    {"/pets/{id}", "{\"id\":\"a/b c?d\\u00e9%\"}", "{}", "/pets/a%2Fb%20c%3Fd%C3%A9%25"},
    {"/pets/{id}", "{\"id\":\"Az09-._~\"}", "{}", "/pets/Az09-._~"},
    {"/pets/{id}", "{\"id\":[1,\"b,c\"]}", "{}", "/pets/1,b%2Cc"},
    {"/pets/{id}", "{\"id\":{\"a\":1,\"b\":2}}", "{}", "/pets/a,1,b,2"},
    {"/pets/{exploded}", "{\"exploded\":{\"a\":1,\"b\":2}}", "{}", "/pets/a=1,b=2"},
    {"/pets/{label}", "{\"label\":5}", "{}", "/pets/.5"},
    {"/pets/{matrix}", "{\"matrix\":5}", "{}", "/pets/;matrix=5"},
    {"/pets/{matrix}", "{\"matrix\":\"\"}", "{}", "/pets/;matrix"},
    {"/pets/{matrix}", "{\"matrix\":[]}", "{}", NULL},
    {"/pets/{label}", "{\"label\":\"\"}", "{}", NULL},
    {"/pets{matrices}", "{\"matrices\":[1,2]}", "{}", "/pets;matrices=1;matrices=2"},
    {"/{a}-{b}.json", "{\"a\":1,\"b\":2}", "{}", "/1-2.json"},
    {"/a b/%20/100%", "{}", "{}", "/a%20b/%20/100%25"},
    {"/a#b", "{}", "{}", "/a%23b"},
    {"pets", "{}", "{\"a\":1}", "/pets?a=1"},
    {"@evil.example/", "{}", "{}", "/@evil.example/"},
    {"/a/{", "{}", "{}", "/a/%7B"},
    {"/pets?kind=cat", "{}", "{\"a\":1}", "/pets?kind=cat&a=1"},
    {"/pets/{id}", "{}", "{}", NULL},
    {"/pets/{id}", "{\"id\":\"\"}", "{}", NULL},
    {"/pets/{id}", "{\"id\":[]}", "{}", NULL},
    {"/pets/{id}", "{\"id\":\"..\"}", "{}", NULL},
    {"/pets/{id}/toys", "{\"id\":\".\"}", "{}", NULL},
    {"/pets/{id}", "{\"ID\":1}", "{}", NULL},
    {"/p", "{}", "{\"q\":\"a b&c=d+e\"}", "/p?q=a%20b%26c%3Dd%2Be"},
    {"/p", "{}", "{\"a b\":true,\"n\":null,\"e\":\"\"}", "/p?a%20b=true&n=null&e="},
    {"/p", "{}", "{\"n\":9223372036854775807,\"d\":1.10}", "/p?n=9223372036854775807&d=1.10"},
    {"/p", "{}", "{\"a\":[1,2],\"b\":3}", "/p?a=1&a=2&b=3"},
    {"/p", "{}", "{\"o\":{\"x\":1,\"y\":\"&\"}}", "/p?x=1&y=%26"},
    {"/p", "{}", "{\"none\":[],\"b\":3}", "/p?b=3"},
    {"/p", "{}", "{\"flat\":[1,\"b,c\"]}", "/p?flat=1,b%2Cc"},
    {"/p", "{}", "{\"flat\":{\"x\":1,\"y\":2}}", "/p?flat=x,1,y,2"},
    {"/p", "{}", "{\"spaces\":[1,2]}", "/p?spaces=1%202"},
    {"/p", "{}", "{\"pipes\":[1,2]}", "/p?pipes=1%7C2"},
    {"/p", "{}", "{\"deep\":{\"x\":{\"y\":1},\"z\":[1,2]}}",
     "/p?deep%5Bx%5D%5By%5D=1&deep%5Bz%5D%5B0%5D=1&deep%5Bz%5D%5B1%5D=2"},
    {"/p", "{}", "{\"json\":{\"x\":[1, 2]}}", "/p?json=%7B%22x%22%3A%5B1%2C2%5D%7D"},
    {"/p", "{}", "{\"reserved\":\"a/b?c d\"}", "/p?reserved=a/b?c%20d"},
    {"/p", "{}", "{\"key\":\"${API_KEY}\"}", "/p?key=${API_KEY}"},
    {"/p", "{}", "{\"key\":\"${HOME}\"}", "/p?key=%24%7BHOME%7D"},
    {"/p", "{}", "{\"key\":\"x${API_KEY}\"}", "/p?key=x%24%7BAPI_KEY%7D"},
};

static void read_json(struct jsontape *t, const char *text)
{
    struct diag_error err = {""};
    jsontape_init(t);
    UNIT_CHECK(jsontape_read(t, text, strlen(text), &err) == 0, "%s: %s", text, err.text);
}

static void check_targets(void)
{
    struct jsontape record;
    read_json(&record, declared_parameters);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct jsontape values;
        struct diag_error err = {""};
        struct buf text, out;
        buf_init(&text, CEILING_MIB);
        buf_init(&out, CEILING_MIB);
        buf_format(&text, "[%s,%s]", targets[i].path_params, targets[i].query_params);
        read_json(&values, text.data);
        struct jsontape_walk w = jsontape_walk(&values, 0);
        jsontape_step(&values, &w);
        uint32_t path_params = w.value;
        jsontape_step(&values, &w);
        int rc = target_write(targets[i].path, &record, 0, &values, path_params, w.value, &out,
                              &err);
        if (targets[i].target == NULL)
            UNIT_CHECK(rc < 0 && err.text[0] != '\0', "%s with %s went out as %s", targets[i].path,
                       targets[i].path_params, out.data);
        else
            UNIT_CHECK(rc == 0 && strcmp(out.data, targets[i].target) == 0, "%s instead of %s (%s)",
                       out.data, targets[i].target, err.text);
        jsontape_free(&values);
        buf_free(&text);
        buf_free(&out);
    }
    jsontape_free(&record);
}

static const struct {
    const char *content_type, *body, *text;
} bodies[] = {
    {"application/json", "{\"a\": 1.10, \"b\": [\"\\u00e9\", null]}",
     "{\"a\":1.10,\"b\":[\"\\u00e9\",null]}"},
    {"application/json; charset=utf-8", "\"x\"", "\"x\""},
    {"application/merge-patch+JSON", "\"x\"", "\"x\""},
    {"*/*", "\"x\"", "\"x\""},
    {"text/plain", "\"a\\nb\"", "a\nb"},
    {"text/plain", "12", "12"},
    {"application/octet-stream", "\"bytes\"", "bytes"},
    {"application/x-www-form-urlencoded", "{\"a b\":\"c&d\",\"l\":[1,2],\"t\":true}",
     "a%20b=c%26d&l=1&l=2&t=true"},
    {"application/x-www-form-urlencoded", "{\"deep\":{\"x\":1}}", "deep%5Bx%5D=1"},
    {"application/x-www-form-urlencoded", "{\"o\":{\"x\":10},\"j\":\"12\",\"flat\":[1,2]}",
     "o=%7B%22x%22%3A10%7D&j=%2212%22&flat=1,2"},
    {"application/x-www-form-urlencoded", "\"raw=1\"", "raw=1"},
    {"multipart/form-data", "{\"a\\\"b\":\"c\",\"file\":\"bytes\",\"o\":{\"x\":1},\"l\":[1,2]}",
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\nc\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
     "Content-Type: application/octet-stream\r\n\r\nbytes\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"o\"\r\n"
     "Content-Type: application/json\r\n\r\n{\"x\":1}\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\n1\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\n2\r\n"
     "--casecraft-boundary--\r\n"},
    {"multipart/form-data",
     "{\"png\":\"bytes\",\"xml\":\"<a/>\",\"j\":\"12\",\"flat\":[1,\"b\"],\"bad\":1}",
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"png\"; filename=\"png\"\r\n"
     "Content-Type: image/png\r\n\r\nbytes\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"xml\"\r\n"
     "Content-Type: application/xml; charset=utf-8\r\n\r\n<a/>\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"j\"\r\n"
     "Content-Type: application/json\r\n\r\n\"12\"\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"flat\"\r\n\r\n1,b\r\n"
     "--casecraft-boundary\r\nContent-Disposition: form-data; name=\"bad\"\r\n\r\n1\r\n"
     "--casecraft-boundary--\r\n"},
};

static void check_bodies(void)
{
    struct jsontape encoding;
    struct table files;
    read_json(&encoding, "{\"deep\":{\"style\":\"deepObject\"},\"flat\":{\"explode\":false},"
                         "\"j\":{\"contentType\":\"application/json\"},"
                         "\"png\":{\"contentType\":\"image/*, image/jpeg\"},"
                         "\"xml\":{\"contentType\":\"application/xml; charset=utf-8, text/xml\"},"
                         "\"bad\":{\"contentType\":\"a/b\\r\\nX: y\"}}");
    table_init(&files);
    table_put(&files, "file", 4);
    table_put(&files, "png", 3);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct jsontape values;
        struct buf out;
        buf_init(&out, CEILING_MIB);
        read_json(&values, bodies[i].body);
        payload_write(media_of(bodies[i].content_type), &encoding, 0, &files, &values, 0, &out);
        UNIT_CHECK(strcmp(out.data, bodies[i].text) == 0, "%s: %s instead of %s",
                   bodies[i].content_type, out.data, bodies[i].text);
        jsontape_free(&values);
        buf_free(&out);
    }
    table_free(&files);
    jsontape_free(&encoding);
}

int main(void)
{
    check_targets();
    check_bodies();
    return unit_end();
}
