#include "curlbase.h"

enum { FIRST_HTTP2 = 0x080102 };

CURLM *curlbase_open(struct diag_error *err)
{
    CURLM *multi = NULL;
    bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    if (started)
        multi = curl_multi_init();
    if (started && multi == NULL)
        curl_global_cleanup();
    if (multi == NULL)
        diag_fail(err, "libcurl cannot be started");
    return multi;
}

void curlbase_close(CURLM *multi)
{
    if (multi == NULL)
        return;
    curl_multi_cleanup(multi);
    curl_global_cleanup();
}

void curlbase_set(CURL *easy, const char *url, char *error)
{
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "casecraft/" VERSION);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
    if (curl_version_info(CURLVERSION_NOW)->version_num < FIRST_HTTP2)
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}
