/*
 * ceiling: every limit of the program, each with its reason.  Floor 0: knows nothing.
 *
 * A buffer, a loop or a recursion that reads input names one of these.
 */
#ifndef CEILING_H
#define CEILING_H

#include <stddef.h>

#define CEILING_KIB ((size_t)1024)
#define CEILING_MIB (CEILING_KIB * CEILING_KIB)

/* An API description; the largest public one is 70 MB. */
#define CEILING_SPEC (256 * CEILING_MIB)
/*
 * Keys and values of a JSON text, twelve bytes each: 256 MiB of `[1,1,…` would take 1.5 GB.  Descriptions
 * have one for every 14 bytes or more, so CEILING_SPEC is met first.
 */
#define CEILING_JSON_NODES ((size_t)32 * 1000 * 1000)
/* What aliases may expand a YAML description to: a "billion laughs" stops here. */
#define CEILING_YAML_NODES ((size_t)16 * 1000 * 1000)
/* One line of a stream: a record with everything its stages added. */
#define CEILING_LINE (16 * CEILING_MIB)
/* One answer of a provider: its text, or what is not streamed. */
#define CEILING_REPLY (8 * CEILING_MIB)
/* What may come over the wire for it: a stream brings 200 to 400 bytes with each of up to 131,072 tokens. */
#define CEILING_RECEIVED (64 * CEILING_MIB)
/* One .env file: it comes with cloned repositories and is not ours. */
#define CEILING_ENV (256 * CEILING_KIB)
/* A person's own settings: fifty providers with every setting have 50 KB. */
#define CEILING_CONFIG (256 * CEILING_KIB)
/* The state of an output directory, which may come with a repository: of the largest public API it is 4 MB, of
 * CEILING_OPERATIONS 64. */
#define CEILING_STATE (64 * CEILING_MIB)
/* One header file: servers take less than this. */
#define CEILING_HEADERS (64 * CEILING_KIB)
/* The file of prices: ours has 6 KB, one with every model that is sold would have some 300. */
#define CEILING_PRICES (1 * CEILING_MIB)
/* A ledger is read as a whole when it is opened, which takes seconds for this.  An answer has 1 to 30 KB: these
 * are more than anybody asks for in a year, and the index of so many takes less than half a gigabyte. */
#define CEILING_LEDGER (4096 * CEILING_MIB)
#define CEILING_LEDGER_ENTRIES ((size_t)4 * 1000 * 1000)
/* A file of rules that name providers: one for each operation of the largest public API has 700 KB. */
#define CEILING_MAP (1 * CEILING_MIB)
/* A prompt that a person wrote: some 60,000 tokens, more than most models are asked with. */
#define CEILING_PROMPT (256 * CEILING_KIB)
/* One text for a person: a message, a path, a URL. */
#define CEILING_TEXT (64 * CEILING_KIB)
/* A path, a base URL, an `$id`: more than browsers and proxies take of a URL, and a thousand operations or
 * references may share it. */
#define CEILING_URL (2 * CEILING_KIB)
/* The same in JSON, where a byte may be \u and four digits. */
#define CEILING_SPELLED (6 * CEILING_URL)
/* Records cc-call and cc-fallback hold at once, and their bytes: memory is O(window). */
#define CEILING_WINDOW_RECORDS 4096
#define CEILING_WINDOW_BYTES (8 * CEILING_MIB)

/*
 * Nesting of JSON.  Walks over a parsed text recurse, so this bounds the stack too; real descriptions
 * stay below 40, and 300 nested allOf (an object and a list each) is a test.  cJSON stops at 1,000.
 */
#define CEILING_DEPTH 768
/* Nesting of YAML: libyaml 0.2.5 is quadratic in it (library-traps: 100,000 brackets take a minute). */
#define CEILING_YAML_DEPTH 64
/* References that lead on by references: a chain in a record, or a pointer through another. */
#define CEILING_REFERENCES 64
/* Operations of one description: references can make a million of 50 KB.  The largest public one has 11,000. */
#define CEILING_OPERATIONS 200000
/* All records of a description: references can make 95 GB of 1 MB.  At least this, and so many of the size that
 * records are cut to.  What is gone through for them may have as much: for a description of 6,000 operations, each
 * of which reaches some 3,000 schemas, it is a twentieth. */
#define CEILING_OUTPUT (4096 * CEILING_MIB)
#define CEILING_OUTPUT_RECORDS ((size_t)32768)
/* Files of one description; the largest public trees have some 4,000. */
#define CEILING_DOCUMENTS 20000
/* Providers in one list or chain. */
#define CEILING_PROVIDERS 64
/* Workers of one provider. */
#define CEILING_WORKERS 1024

/* A record as cc-split writes it, before --max-bytes says otherwise. */
#define CEILING_RECORD (128 * CEILING_KIB)

#endif
