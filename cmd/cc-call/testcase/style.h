/*
 * style: how a value is written in a path, query, header, cookie or form.
 *
 * The styles of OpenAPI (3.1.1, table "Style Examples"; RFC 6570), and what it leaves open: members of members in a
 * deepObject are name[a][b]=v; in all other styles a container within another is JSON; where a style does not speak of
 * what it explodes (spaceDelimited, pipeDelimited) it is written as in form.  An empty list or object has no piece at all.
 */
#ifndef STYLE_H
#define STYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"

enum style_place { STYLE_PATH, STYLE_QUERY, STYLE_HEADER, STYLE_COOKIE };

/* A value is one piece, or exploded many: "c=a&c=b". */
struct style {
    char between;   /* stands between two pieces; before the first too where `leads` */
    char delimiter; /* between items, keys and values in one piece */
    bool leads;
    bool named;   /* pieces are name=value */
    bool bare;    /* of an empty value there is the name alone, without "=" */
    bool explode; /* a piece for each item or member */
    bool deep;    /* deepObject */
    bool encoded; /* percent-encoded */
    /* allowReserved: but for reserved characters that mean nothing in a query, and %20 and its like. */
    bool reserved;
    bool whole;  /* a list or object is one JSON text: `content` */
    bool folded; /* an object is one */
    /* A text is one too, in quotes; not where it holds the JSON of a list or object already. */
    bool json;
};

/* The record's declaration of a parameter, or JSONTAPE_NONE. */
uint32_t style_declared(const struct jsontape *record, uint32_t parameters, enum style_place in,
                        const char *name);
/* What a parameter's declaration says (JSONTAPE_NONE: the usual).  A cookie's style is that of its value: lists, and
 * objects that do not explode, are one cookie. */
void style_of_parameter(const struct jsontape *record, uint32_t declaration, enum style_place in,
                        struct style *s);
/* What a row of `encoding` says of a form's field (JSONTAPE_NONE: nothing): a style as in a query where it names style,
 * explode or allowReserved, else its contentType: JSON; else lists as in a query, and objects as JSON. */
void style_of_field(const struct jsontape *record, uint32_t row, struct style *s);

/* Percent-encodes a text, but for unreserved characters (RFC 3986) and those kept; where there are any, %20 and its like
 * stay too. */
void style_encode(const char *text, size_t len, const char *kept, struct buf *out);
/* Adds a value.  name: not encoded.  joint: what goes before the first piece, '\0' for nothing; afterwards what goes
 * before another.  A credential placeholder, ${API_KEY} and its like, stays as it is written. */
void style_write(const struct style *s, const char *name, const struct jsontape *values,
                 uint32_t value, char *joint, struct buf *out);

#endif
