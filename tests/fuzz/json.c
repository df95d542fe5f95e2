/*
 * json: a description as JSON through the whole of cc-split.
 */
#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t size)
{
    char first = split_first(text, size);
    if (first == '{' || first == '[')
        split_run(text, size);
    return 0;
}
