#include "outcome.h"

#include <stdlib.h>
#include <string.h>

#include "jsontape.h"
#include "unit.h"

static void check_names(void)
{
    static const char listed[] =
        "ok auth billing quota rate overload server network timeout content "
        "context model request output config interrupted ";
    static const char stay[] = " ok content request interrupted ";
    char all[300] = "", word[40];
    for (int c = 0; c < OUTCOME_CLASSES; c++) {
        const char *name = outcome_name((enum outcome_class)c);
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", name);
        snprintf(word, sizeof word, " %s ", name);
        UNIT_CHECK(outcome_find(name) == (enum outcome_class)c, "%s is found", name);
        UNIT_CHECK(outcome_moves_on((enum outcome_class)c) == (strstr(stay, word) == NULL),
                   "%s: to the next provider?", name);
    }
    UNIT_CHECK(strcmp(all, listed) == 0, "the classes are %s", all);
    UNIT_CHECK(outcome_find("Auth") == OUTCOME_CLASSES && outcome_find("") == OUTCOME_CLASSES,
               "what is no class is not found");
}

static void check_json(void)
{
    struct buf out;
    buf_init(&out, 10000);
    outcome_error_json(&out, OUTCOME_RATE, "glm", 429, "1302", "slow \"down\"\n");
    UNIT_CHECK(strcmp(out.data, "{\"class\":\"rate\",\"provider\":\"glm\",\"http\":429,"
                                "\"code\":\"1302\",\"message\":\"slow \\\"down\\\"\\n\"}") == 0,
               "an error is %s", out.data);
    buf_reset(&out);
    outcome_error_json(&out, OUTCOME_CONFIG, NULL, 0, NULL, NULL);
    UNIT_CHECK(strcmp(out.data, "{\"class\":\"config\"}") == 0, "what is not there is left out: %s",
               out.data);
    /* Three bytes a character: 500 is no whole number of them. */
    char message[601] = "";
    for (size_t i = 0; i < 600; i += 3)
        memcpy(message + i, "\xe4\xb8\xad", 4);
    buf_reset(&out);
    outcome_error_json(&out, OUTCOME_SERVER, NULL, 0, message, message);
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_read(&t, out.data, out.len, NULL) == 0, "it is JSON: %s", out.data);
    char *text = jsontape_text(&t, jsontape_get(&t, 0, "message"));
    UNIT_CHECK(text != NULL && strlen(text) == 498 && strncmp(text, message, 498) == 0,
               "a message is cut at a character");
    UNIT_CHECK(jsontape_is(&t, jsontape_get(&t, 0, "code"), text), "and a code");
    free(text);
    jsontape_free(&t);
    buf_free(&out);
}

int main(void)
{
    check_names();
    check_json();
    return unit_end();
}
