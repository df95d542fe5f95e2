#include "mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "diag.h"

/* Of less, few pages are touched; larger blocks are better mapped each by itself. */
enum { LEAST_EXPECTED = 1 << 20, MOST_EXPECTED = 32 << 20, LARGE_PAGE = 2 << 20 };

static void *there(void *ptr, size_t n, size_t size)
{
    if (ptr != NULL)
        return ptr;
    diag_error("out of memory (%zu items of %zu bytes asked for)", n, size);
    _exit(DIAG_ENVIRONMENT);
}

void *mem_new(size_t size)
{
    return mem_array(1, size);
}

void *mem_array(size_t n, size_t size)
{
    return there(calloc(n > 0 ? n : 1, size > 0 ? size : 1), n, size);
}

void *mem_resize(void *ptr, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return there(NULL, n, size);
    return there(realloc(ptr, bytes > 0 ? bytes : 1), n, size);
}

void *mem_double(void *ptr, size_t *room, size_t size)
{
    *room = *room > 0 ? *room * 2 : 8;
    return mem_resize(ptr, *room, size);
}

char *mem_text(const char *s)
{
    return mem_copy(s, strlen(s));
}

char *mem_copy(const char *s, size_t len)
{
    char *copy = mem_resize(NULL, len + 1, 1);
    if (len > 0)
        memcpy(copy, s, len);
    copy[len] = '\0';
    return copy;
}

void mem_expect(size_t bytes)
{
#if defined(M_MMAP_THRESHOLD) && defined(MADV_HUGEPAGE)
    if (bytes < LEAST_EXPECTED || bytes > MOST_EXPECTED)
        return;
    /* One heap, which keeps what is freed; it is made that large once, and all of that is free again. */
    mallopt(M_MMAP_THRESHOLD, MOST_EXPECTED);
    mallopt(M_TRIM_THRESHOLD, 2 * MOST_EXPECTED);
    /* It goes on with the page before a large one: that is where malloc writes, and small ones would follow. */
    bytes += -bytes % LARGE_PAGE;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t skipped = -((uintptr_t)sbrk(0) + page) % LARGE_PAGE;
    char *heap = sbrk((intptr_t)skipped) != (void *)-1 ? malloc(bytes) : NULL;
    if (heap != NULL)
        madvise(heap + -(uintptr_t)heap % page, bytes - page, MADV_HUGEPAGE);
    free(heap);
#else
    (void)bytes;
#endif
}
