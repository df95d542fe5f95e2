/*
 * remote: API descriptions behind http and https URLs, fetched by the helper cc-fetch.
 *
 * The helper is started at the first URL and lives until remote_free, so that connections are used again.  It
 * is $CASECRAFT_LIBEXECDIR/cc-fetch, or ../libexec/casecraft/cc-fetch beside the folder of this program.
 */
#ifndef REMOTE_H
#define REMOTE_H

#include <stdbool.h>

#include "buf.h"
#include "child.h"
#include "diag.h"

struct remote {
    const char *root, *header_file;
    struct child child;
    bool started, broken;
    struct buf heard; /* what the helper said and was not used yet */
};

/* Whether the name of a description is an http or https URL. */
bool remote_is_url(const char *name);
/* The name without the userinfo, if it is a URL or a reference to another host (//…), for records and messages;
 * the caller's. */
char *remote_plain(const char *name);

/*
 * root: the description that a person named, a URL or not.  Its origin (scheme, host, port) alone gets its
 * userinfo and the headers of header_file (or NULL), for all URLs of the run; where it is a URL, it must be the
 * first that is got.  Both are kept, not copied.  Starts nothing; SIGPIPE must be ignored (stopping.h).
 */
void remote_init(struct remote *r, const char *root, const char *header_file);
/* Ends the helper and reaps it. */
void remote_free(struct remote *r);

/*
 * Adds what stands at the URL to text, within its ceiling and CEILING_SPEC; *final_url, the caller's, is
 * where it stood after redirects, without userinfo and fragment.  Returns 0, or -1 with err ("URL: …", no
 * userinfo), text as it was and *final_url NULL.  A signal (stopping.h) ends the waiting too.
 */
int remote_get(struct remote *r, const char *url, struct buf *text, char **final_url,
               struct diag_error *err);

#endif
