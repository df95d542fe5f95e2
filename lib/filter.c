#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "linein.h"
#include "stopping.h"

/* Writes what waits, because the loop is about to wait too.  A reader that has gone ends the process, unless
 * the filter has other work to do. */
static int flush(const struct filter *f, struct lineout *out, struct diag_error *err)
{
    if (lineout_flush(out, err) == 0)
        return 0;
    if (out->failed == EPIPE && !f->keep_reading)
        stopping_exit(SIGPIPE);
    return f->keep_reading ? 0 : -1;
}

static int take(const struct filter *f, char *line, size_t len, struct lineout *out, int *code,
                struct diag_error *err)
{
    struct record r;
    if (record_read(&r, line, len, err) < 0) {
        *code = DIAG_INPUT;
        return -1;
    }
    *code = DIAG_ENVIRONMENT;
    int result = f->each(f->state, &r, out, err);
    record_free(&r);
    return result;
}

static int run(const struct filter *f, struct linein *in, const char *name, struct lineout *out,
               struct diag_error *err)
{
    char *line;
    size_t len;
    int code;
    for (;;) {
        while (linein_next(in, &line, &len)) {
            if (take(f, line, len, out, &code, err) < 0) {
                diag_within(err, "%s:%zu", name, linein_number(in));
                return code;
            }
            if (lineout_waiting(out) > CEILING_WINDOW_BYTES && flush(f, out, err) < 0)
                return DIAG_OK;
        }
        if (linein_ended(in))
            return DIAG_OK;
        if (flush(f, out, err) < 0)
            return DIAG_OK; /* filter_end() tells */
        int got = linein_fill(in, err);
        if (got < 0) {
            diag_within(err, "%s", name);
            return in->broken ? DIAG_ENVIRONMENT : DIAG_INPUT;
        }
        /* Another process may have made the shared descriptor O_NONBLOCK. */
        if (got == 0)
            poll(&(struct pollfd){.fd = in->fd, .events = POLLIN}, 1, -1);
    }
}

/* Reads all records of fd (named `name` in messages); out is flushed at the end. */
static int run_fd(const struct filter *f, int fd, const char *name, struct lineout *out)
{
    struct linein in;
    struct diag_error err = {""};
    linein_init(&in, fd, CEILING_LINE);
    int code = run(f, &in, name, out, &err);
    linein_free(&in);
    if (code != DIAG_OK)
        diag_error("%s", err.text);
    flush(f, out, &err);
    return code;
}

static int run_file(const struct filter *f, const char *path, struct lineout *out)
{
    if (strcmp(path, "-") == 0)
        return run_fd(f, STDIN_FILENO, "stdin", out);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        diag_error("cannot open %s: %s", path, strerror(errno));
        return DIAG_ENVIRONMENT;
    }
    int code = run_fd(f, fd, path, out);
    close(fd);
    return code;
}

int filter_run_files(const struct filter *f, char *const *file, size_t files, struct lineout *out)
{
    if (files == 0)
        return run_file(f, "-", out);
    int worst = DIAG_OK;
    for (size_t i = 0; i < files; i++) {
        int code = run_file(f, file[i], out);
        worst = code > worst ? code : worst;
    }
    return worst;
}

int filter_end(const struct lineout *out, int code)
{
    if (stopping_signal() != 0)
        stopping_exit(stopping_signal());
    if (out->failed == EPIPE)
        stopping_exit(SIGPIPE);
    if (out->failed == 0)
        return code;
    diag_error("cannot write to stdout: %s", strerror(out->failed));
    return DIAG_ENVIRONMENT;
}
