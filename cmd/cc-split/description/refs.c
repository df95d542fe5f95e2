#include "refs.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "jsonstring.h"
#include "mem.h"
#include "uri.h"

/* So many members are looked through, since an index of them would cost more; behind FEW, one that is there already
 * costs less. */
enum { BIG = 32, FEW = 4 };

void refs_init(struct refs *r, const struct documents *documents, bool ids)
{
    *r = (struct refs){.documents = documents, .t = &documents->tape};
    resources_init(&r->resources, documents, ids);
    table_init(&r->found);
    table_init(&r->followed);
    table_init(&r->indexed);
    buf_init(&r->key, CEILING_TEXT);
}

void refs_free(struct refs *r)
{
    for (size_t i = 0; i < r->indexed.count; i++) {
        table_free(r->indexed.entry[i].value.pointer);
        free(r->indexed.entry[i].value.pointer);
    }
    table_free(&r->indexed);
    table_free(&r->followed);
    table_free(&r->found);
    resources_free(&r->resources);
    buf_free(&r->key);
}

static struct table *index_of(struct refs *r, uint32_t n)
{
    struct table_entry *e = table_put(&r->indexed, (const char *)&n, sizeof n);
    if (e->value.pointer != NULL)
        return e->value.pointer;
    struct table *members = e->value.pointer = mem_new(sizeof *members);
    table_init(members);
    struct buf key;
    buf_init(&key, CEILING_SPEC);
    for (struct jsontape_walk w = jsontape_walk(r->t, n); jsontape_step(r->t, &w);) {
        buf_reset(&key);
        if (w.key == JSONTAPE_NONE)
            buf_format(&key, "%zu", members->count);
        else
            jsontape_string(r->t, w.key, &key);
        struct table_entry *member = table_put(members, key.data, key.len);
        if (member->value.number == 0)
            member->value.number = w.value;
    }
    buf_free(&key);
    return members;
}

static bool is_big(const struct jsontape *t, uint32_t n)
{
    size_t size = 0;
    if (t->node[n].next - n <= BIG)
        return false;
    for (struct jsontape_walk w = jsontape_walk(t, n); size <= BIG && jsontape_step(t, &w);)
        size++;
    return size > BIG;
}

static uint32_t indexed(const struct table *members, const char *key, size_t len)
{
    const struct table_entry *e = table_get(members, key, len);
    return e != NULL ? (uint32_t)e->value.number : JSONTAPE_NONE;
}

/* The index of a map or list, or NULL: it has none yet. */
static const struct table *known_index(const struct refs *r, uint32_t n)
{
    const struct table_entry *e = table_get(&r->indexed, (const char *)&n, sizeof n);
    return e != NULL ? e->value.pointer : NULL;
}

uint32_t refs_member(struct refs *r, uint32_t object, const char *key, size_t len)
{
    struct jsontape_walk w = jsontape_walk(r->t, object);
    const struct table *members = NULL;
    for (size_t looked = 0; w.keyed && jsontape_step(r->t, &w); looked++) {
        size_t raw_len;
        const char *raw = jsontape_raw(r->t, w.key, &raw_len);
        if (jsonstring_equals(raw, raw_len, key, len))
            return w.value;
        if (looked == FEW)
            members = known_index(r, object);
        if (looked == BIG)
            members = index_of(r, object);
        if (members != NULL)
            return indexed(members, key, len);
    }
    return JSONTAPE_NONE;
}

uint32_t refs_get(struct refs *r, uint32_t object, const char *key)
{
    return refs_member(r, object, key, strlen(key));
}

uint32_t refs_same(struct refs *r, uint32_t object, uint32_t key)
{
    if (object == JSONTAPE_NONE)
        return JSONTAPE_NONE;
    struct buf name;
    buf_init(&name, CEILING_SPEC);
    jsontape_string(r->t, key, &name);
    uint32_t value = refs_member(r, object, name.data, name.len);
    buf_free(&name);
    return value;
}

static uint32_t item_of(struct refs *r, uint32_t array, const struct buf *token)
{
    if (is_big(r->t, array))
        return indexed(index_of(r, array), token->data, token->len);
    char *end;
    unsigned long index = strtoul(token->data, &end, 10), at = 0;
    if (*end != '\0' || token->data[0] < '0' || token->data[0] > '9')
        return JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(r->t, array); jsontape_step(r->t, &w);)
        if (at++ == index)
            return w.value;
    return JSONTAPE_NONE;
}

/* The child of that name; where it stands behind a reference (`schemas: {$ref: …}`), behind that. */
static uint32_t child_of(struct refs *r, uint32_t node, const struct buf *token)
{
    if (jsontape_kind(r->t, node) == '[')
        return item_of(r, node, token);
    uint32_t child = refs_member(r, node, token->data, token->len);
    if (child != JSONTAPE_NONE || refs_of(r, node) == JSONTAPE_NONE)
        return child;
    return refs_member(r, refs_follow(r, node), token->data, token->len);
}

