#include "loopback.h"

#include <stddef.h>

#include "unit.h"

int main(void)
{
    static const struct {
        const char *url;
        bool is;
    } rows[] = {
        {"http://localhost", true},
        {"http://localhost:11434/v1", true},
        {"https://127.0.0.1/", true},
        {"http://[::1]:8080/v1", true},
        {"http://localhost.evil.test", false},
        {"http://127.0.0.10/", false},
        {"http://127.0.0.1.evil.test/", false},
        {"http://example.com/localhost", false},
        {"ftp://localhost/", false},
        {"localhost", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        UNIT_CHECK(loopback_is(rows[i].url) == rows[i].is, "%s", rows[i].url);
    return unit_end();
}
