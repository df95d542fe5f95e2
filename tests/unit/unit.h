/*
 * unit: the counting of a unit test program.  Included once, by the program itself.
 *
 *     UNIT_CHECK(cond, "what was expected of %s", name);   … one check
 *     return unit_end();                                    … at the end of main()
 */
#ifndef UNIT_H
#define UNIT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int unit_passed, unit_failed;

__attribute__((format(printf, 4, 5))) static inline bool unit_check(bool ok, const char *file,
                                                                    int line, const char *fmt, ...)
{
    if (ok) {
        unit_passed++;
        return true;
    }
    unit_failed++;
    va_list ap;
    va_start(ap, fmt);
    printf("%s:%d: ", file, line);
    vprintf(fmt, ap);
    printf("\n");
    va_end(ap);
    return false;
}

#define UNIT_CHECK(cond, ...) unit_check((cond), __FILE__, __LINE__, __VA_ARGS__)

/* "N passed, N failed" on stdout; the exit code. */
static inline int unit_end(void)
{
    printf("%d passed, %d failed\n", unit_passed, unit_failed);
    return unit_failed == 0 ? 0 : 1;
}

#endif
