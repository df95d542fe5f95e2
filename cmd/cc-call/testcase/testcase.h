/*
 * testcase: what a case needs whoever wrote it (builtin, a model).
 *
 * A draft is a JSON object with members of a case (share/casecraft/case.schema.json).  Ours, whatever the
 * draft says: case_id, module, provider, path, target, body_text where there is a body, the credentials, and
 * the priority, by the technique (testcase_rank: by the order).  Members we do not know are dropped, empty ones left out.
 */
#ifndef TESTCASE_H
#define TESTCASE_H

#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"
#include "record.h"

struct testcase_set;

/* The cases of one operation; record and provider must outlive it. */
struct testcase_set *testcase_open(const struct record *r, const char *provider);
void testcase_close(struct testcase_set *s);

/*
 * Finishes a draft (the node of a tape) and adds the case, one JSON object, to out.  Returns 1; 0 when a case before
 * sends the same request under the same preconditions; -1 with err when there can be no such request: a part
 * of the path is not filled, a header has a line break.  Nothing is added then.
 */
int testcase_add(struct testcase_set *s, const struct jsontape *draft, uint32_t at, struct buf *out,
                 struct diag_error *err);

/* Sets the priorities of finished cases, a JSON array, by their order: of each test_type the first 30 % are P0, at least one,
 * the next 40 %, at least one, P1, and the rest P2. */
void testcase_rank(struct buf *cases);

#endif
