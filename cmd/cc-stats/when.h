/*
 * when: time stamps as attempts carry them (RFC 3339, UTC).  cc-stats.
 */
#ifndef WHEN_H
#define WHEN_H

/* "2026-11-23T10:15:30Z", a fraction of the second allowed, in milliseconds since 1970.  Returns 0, or -1 for
 * anything else, a year before 1970 and after 9999 included. */
int when_parse(const char *text, long long *ms);

#endif
