/*
 * fetch: a URL in, a body out, along its redirects; and which of them sees which credentials.
 *
 * Headers of a file, and the userinfo of the first URL, go to one origin (scheme, host and port).  Userinfo of
 * any other URL goes to that URL's own origin and is forgotten after it; userinfo in a redirect goes nowhere.
 */
#ifndef FETCH_H
#define FETCH_H

#include <stdbool.h>

#include "buf.h"
#include "diag.h"
#include "headers.h"
#include "httpget.h"

struct fetch {
    /* set by the caller; none is owned */
    struct httpget *http;
    const struct headers *headers;
    const char *origin; /* as httpget_url has it, or NULL */
    int connect_s, stall_s, total_s;
    int stop, reader; /* as httpget_call has them */
    /* set by fetch_get; all zero before */
    bool begun;
    bool stopped;
    char *user, *password; /* of the first URL, if it is of the origin */
};

/*
 * Fetches the URL; body is emptied first, its ceiling is the limit.  Returns 0 with *final, the caller's: where
 * the body was in the end, without userinfo and fragment.  Else -1 with err, which names no URL but those of
 * redirects, without userinfo; stopped says that the call was ended from outside.
 */
int fetch_get(struct fetch *f, const char *url, struct buf *body, char **final,
              struct diag_error *err);
void fetch_free(struct fetch *f);

#endif
