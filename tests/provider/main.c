#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "diag.h"
#include "guise.h"
#include "options.h"
#include "server.h"
#include "service.h"
#include "stopping.h"

struct settings {
    const char *scripts, *captures, *guise;
    long long port;
};

static int read_options(int argc, char **argv, struct settings *set)
{
    const struct options_row rows[] = {
        {'s', "scripts", OPTIONS_TEXT, &set->scripts, "DIR", "where NAME.script files are", 0, 0},
        {'c', "captures", OPTIONS_TEXT, &set->captures, "DIR", "where DIR/FILE.http files are", 0,
         0},
        {'a', "as", OPTIONS_TEXT, &set->guise, "SERVER", "GET as of ollama, vllm or llamacpp", 0,
         0},
        {'p', "port", OPTIONS_NUMBER, &set->port, "N", "listen on this port, not a free one", 1,
         65535},
    };
    const struct options o = {
        .program = "provider",
        .usage = "[-s DIR] [-c DIR] [-a SERVER] [-p PORT]",
        .purpose = "The loopback provider of the tests: answers as the model's name says.",
        .examples = "  provider -c ../shared/captures\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    struct options_given given;
    int code = options_parse(&o, argc, argv, &given);
    if (code == OPTIONS_GO && given.operands > 0) {
        diag_error("takes no operand \"%s\"", given.operand[0]);
        code = DIAG_USAGE;
    }
    if (code == OPTIONS_GO && set->guise != NULL && !guise_is(set->guise)) {
        diag_error("knows no server \"%s\": only ollama, vllm, llamacpp", set->guise);
        code = DIAG_USAGE;
    }
    options_given_free(&given);
    return code;
}

static int serve(const struct settings *set, pid_t parent, struct diag_error *err)
{
    int stop = stopping_open();
    if (stop < 0)
        return diag_fail(err, "no descriptor is left");
    int port = (int)set->port;
    int listener = server_listen(&port, err);
    if (listener < 0)
        return -1;
    if (printf("%d\n", port) < 0 || fflush(stdout) != 0) {
        close(listener);
        return diag_fail(err, "cannot write the port on stdout");
    }
    struct service service;
    service_init(&service, set->scripts, set->captures, set->guise);
    int failed = server_run(listener, stop, parent, &service, err);
    service_free(&service);
    close(listener);
    return failed;
}

int main(int argc, char **argv)
{
    pid_t parent = getppid();
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    struct settings set = {0};
    int code = read_options(argc, argv, &set);
    if (code != OPTIONS_GO)
        return code;
    struct diag_error err;
    return serve(&set, parent, &err) < 0 ? diag_exit(DIAG_ENVIRONMENT, &err) : DIAG_OK;
}
