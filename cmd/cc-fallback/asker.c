#include "asker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"

void asker_init(struct asker *a, char *const *command)
{
    *a = (struct asker){.command = command};
    /* A record may name long providers, and these are written once more. */
    buf_init(&a->question, 4 * CEILING_LINE);
}

void asker_free(struct asker *a)
{
    if (a->running)
        asker_end(a, true, NULL);
    buf_free(&a->question);
}

int asker_start(struct asker *a, struct diag_error *err)
{
    if (child_start(&a->child, a->command, err) < 0)
        return -1;
    linein_init(&a->answers, a->child.from, CEILING_LINE);
    a->running = true;
    a->answered = 0;
    return 0;
}

bool asker_reads(const struct asker *a)
{
    return a->running && a->child.to >= 0;
}

void asker_close(struct asker *a)
{
    child_close(&a->child);
    buf_reset(&a->question);
    a->written = 0;
}

ssize_t asker_push(struct asker *a)
{
    ssize_t n = write(a->child.to, a->question.data + a->written, a->question.len - a->written);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n < 0) {
        asker_close(a);
        return -1;
    }
    a->written += (size_t)n;
    if (a->written == a->question.len) {
        buf_reset(&a->question);
        a->written = 0;
    }
    return n;
}

int asker_end(struct asker *a, bool kill, struct diag_error *how)
{
    char *name = mem_text(a->child.name);
    asker_close(a);
    if (kill)
        child_kill(&a->child, SIGTERM);
    int code = child_wait(&a->child);
    linein_free(&a->answers);
    a->running = false;
    a->fruitless = a->answered == 0 ? a->fruitless + 1 : 0;
    if (code > 128)
        diag_fail(how, "%s was ended by signal %d (%s)", name, code - 128, strsignal(code - 128));
    else
        diag_fail(how, "%s ended with exit code %d", name, code);
    free(name);
    return code;
}
