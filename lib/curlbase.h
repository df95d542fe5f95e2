/*
 * curlbase: what every use of libcurl has in common here.  Floor 3; for httpget and httppool alone.
 */
#ifndef CURLBASE_H
#define CURLBASE_H

#include <curl/curl.h>

#include "diag.h"

/* Starts libcurl; NULL with err when it cannot be.  The caller closes it. */
CURLM *curlbase_open(struct diag_error *err);
/* NULL: nothing happens. */
void curlbase_close(CURLM *multi);

/*
 * Sets the URL, where messages go (CURL_ERROR_SIZE bytes) and what holds for all calls: http and https alone, no
 * redirects (they would take custom headers to other hosts), no signals, any compression.  Below libcurl 8.1.2
 * it is HTTP/1.1 alone: 7.88 may tell a body that was cut short over HTTP/2 as whole.
 */
void curlbase_set(CURL *easy, const char *url, char *error);

#endif
