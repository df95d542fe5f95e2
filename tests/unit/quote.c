/* cc-call's quote: whether words stand in the description of an operation. */
#include "../../cmd/cc-call/judge/quote.h"

#include <string.h>

#include "unit.h"

static const char operation[] =
    "{\"id\":\"POST /orders\",\"summary\":\"Place an order\",\"description\":\"An order needs "
    "**at least** one `line`.\\nA customer has\\n  at most three open orders. Caf\\u00e9 only on "
    "\\u201csunny\\u201d days \\u2013 see [the rules](https://example.com/rules).\","
    "\"tags\":[\"nobody quotes a tag\"],\"request\":{\"parameters\":[{\"name\":\"dry\",\"in\":"
    "\"query\",\"description\":\"Nothing is kept where dry is set\"}],\"body\":{\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/$defs/Order\"},\"example\":{\"description\":"
    "\"a value is no rule\"}}}}},\"responses\":{\"409\":{\"description\":"
    "\"The order number is taken\"}},\"$defs\":{\"Order\":{\"properties\":{\"description\":{"
    "\"description\":\"\\u8ba2\\u5355\\u53f7\\u5fc5\\u987b\\u552f\\u4e00\"},\"from\":{"
    "\"description\":\"Before <code>until</code>\"}}}}}";

static const struct {
    const char *words;
    bool occurs;
} rows[] = {
    {"Place an order", true},
    {"place AN order", true},
    {"A customer has at most three open orders.", true},
    {"  A customer\thas at most\nthree open orders  ", true},
    {"\"at most three open orders\"", true},
    {"at most three open orders...", true},
    {"at most three\xE2\x80\xA6", true},
    {"An order needs at least one line", true},
    {"An order needs **at least** one `line`", true},
    {"Caf\xC3\xA9 only on 'sunny' days - see the rules", true},
    {"Nothing is kept where dry is set", true},
    {"The order number is taken", true},
    {"\xE5\x8F\xB7\xE5\xBF\x85\xE9\xA1\xBB\xE5\x94\xAF\xE4\xB8\x80", true},
    {"before until", true},
    {"A customer has at most four open orders", false},
    {"Orders of more than 1000 need approval", false},
    {"nobody quotes a tag", false},
    {"a value is no rule", false},
    {"order. A customer", false},
    {"Place an order an order needs", false},
    {"rule", true},
    {"the", false},
    {"", false},
    {"...", false},
    {"\x01", false},
};

int main(void)
{
    struct record r;
    struct diag_error err;
    struct quote_words q;
    if (!UNIT_CHECK(record_read(&r, operation, strlen(operation), &err) == 0, "the operation"))
        return unit_end();
    quote_open(&q, &r);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        UNIT_CHECK(quote_occurs(&q, rows[i].words) == rows[i].occurs, "\"%s\" %s", rows[i].words,
                   rows[i].occurs ? "stands there" : "does not");
    quote_close(&q);
    record_free(&r);
    return unit_end();
}
