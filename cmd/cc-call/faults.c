#include "faults.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "diag.h"
#include "mem.h"

/* Records may name any provider: kinds beyond these are only seen in the stream. */
enum { KINDS = 64 };

struct fault {
    size_t records;
    char *message;
};

void faults_init(struct faults *f)
{
    table_init(&f->seen);
}

void faults_free(struct faults *f)
{
    for (size_t i = 0; i < f->seen.count; i++) {
        struct fault *fault = f->seen.entry[i].value.pointer;
        free(fault->message);
        free(fault);
    }
    table_free(&f->seen);
}

void faults_add(struct faults *f, const char *provider, enum outcome_class c, const char *message)
{
    struct buf kind;
    buf_init(&kind, 1024);
    buf_format(&kind, "%s%s%s", provider != NULL ? provider : "", provider != NULL ? ": " : "",
               outcome_name(c));
    bool known = table_get(&f->seen, kind.data, kind.len) != NULL;
    if (known || f->seen.count < KINDS) {
        struct table_entry *e = table_put(&f->seen, kind.data, kind.len);
        struct fault *fault = e->value.pointer;
        if (fault == NULL) {
            fault = e->value.pointer = mem_new(sizeof *fault);
            fault->message = mem_text(message != NULL ? message : "no reason was given");
        }
        fault->records++;
    }
    buf_free(&kind);
}

void faults_tell(const struct faults *f)
{
    for (size_t i = 0; i < f->seen.count; i++) {
        const struct fault *fault = f->seen.entry[i].value.pointer;
        diag_error("%s, %zu record%s: %s", f->seen.entry[i].key, fault->records,
                   fault->records == 1 ? "" : "s", fault->message);
    }
}
