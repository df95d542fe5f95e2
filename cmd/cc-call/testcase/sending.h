/*
 * sending: a draft's request as it goes out: credentials in place, target, body.
 */
#ifndef SENDING_H
#define SENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"
#include "record.h"
#include "table.h"

/* What is the same for all requests of an operation. */
struct sending_rules {
    const struct record *record;
    char *path;
    struct table files; /* members of a multipart body that are files */
};

/* The record must outlive it. */
void sending_open(struct sending_rules *s, const struct record *r);
void sending_close(struct sending_rules *s);

struct sending {
    struct buf headers, cookies, query; /* JSON objects; the values of the first two are strings */
    struct buf target;                  /* path and query */
    struct buf content_type, body;
    bool has_body;
};

void sending_init(struct sending *s);
void sending_free(struct sending *s);

/*
 * Fills s from a draft case (headers, cookies, path_params, query_params, body or body_text, content_type, violates).
 * Credentials are put in unless the draft violates `auth`; a text `credential` of such a draft stands in their place.
 * Returns 0, or -1 with err when there can be no such request: a part of the path is not filled, a header has a line
 * break.
 */
int sending_make(struct sending *s, const struct sending_rules *rules, const struct jsontape *draft,
                 uint32_t at, struct diag_error *err);

/* The media type a body of this operation is sent as (JSON before forms before others), a key of its
 * `content`, or JSONTAPE_NONE; *entry: its node {schema, example…}. */
uint32_t sending_media(const struct record *r, uint32_t *entry);
/* Whether a body of this operation may have the content type: it, its range or any is listed; *entry: the nearest one's
 * node. */
bool sending_is_listed(const struct record *r, const char *content_type, uint32_t *entry);

#endif
