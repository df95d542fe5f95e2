#include "entry.h"

#include <string.h>

#include "document/author.h"
#include "jsonwrite.h"
#include "number.h"
#include "state.h"

static const char *const token[] = {"prompt", "completion", "cached", "cache_write", "reasoning"};
enum { TOKENS = sizeof token / sizeof token[0] };

/* A member that is a string of the record. */
static void text_member(struct jsonwrite *w, const char *key, const struct record *r, uint32_t node)
{
    if (jsontape_kind(&r->tape, node) != '"')
        return;
    jsonwrite_key(w, key);
    jsontape_write(&r->tape, node, w);
}

/* The tokens of the provider's own calls, each kind that one of them tells. */
static void write_usage(struct jsonwrite *w, const struct record *r)
{
    long long sum[TOKENS] = {-1, -1, -1, -1, -1};
    bool told = false;
    struct jsontape_walk walk = jsontape_walk(&r->tape, record_get(r, "attempts"));
    while (jsontape_step(&r->tape, &walk)) {
        uint32_t usage = jsontape_get(&r->tape, walk.value, "usage");
        for (int i = 0; i < TOKENS && author_made(r, walk.value); i++) {
            long long n = jsontape_count(&r->tape, jsontape_get(&r->tape, usage, token[i]), -1);
            told = told || n >= 0;
            if (n >= 0)
                sum[i] = number_sum(sum[i] < 0 ? 0 : sum[i], n);
        }
    }
    if (!told)
        return;
    jsonwrite_key(w, "usage");
    jsonwrite_open(w, '{');
    for (int i = 0; i < TOKENS; i++) {
        if (sum[i] >= 0)
            jsonwrite_member_int(w, token[i], sum[i]);
    }
    jsonwrite_close(w, '}');
}

void entry_made(const struct record *r, const struct entry_document *d, struct buf *out)
{
    char digest[DIGEST_MARKED];
    size_t attempts = jsontape_size(&r->tape, record_get(r, "attempts"));
    struct jsonwrite w = jsonwrite_to(out);
    digest_marked(d->digest, digest);
    jsonwrite_open(&w, '{');
    text_member(&w, "hash", r, record_get(r, "hash"));
    if (d->recipe[0] != '\0')
        jsonwrite_member(&w, "recipe", d->recipe);
    text_member(&w, "provider", r, record_get(r, "provider"));
    text_member(&w, "model", r, author_model(r));
    jsonwrite_member(&w, "generated_at", d->stamp);
    jsonwrite_member(&w, "file", d->file);
    jsonwrite_member(&w, "digest", digest);
    jsonwrite_member_int(&w, "cases", (long long)d->cases);
    text_member(&w, "fallback_from", r, record_get(r, "fallback_from"));
    if (attempts > 0)
        jsonwrite_member_int(&w, "attempts", (long long)attempts);
    write_usage(&w, r);
    jsonwrite_close(&w, '}');
}

void entry_failed(const struct jsontape *older, const char *class, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    if (older != NULL) {
        for (struct jsontape_walk walk = jsontape_walk(older, 0); jsontape_step(older, &walk);) {
            if (!jsontape_is(older, walk.key, "failed") && !jsontape_is(older, walk.key, "error"))
                jsontape_write_member(older, walk.key, &w);
        }
    }
    jsonwrite_key(&w, "failed");
    jsonwrite_bool(&w, true);
    jsonwrite_member(&w, "error", class);
    jsonwrite_close(&w, '}');
}
