/*
 * mem: memory that is there.  Floor 0.
 *
 * None of these returns NULL.  A process that cannot get memory says so on stderr and ends with exit
 * code 4 (DIAG_ENVIRONMENT): the one place where the library ends the process, because there is nothing
 * a caller could do that needs no memory.  Every size comes from input that has a ceiling (ceiling.h).
 * What is returned belongs to the caller, who frees it with free().
 */
#ifndef MEM_H
#define MEM_H

#include <stddef.h>

/* size bytes, zeroed. */
void *mem_new(size_t size);
/* n items of size bytes each, zeroed; the product is checked. */
void *mem_array(size_t n, size_t size);
/* ptr (or NULL) resized to n items of size bytes; the product is checked; new bytes are not zeroed. */
void *mem_resize(void *ptr, size_t n, size_t size);
/* An array with room for twice as many items, and for 8 at least; *room is updated. */
void *mem_double(void *ptr, size_t *room, size_t size);
/* Room for one more item in an array that holds `used`: returns it, moved or not. */
static inline void *mem_grow(void *ptr, size_t used, size_t *room, size_t size)
{
    return used < *room ? ptr : mem_double(ptr, room, size);
}
/* A copy of s, or of len bytes of s with a NUL behind them. */
char *mem_text(const char *s);
char *mem_copy(const char *s, size_t len);
/*
 * A hint: about so many bytes are going to be used, in blocks of any size.  Where the system can do that, they
 * are one heap of large pages, whole ones: 8 MB that are touched cost some ten page faults in place of two thousand.
 */
void mem_expect(size_t bytes);

#endif
