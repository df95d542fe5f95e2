/*
 * yamlread: YAML text to JSON text and its tape, and the only file that includes libyaml.  Floor 3.
 *
 * One document, in UTF-8 or UTF-16.  Plain scalars are typed by the YAML 1.2 core schema (no
 * Norway: `no` is text; dates stay text); mapping keys become strings as they are written (`200:`
 * is "200"); `<<` merges and explicit keys win; aliases expand to the latest anchor of their
 * name.  Number text is kept where it is a JSON number too.  The core schema's tags and `!` (text)
 * are honoured, !!binary is text, other tags say nothing.
 *
 * Refused with line and column: what libyaml refuses, duplicate keys, complex keys, an alias to
 * nothing or to what encloses it, a `<<` that holds no mapping, .inf and .nan, a value that is not
 * what its tag says, nesting over CEILING_YAML_DEPTH (CEILING_DEPTH with aliases expanded), expansion
 * over CEILING_YAML_NODES or over the ceiling of out, more than 64 directives, a second document.
 *
 * What libyaml 0.2.5 takes otherwise than YAML 1.2 stands in tests/unit/yamlsuite.c.
 */
#ifndef YAMLREAD_H
#define YAMLREAD_H

#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

/*
 * Adds the JSON form of text to out, and its nodes to tape as jsontape_more() would, in time linear in both.  An
 * empty document is `null`.  Returns 0, or -1 with err ("line N, column M: …", or without a line for text over
 * CEILING_SPEC); what was added to out is then of no use, and tape has the nodes that it had.
 */
int yamlread_json(const char *text, size_t len, struct buf *out, struct jsontape *tape,
                  struct diag_error *err);

/* Puts the next bytes of a text into room, up to size of them.  Returns how many; 0 at the end, -1: there is
 * no more to be had. */
typedef ssize_t yamlread_more(void *from, char *room, size_t size);
/*
 * The same for a text that is not in memory as a whole.  first: its first len bytes, which are looked at before
 * more() is asked for them too.  Returns 0, or -1 where something is wrong with it, or cannot be told without
 * the text at hand; yamlread_json() can tell then.
 */
int yamlread_stream(const char *first, size_t len, yamlread_more *more, void *from, struct buf *out,
                    struct jsontape *tape);

#endif
