/*
 * uri: where a reference leads, as text (RFC 3986, section 5), and whether two targets are one.  Floor 3.
 *
 * A base is a URL (scheme://…) or the path of a file, relative or absolute.  Fragments are not looked at.
 */
#ifndef URI_H
#define URI_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "digest.h"

/* Whether it begins with a scheme: letters, digits, + - . and a colon; one letter alone is a drive, not a
 * scheme. */
bool uri_has_scheme(const char *text, size_t len);
/*
 * Adds what the reference (no fragment in it) means beside the base.  Steps . and .. are taken out; a
 * relative path may begin with .. then.  Against a path, file:///path is that path, and %xx is decoded:
 * files have the names they have.
 */
void uri_resolve(const char *base, const char *ref, size_t len, struct buf *out);
/* The digest of the path and the query that a request is sent with.  The order of the query counts among pairs of one
 * name alone. */
struct digest uri_digest(const char *target);

#endif
