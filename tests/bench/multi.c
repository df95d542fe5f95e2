/*
 * multi URL CALLS CAP BODY: a bare libcurl multi loop that posts BODY to URL, CALLS times, CAP at once: the
 * baseline of cc-call.  Exit 0 when every answer had status 200.
 */
#include <curl/curl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t drop(char *bytes, size_t size, size_t n, void *unused)
{
    (void)bytes;
    (void)unused;
    return size * n;
}

static void start(CURLM *multi, const char *url, const char *body, struct curl_slist *headers)
{
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    curl_multi_add_handle(multi, easy);
}

/* Takes what has ended; returns how many calls that were. */
static long reap(CURLM *multi, long *bad)
{
    long ended = 0;
    int waiting;
    CURLMsg *msg;
    while ((msg = curl_multi_info_read(multi, &waiting)) != NULL) {
        CURL *easy = msg->easy_handle;
        CURLcode result = msg->data.result;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        *bad += result != CURLE_OK || status != 200;
        curl_multi_remove_handle(multi, easy);
        curl_easy_cleanup(easy);
        ended++;
    }
    return ended;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    long calls = strtol(argv[2], NULL, 10), cap = strtol(argv[3], NULL, 10);
    long started = 0, ended = 0, bad = 0;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, cap);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    while (ended < calls) {
        while (started < calls && started - ended < cap) {
            start(multi, argv[1], argv[4], headers);
            started++;
        }
        /* A call that ended in a perform before the wait would be waited over. */
        int running;
        curl_multi_poll(multi, NULL, 0, 1000, NULL);
        curl_multi_perform(multi, &running);
        ended += reap(multi, &bad);
    }
    curl_slist_free_all(headers);
    curl_multi_cleanup(multi);
    curl_global_cleanup();
    if (bad > 0)
        fprintf(stderr, "%ld calls failed\n", bad);
    return bad > 0;
}
