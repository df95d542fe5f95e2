/*
 * cases: test cases such as a model writes them, for whatever operation is asked for.
 */
#ifndef CASES_H
#define CASES_H

#include "buf.h"

/*
 * Adds {"cases":[…]}: count requests of the operation, by turns positive (200) and negative (another
 * method, 405), no two alike: path parameters are filled with "1", "2"…; where there is none, a header X-Case
 * tells them apart.
 */
void cases_write(const char *method, const char *path, long long count, struct buf *out);

#endif