/* pointer: "/a/b~1c", or nothing. */
static uint32_t walk_pointer(struct refs *r, uint32_t node, const char *p, const char *end)
{
    struct buf token;
    buf_init(&token, CEILING_TEXT);
    while (p < end && node != JSONTAPE_NONE) {
        const char *slash = memchr(p + 1, '/', (size_t)(end - p - 1));
        const char *stop = slash != NULL ? slash : end;
        buf_reset(&token);
        jsonpointer_name(p + 1, (size_t)(stop - p - 1), &token);
        if (buf_over(&token))
            node = JSONTAPE_NONE;
        else
            node = child_of(r, node, &token);
        p = stop;
    }
    buf_free(&token);
    return node;
}

/* The root of what the reference, without its fragment, names from a base. */
static uint32_t root_of(struct refs *r, const char *base, const char *ref, size_t len)
{
    struct buf uri;
    buf_init(&uri, CEILING_TEXT);
    uri_resolve(base, ref, len, &uri);
    bool barred = remote_is_url(base) && strncmp(uri.data, "file:", 5) == 0;
    uint32_t root = barred || buf_over(&uri) ? JSONTAPE_NONE
                                             : resources_find(&r->resources, uri.data, uri.len);
    buf_free(&uri);
    return root;
}

static uint32_t fragment_of(struct refs *r, uint32_t root, const char *fragment, size_t len)
{
    if (root == JSONTAPE_NONE || len == 0)
        return root;
    return *fragment == '/' ? walk_pointer(r, root, fragment, fragment + len)
                            : resources_anchor(&r->resources, root, fragment, len);
}

/* The schema of that plain name in the description. */
static uint32_t named(struct refs *r, const char *name, size_t len)
{
    uint32_t schemas = refs_get(r, refs_get(r, 0, "components"), "schemas");
    if (schemas == JSONTAPE_NONE)
        schemas = refs_get(r, 0, "definitions");
    return refs_member(r, schemas, name, len);
}

/* at: the node where the reference stands. */
static uint32_t find(struct refs *r, uint32_t at, const char *ref, size_t len)
{
    const char *hash = memchr(ref, '#', len);
    size_t head = hash != NULL ? (size_t)(hash - ref) : len;
    const char *fragment = hash != NULL ? hash + 1 : ref + len;
    size_t rest = (size_t)(ref + len - fragment);
    const struct scope *own = &r->resources.list.scope[resources_of(&r->resources, at)];
    const struct document *document = documents_of(r->documents, at);
    uint32_t root = head == 0 ? own->node : root_of(r, own->uri, ref, head);
    uint32_t node = fragment_of(r, root, fragment, rest);
    if (node == JSONTAPE_NONE) {
        root = head == 0 ? document->node : root_of(r, document->uri, ref, head);
        node = fragment_of(r, root, fragment, rest);
    }
    return node == JSONTAPE_NONE && hash == NULL ? named(r, ref, len) : node;
}

uint32_t refs_of(struct refs *r, uint32_t object)
{
    uint32_t ref = refs_get(r, object, "$ref");
    return jsontape_kind(r->t, ref) == '"' ? ref : JSONTAPE_NONE;
}

/* Makes the key of `found`.  Returns false where the reference is too long. */
static bool make_key(struct refs *r, uint32_t ref)
{
    size_t len;
    const char *raw = jsontape_raw(r->t, ref, &len);
    uint32_t own = resources_of(&r->resources, ref);
    buf_reset(&r->key);
    buf_add(&r->key, (const char *)&own, sizeof own);
    buf_add(&r->key, raw, len);
    return !buf_over(&r->key);
}

uint32_t refs_target(struct refs *r, uint32_t ref)
{
    if (!make_key(r, ref))
        return JSONTAPE_NONE;
    const struct table_entry *known = table_get(&r->found, r->key.data, r->key.len);
    if (known != NULL)
        return (uint32_t)known->value.number - 1; /* 0 becomes JSONTAPE_NONE */
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(r->t, ref, &text);
    uint32_t node = find(r, ref, text.data, text.len);
    buf_free(&text);
    make_key(r, ref); /* again: what stood on the way was looked for too */
    table_put(&r->found, r->key.data, r->key.len)->value.number = (uint32_t)(node + 1);
    return node;
}

