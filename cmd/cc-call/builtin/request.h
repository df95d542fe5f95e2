/*
 * request: the request side of a record, with a valid value for each part, and drafts made of them.
 *
 * A part is a parameter or the body.  The values are derived from the schemas once; a case replaces one.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsonwrite.h"
#include "record.h"
#include "schema/verdict.h"
#include "schema/view.h"

enum request_in {
    REQUEST_PATH,
    REQUEST_QUERY,
    REQUEST_HEADER,
    REQUEST_COOKIE,
    REQUEST_BODY,
    REQUEST_PLACES,
};

/* "path", "query"… as violates.in has it. */
const char *request_in_name(enum request_in in);

struct request_part {
    char *name; /* "" for the body */
    enum request_in in;
    bool required;
    bool textual;    /* its values travel as text */
    bool careful;    /* as in schema/derive */
    uint32_t node;   /* the parameter, or the media type's entry */
    uint32_t schema; /* may be JSONTAPE_NONE */
    char *plain;     /* a value with required members only, as JSON; NULL: none can be made */
    char *full;      /* one with all members */
    enum schema_verdict plain_verdict, full_verdict;
};

struct request {
    const struct record *record;
    struct schema_view view;
    struct request_part *part; /* the body, where there is one, is the last */
    size_t parts, room;
    char *content_type; /* of the body, or NULL */
};

void request_open(struct request *q, const struct record *r, unsigned long long seed);
void request_close(struct request *q);

/* A request: the required parts or all, one of them changed. */
struct request_plan {
    bool full;
    size_t changed;    /* index of a part; q->parts: none */
    const char *value; /* its JSON; NULL: left out */
    size_t len;
    bool raw;                 /* the value is the body's text, no JSON */
    const char *content_type; /* in place of the body's; or NULL */
};

/* Writes the members path_params … content_type of a draft. */
void request_write(const struct request *q, const struct request_plan *p, struct jsonwrite *w);
/* What is known of all parts of it but the changed one: of a plan without change, the whole. */
enum schema_verdict request_verdict(const struct request *q, const struct request_plan *p);

#endif
