/* uri: what references mean beside a base. */
#include <string.h>

#include "buf.h"
#include "unit.h"
#include "uri.h"

static const struct {
    const char *base, *ref, *meant;
} rows[] = {
    {"api.yaml", "pet.yaml", "pet.yaml"},
    {"api.yaml", "./pet.yaml", "pet.yaml"},
    {"api.yaml", "schemas/pet.yaml", "schemas/pet.yaml"},
    {"api.yaml", "schemas//./pet.yaml", "schemas/pet.yaml"},
    {"api.yaml", "../pet.yaml", "../pet.yaml"},
    {"api.yaml", "../../a/../pet.yaml", "../../pet.yaml"},
    {"schemas/pet.yaml", "owner.yaml", "schemas/owner.yaml"},
    {"schemas/pet.yaml", "../api.yaml", "api.yaml"},
    {"schemas/pet.yaml", "../../api.yaml", "../api.yaml"},
    {"../common/a.yaml", "b.yaml", "../common/b.yaml"},
    {"../common/a.yaml", "../b.yaml", "../b.yaml"},
    {"../a.yaml", "../b.yaml", "../../b.yaml"},
    {"a/b/c.yaml", "..", "a/"},
    {"a/b/c.yaml", ".", "a/b/"},
    {"", "pet.yaml", "pet.yaml"},
    {"api.yaml", "", "api.yaml"},
    {"api.yaml", "/abs/pet.yaml", "/abs/pet.yaml"},
    {"api.yaml", "/../../abs/./pet.yaml", "/abs/pet.yaml"},
    {"/abs/pet.yaml", "owner.yaml", "/abs/owner.yaml"},
    {"/abs/pet.yaml", "../../owner.yaml", "/owner.yaml"},
    {"api.yaml", "my%20pet.yaml", "my pet.yaml"},
    {"api.yaml", "a%2fb%zz%4", "a/b%zz%4"},
    {"api.yaml", "a%00b", "a%00b"},
    {"what?/a.yaml", "b.yaml", "what?/b.yaml"},
    {"api.yaml", "..%2fpet.yaml", "../pet.yaml"},
    {"api.yaml", "https://example.com/x", "https://example.com/x"},
    {"api.yaml", "urn:x:y", "urn:x:y"},
    {"api.yaml", "file:///a/b", "/a/b"},
    {"api.yaml", "FILE:///a%20b/../c", "/c"},
    {"api.yaml", "file://host/a", "file://host/a"},
    {"http://a/b", "file:///c", "file:///c"},
    {"api.yaml", "c:pet.yaml", "c:pet.yaml"},
    /* RFC 3986, section 5.4. */
    {"http://a/b/c/d;p?q", "gg:h", "gg:h"},
    {"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
    {"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
    {"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
    {"http://a/b/c/d;p?q", "/g", "http://a/g"},
    {"http://a/b/c/d;p?q", "//g", "http://g"},
    {"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
    {"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y"},
    {"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},
    {"http://a/b/c/d;p?q", ".", "http://a/b/c/"},
    {"http://a/b/c/d;p?q", "..", "http://a/b/"},
    {"http://a/b/c/d;p?q", "../g", "http://a/b/g"},
    {"http://a/b/c/d;p?q", "../..", "http://a/"},
    {"http://a/b/c/d;p?q", "../../../g", "http://a/g"},
    {"http://a/b/c/d;p?q", "/./g", "http://a/g"},
    {"http://a/b/c/d;p?q", "g?y/../x", "http://a/b/c/g?y/../x"},
    {"http://a", "g", "http://a/g"},
    {"http://a?q", "g", "http://a/g"},
    {"https://a/b%20c/d", "e%20f", "https://a/b%20c/e%20f"},
};

/* Targets that are one. */
static const struct {
    const char *a, *b;
    bool same;
} targets[] = {
    {"/a", "/a", true},
    {"/a", "/a?", false},
    {"/a", "/b", false},
    {"/a?x=1", "/a", false},
    {"/a?x=1&y=2", "/a?y=2&x=1", true},
    {"/a?x=1&y=2", "/a?x=2&y=1", false},
    {"/a?x=1&x=2", "/a?x=2&x=1", false},
    {"/a?x=1&y=3&x=2", "/a?y=3&x=1&x=2", true},
    {"/a?x", "/a?x=", false},
};

static void check_targets(void)
{
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct digest a = uri_digest(targets[i].a), b = uri_digest(targets[i].b);
        UNIT_CHECK((a.low == b.low && a.high == b.high) == targets[i].same, "%s and %s",
                   targets[i].a, targets[i].b);
    }
}

int main(void)
{
    struct buf out;
    check_targets();
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_reset(&out);
        uri_resolve(rows[i].base, rows[i].ref, strlen(rows[i].ref), &out);
        UNIT_CHECK(strcmp(out.data, rows[i].meant) == 0, "%s beside %s is %s, not %s", rows[i].ref,
                   rows[i].base, rows[i].meant, out.data);
    }
    buf_free(&out);
    UNIT_CHECK(uri_has_scheme("http:x", 6) && uri_has_scheme("a+b-c.1:", 8), "schemes");
    UNIT_CHECK(!uri_has_scheme("c:x", 3) && !uri_has_scheme("a/b:c", 5) &&
                   !uri_has_scheme("1a:", 3) && !uri_has_scheme("http", 4) &&
                   !uri_has_scheme("", 0),
               "no schemes");
    return unit_end();
}