uint32_t refs_follow(struct refs *r, uint32_t node)
{
    struct table *followed = &r->followed;
    struct buf chain; /* the nodes on the way */
    uint32_t ref;
    if (refs_of(r, node) == JSONTAPE_NONE)
        return node;
    buf_init(&chain, CEILING_SPEC);
    r->nesting++;
    while (r->nesting <= CEILING_REFERENCES && (ref = refs_of(r, node)) != JSONTAPE_NONE) {
        const struct table_entry *known = table_get(followed, (const char *)&node, sizeof node);
        if (known != NULL) {
            /* Still 0, which becomes JSONTAPE_NONE, for one of this chain. */
            node = (uint32_t)known->value.number - 1;
            break;
        }
        table_put(followed, (const char *)&node, sizeof node);
        buf_add(&chain, (const char *)&node, sizeof node);
        node = refs_target(r, ref);
    }
    node = r->nesting > CEILING_REFERENCES ? JSONTAPE_NONE : node;
    r->nesting--;
    for (size_t i = 0; i < chain.len; i += sizeof node)
        table_put(followed, chain.data + i, sizeof node)->value.number = (uint32_t)(node + 1);
    buf_free(&chain);
    return node;
}

/* The reference at the end of the chain, which leads nowhere; JSONTAPE_NONE: it goes round in a circle. */
static uint32_t last_of(struct refs *r, uint32_t ref)
{
    struct table seen;
    table_init(&seen);
    uint32_t last = ref, target;
    while (last != JSONTAPE_NONE && (target = refs_target(r, last)) != JSONTAPE_NONE) {
        size_t before = seen.count;
        table_put(&seen, (const char *)&target, sizeof target);
        last = seen.count > before ? refs_of(r, target) : JSONTAPE_NONE;
    }
    table_free(&seen);
    return last;
}

/* Why the file or address that the reference names could not be had; or, where it names none, that it does
 * not. */
static void add_reason(struct refs *r, uint32_t ref, const struct buf *text, struct buf *out)
{
    struct buf uri;
    buf_init(&uri, CEILING_TEXT);
    size_t head = strcspn(text->data, "#");
    if (head > 0)
        uri_resolve(documents_of(r->documents, ref)->uri, text->data, head, &uri);
    const char *base = documents_of(r->documents, ref)->uri;
    const char *why = documents_why(r->documents, uri.data, uri.len);
    if (head > 0 && remote_is_url(base) && !remote_is_url(uri.data))
        buf_format(out, ": %s is no address, and the document comes from one", uri.data);
    else if (why != NULL)
        buf_format(out, ": %s", why);
    else
        buf_text(out, head == 0 ? " in this document" : " in that document");
    buf_free(&uri);
}

/* Adds the reference, a string, without a password that stands in it; text holds it with one. */
static void add_reference(struct refs *r, uint32_t ref, struct buf *text, struct buf *out)
{
    buf_reset(text);
    jsontape_string(r->t, ref, text);
    char *plain = remote_plain(text->data);
    buf_text(out, plain);
    free(plain);
}

void refs_why(struct refs *r, uint32_t ref, struct buf *out)
{
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    uint32_t last = last_of(r, ref);
    buf_text(out, "the reference ");
    add_reference(r, ref, &text, out);
    buf_char(out, ' ');
    if (last != JSONTAPE_NONE && last != ref) {
        buf_text(out, "leads on to ");
        add_reference(r, last, &text, out);
        buf_text(out, ", which ");
    }
    if (last == JSONTAPE_NONE) {
        buf_text(out, "goes round in a circle");
    } else {
        buf_text(out, "leads nowhere");
        add_reason(r, last, &text, out);
    }
    buf_free(&text);
}

/* The member of a big map or list that the node is or stands in; NULL: it is none of the index. */
static const struct table_entry *member_around(struct refs *r, uint32_t container, uint32_t node)
{
    const struct table *members = index_of(r, container);
    size_t low = 0, high = members->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (members->entry[middle].value.number <= node)
            low = middle;
        else
            high = middle;
    }
    const struct table_entry *e = &members->entry[low];
    bool around = e->value.number <= node && node < r->t->node[e->value.number].next;
    return around ? e : NULL;
}

/* Adds the token of the child that the node is or stands in, and returns the child, or JSONTAPE_NONE. */
static uint32_t add_token(struct refs *r, uint32_t at, uint32_t node, struct buf *out)
{
    const struct jsontape *t = r->t;
    const struct table_entry *e = is_big(t, at) ? member_around(r, at, node) : NULL;
    if (e != NULL) {
        buf_char(out, '/');
        jsonpointer_fragment(e->key, e->len, out);
        return (uint32_t)e->value.number;
    }
    size_t index = 0;
    struct jsontape_walk w = jsontape_walk(t, at);
    while (jsontape_step(t, &w) && node >= t->node[w.value].next)
        index++;
    if (w.value == JSONTAPE_NONE || node < w.value)
        return JSONTAPE_NONE;
    buf_char(out, '/');
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    jsontape_string(t, w.key, &key);
    if (w.key == JSONTAPE_NONE)
        buf_format(out, "%zu", index);
    else
        jsonpointer_fragment(key.data, key.len, out);
    buf_free(&key);
    return w.value;
}

void refs_pointer(struct refs *r, uint32_t node, struct buf *out)
{
    uint32_t at = documents_of(r->documents, node)->node;
    buf_char(out, '#');
    while (at != node && at != JSONTAPE_NONE)
        at = add_token(r, at, node, out);
}
