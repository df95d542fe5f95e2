#include "blend.h"

#include "ceiling.h"
#include "jsontape.h"
#include "jsonwrite.h"
#include "mingle.h"
#include "testcase/testcase.h"

/* Room in a line for what a record has beside its cases. */
enum { REST = 4 * 1024 * 1024 };

static int add(struct mingle *m, const struct buf *cases)
{
    struct jsontape t;
    jsontape_init(&t);
    int result = jsontape_read(&t, cases->data, cases->len, NULL);
    if (result == 0)
        mingle_cases(m, &t, 0, JSONTAPE_NONE);
    jsontape_free(&t);
    return result;
}

void blend_builtin(const struct record *r, const struct builtin_options *o, const struct buf *cases,
                   struct buf *out)
{
    struct buf ours, all;
    size_t count = 0;
    buf_init(&ours, CEILING_LINE);
    buf_init(&all, CEILING_LINE - REST);
    struct jsonwrite w = jsonwrite_to(&all);
    struct mingle m;
    mingle_init(&m, &w);
    bool some = builtin_cases(r, o, &ours, &count, NULL) == 0 && count > 0 && add(&m, cases) == 0 &&
                add(&m, &ours) == 0;
    mingle_end(&m);
    if (some && !buf_over(&all)) {
        testcase_rank(&all);
        buf_add(out, all.data, all.len);
    }
    buf_free(&all);
    buf_free(&ours);
}
