/*
 * service: a request in, an answer out.
 *
 * The script is named by the header X-Script, else by the member `model` of the body, else for GET
 * and HEAD by the path without its first slash, else it is `default`.  A name that is no script: as
 * a model it answers as `default`, as a path it is what the guise has there, else 404 (/v1/models and
 * /models list models), in X-Script it is an error.  An error of a script is status 418, which says what is wrong.
 *
 * GET /__stats, GET /__last and POST /__reset are answered at once and not counted.
 */
#ifndef SERVICE_H
#define SERVICE_H

#include <stdbool.h>

#include "catalogue.h"
#include "http.h"
#include "question.h"
#include "reply.h"
#include "stats.h"

struct service {
    struct catalogue catalogue;
    struct stats stats;
    struct question question;
    const char *guise; /* or NULL */
    long long number;  /* of answers, for ids */
};

/* Directories and guise may be NULL; they are kept, not copied. */
void service_init(struct service *s, const char *scripts, const char *captures, const char *guise);
void service_free(struct service *s);
/*
 * Puts the answer into r, which is as after reply_init.  first says that the connection has carried
 * no counted request yet.  Returns what to give to stats_end when the answer has gone out (the
 * request is then empty), or NULL: not counted.
 */
struct stats_line *service_answer(struct service *s, struct http_request *request, bool first,
                                  struct reply *r);

#endif
