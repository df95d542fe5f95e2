/*
 * limits: every ceiling of the program, each with its reason.  Floor 0: knows nothing.
 *
 * A buffer, a loop or a recursion that reads input names one of these.
 */
#ifndef LIMITS_H
#define LIMITS_H

#include <stddef.h>

#define LIMITS_KIB ((size_t)1024)
#define LIMITS_MIB (LIMITS_KIB * LIMITS_KIB)

/* An API description; the largest public one is 70 MB. */
#define LIMITS_SPEC (256 * LIMITS_MIB)
/* What aliases may expand a YAML description to: a "billion laughs" stops here. */
#define LIMITS_YAML_NODES ((size_t)16 * 1000 * 1000)
/* One line of a stream: a record with everything its stages added. */
#define LIMITS_LINE (16 * LIMITS_MIB)
/* One answer of a provider, as received. */
#define LIMITS_REPLY (8 * LIMITS_MIB)
/* One .env file: it comes with cloned repositories and is not ours. */
#define LIMITS_ENV (256 * LIMITS_KIB)
/* One text for a person: a message, a path, a URL. */
#define LIMITS_TEXT (64 * LIMITS_KIB)
/* Records cc-call and cc-fallback hold at once, and their bytes: memory is O(window). */
#define LIMITS_WINDOW_RECORDS 4096
#define LIMITS_WINDOW_BYTES (8 * LIMITS_MIB)

/*
 * Nesting of JSON.  Walks over a parsed text recurse, so this bounds the stack too; real descriptions
 * stay below 40, and 300 nested allOf (an object and a list each) is a test.  cJSON stops at 1,000.
 */
#define LIMITS_DEPTH 768
/* Nesting of YAML: libyaml 0.2.5 is quadratic in it (library-traps: 100,000 brackets take a minute). */
#define LIMITS_YAML_DEPTH 64
/* A chain of references, each naming the next. */
#define LIMITS_REFERENCES 64
/* Providers in one list or chain. */
#define LIMITS_PROVIDERS 64
/* Workers of one provider. */
#define LIMITS_WORKERS 1024

/* A record as cc-split writes it, before --max-bytes says otherwise. */
#define LIMITS_RECORD (128 * LIMITS_KIB)

#endif
