/* cc-call's verdict: what ends a provider for the run. */
#include "../../cmd/cc-call/lane/verdict.h"

#include <string.h>

#include "unit.h"

/* Calls one after another, a letter each (-: a time-out before any byte), and when it ended: the class, and after how many. */
static const struct {
    const char *calls;
    enum outcome_class class;
    size_t after;
} rows[] = {
    {"", OUTCOME_OK, 0},
    {"ok", OUTCOME_OK, 0},
    {"a", OUTCOME_OK, 0},
    {"aa", OUTCOME_AUTH, 2},
    {"aoa", OUTCOME_OK, 0},
    {"aoaa", OUTCOME_AUTH, 4},
    {"ana", OUTCOME_AUTH, 3},
    {"ata", OUTCOME_AUTH, 3},
    {"aia", OUTCOME_AUTH, 3},
    {"anntta", OUTCOME_AUTH, 6},
    {"ara", OUTCOME_OK, 0},
    {"asa", OUTCOME_OK, 0},
    {"oooaa", OUTCOME_AUTH, 5},
    {"b", OUTCOME_BILLING, 1},
    {"ob", OUTCOME_BILLING, 2},
    {"q", OUTCOME_QUOTA, 1},
    {"m", OUTCOME_MODEL, 1},
    {"rrrrrrsssssstttttnnnnnvvvvv", OUTCOME_OK, 0},
    {"cxReO", OUTCOME_OK, 0},
    {"ab", OUTCOME_BILLING, 2},
    {"aab", OUTCOME_AUTH, 2},
    {"boooaa", OUTCOME_BILLING, 1},
    {"bqm", OUTCOME_BILLING, 1},
    {"-------------------", OUTCOME_OK, 0},
    {"--------------------", OUTCOME_TIMEOUT, 20},
    {"-------------------n-", OUTCOME_OK, 0},
    {"----------o--------------------", OUTCOME_TIMEOUT, 31},
    {"-------------------i-", OUTCOME_TIMEOUT, 21},
};

static enum outcome_class class_of(char call)
{
    static const struct {
        char letter;
        enum outcome_class class;
    } letters[] = {
        {'o', OUTCOME_OK},      {'k', OUTCOME_OK},       {'a', OUTCOME_AUTH},
        {'b', OUTCOME_BILLING}, {'q', OUTCOME_QUOTA},    {'m', OUTCOME_MODEL},
        {'r', OUTCOME_RATE},    {'v', OUTCOME_OVERLOAD}, {'s', OUTCOME_SERVER},
        {'n', OUTCOME_NETWORK}, {'t', OUTCOME_TIMEOUT},  {'i', OUTCOME_INTERRUPTED},
        {'c', OUTCOME_CONTENT}, {'x', OUTCOME_CONTEXT},  {'R', OUTCOME_REQUEST},
        {'e', OUTCOME_CONFIG},  {'O', OUTCOME_OUTPUT},   {'-', OUTCOME_TIMEOUT},
    };
    size_t i = 0;
    while (letters[i].letter != call)
        i++;
    return letters[i].class;
}

/* glm has a twin, of which a note is written. */
static char name[] = "glm", base_url[] = "http://h";

static void check_row(size_t row)
{
    struct provider p = {.vendor = vendor_find(name), .name = name, .base_url = base_url};
    struct verdict v = {OUTCOME_OK};
    size_t after = 0;
    for (size_t i = 0; rows[row].calls[i] != '\0'; i++) {
        char message[32], call = rows[row].calls[i];
        snprintf(message, sizeof message, "call %zu", i + 1);
        struct reply r = {
            .class = class_of(call), .message = message, .http = call == '-' ? 0 : 200};
        verdict_hear(&v, &p, &r);
        if (after == 0 && v.class != OUTCOME_OK)
            after = i + 1;
    }
    char said[32];
    snprintf(said, sizeof said, "call %zu", after);
    UNIT_CHECK(v.class == rows[row].class && after == rows[row].after, "%s ends as %s after %zu",
               rows[row].calls, outcome_name(v.class), after);
    UNIT_CHECK(after == 0 ? v.message == NULL : strcmp(v.message, said) == 0,
               "%s ends with the words of call %zu: %s", rows[row].calls, after,
               v.message != NULL ? v.message : "-");
    verdict_free(&v);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
    struct provider p = {.vendor = vendor_other(), .name = name, .base_url = base_url};
    struct verdict v = {OUTCOME_OK};
    struct reply unsaid = {.class = OUTCOME_BILLING};
    verdict_hear(&v, &p, &unsaid);
    UNIT_CHECK(v.class == OUTCOME_BILLING && v.message != NULL,
               "an error without a message ends too");
    verdict_free(&v);
    return unit_end();
}
