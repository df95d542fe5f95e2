/*
 * jsonscan: the one strict pass over JSON text (RFC 8259) that makes the nodes of a tape.  Floor 3.
 *
 * jsontape.h says what is refused and what the nodes mean; nobody else calls this.
 */
#ifndef JSONSCAN_H
#define JSONSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jsonscan_node {
    uint32_t at;   /* offset of the value's first byte */
    uint32_t end;  /* offset behind its last byte */
    uint32_t next; /* the node after this value and everything below it; 0: it has not ended */
};

struct jsonscan {
    const char *text;           /* less than 4 GiB */
    size_t at, len;             /* the value stands in text[at, len) */
    struct jsonscan_node *node; /* grown as needed; the caller frees it */
    size_t count, room;
    size_t deepest;  /* raised to how deep the value nests */
    size_t stopped;  /* offset at which the pass ended: of the fault, when it failed */
    const char *why; /* it failed: what is wrong there */
    bool surrogates; /* \u escapes of surrogates stand in it, in pairs or alone */
};

/*
 * Reads one value and adds its nodes behind the count that are there.  Returns 0, or -1 with stopped and why;
 * the nodes are then those of whole keys and values, and of the containers that have not ended.
 */
int jsonscan_run(struct jsonscan *scan);

/* The first byte from p on that is no white space, or end. */
const char *jsonscan_space(const char *p, const char *end);

#endif
