#include "report.h"

#include <stdarg.h>
#include <stdio.h>

#include "ceiling.h"
#include "diag.h"
#include "utf8.h"

/* Bytes of a pointer. */
enum { POINTER_SHOWN = 400 };

void report_warn(struct report *r, uint32_t node, const char *fmt, ...)
{
    if (r->warnings++ >= REPORT_SHOWN)
        return;
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct buf pointer;
    buf_init(&pointer, CEILING_TEXT);
    refs_pointer(r->refs, node, &pointer);
    if (pointer.len > POINTER_SHOWN) {
        buf_cut(&pointer, utf8_cut(pointer.data, POINTER_SHOWN));
        buf_text(&pointer, "...");
    }
    for (size_t i = 0; i < pointer.len; i++)
        if (pointer.data[i] == '\0')
            pointer.data[i] = '?';
    diag_warn("%s: %s: %s", documents_of(r->refs->documents, node)->name, pointer.data, text);
    buf_free(&pointer);
}

void report_lost(struct report *r, uint32_t ref)
{
    struct buf why;
    buf_init(&why, CEILING_TEXT * 2);
    if (r->warnings < REPORT_SHOWN)
        refs_why(r->refs, ref, &why);
    report_warn(r, ref, "%s", why.data);
    buf_free(&why);
}
