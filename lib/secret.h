/*
 * secret: a key that stands in what came from outside.  Floor 0.
 */
#ifndef SECRET_H
#define SECRET_H

#include <stddef.h>

/* Shorter keys are placeholders: they stand in ordinary words, which are not to be blotted out. */
#define SECRET_LEAST 6
/* A key so long is no word.  Local servers take any ("secret", "password"), and answers may speak of those. */
#define SECRET_SURE 12

/*
 * Blots every key in the len bytes out, in place, by asterisks; also one that is spelled by escapes of JSON, at any
 * depth of JSON in JSON.  key may be NULL.
 */
void secret_hide(char *text, size_t len, const char *key);

#endif
