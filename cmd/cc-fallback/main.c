/* cc-fallback: failed records to the next provider of a chain. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "chain.h"
#include "config.h"
#include "filter.h"
#include "installed.h"
#include "mem.h"
#include "options.h"
#include "provider.h"
#include "relay.h"
#include "stopping.h"

static const char chain_name[] = "CASECRAFT_FALLBACK_CHAIN";

struct wishes {
    struct options_list chain, on;
    long long progress; /* a descriptor; 0: none */
};

static int parse(int argc, char **argv, struct wishes *w, struct options_given *given)
{
    const struct options_row row[] = {
        {'c', "fallback", OPTIONS_LIST, &w->chain, "CHAIN", "providers to ask next, in this order",
         0, 0},
        {0, "on", OPTIONS_LIST, &w->on, "CLASSES",
         "error classes that move on (all but content, request)", 0, 0},
        {0, "progress-fd", OPTIONS_NUMBER, &w->progress, "N",
         "have cc-call tell its progress on descriptor N", 2, INT_MAX},
    };
    const struct options options = {
        .program = "cc-fallback",
        .usage = "[OPTION]... [-- COMMAND [ARG]...]",
        .purpose =
            "Gives records that carry an error to the next provider of a chain, by way of\n"
            "a child filter (COMMAND; cc-call by default), and passes on all others as they\n"
            "are.",
        .examples = "  ... | cc-call | cc-fallback -c kimi,local | cc-merge -o out\n"
                    "  ... | cc-fallback -c qwen,builtin --on quota,auth -- cc-call -j 2\n",
        .row = row,
        .rows = sizeof row / sizeof row[0],
        .rest = true,
    };
    int code = options_parse(&options, argc, argv, given);
    if (code == OPTIONS_GO && given->operands > 0) {
        diag_error("unexpected operand \"%s\": records come from stdin", given->operand[0]);
        code = DIAG_USAGE;
    }
    if (code == OPTIONS_GO && given->rest != NULL && given->rest[0] == NULL) {
        diag_error("a command is missing after --");
        code = DIAG_USAGE;
    }
    return code;
}

/* Only cc-call asks the providers that are configured here; another command may find its own elsewhere. */
static bool is_call(const char *command)
{
    const char *slash = strrchr(command, '/');
    return strcmp(slash != NULL ? slash + 1 : command, "cc-call") == 0;
}

/* The chain of the settings, unless it is switched off.  Returns OPTIONS_GO or an exit code. */
static int set_chain(const struct config *config, struct options_list *names)
{
    static const char name[] = "CASECRAFT_FALLBACK_ENABLED";
    const char *enabled = config_get(config, name, NULL);
    if (enabled != NULL && strcmp(enabled, "false") == 0)
        return OPTIONS_GO;
    config_list(config, chain_name, names);
    if (names->count == 0 || enabled == NULL || strcmp(enabled, "true") == 0)
        return OPTIONS_GO;
    diag_error("%s must be true or false, not \"%s\"", name, enabled);
    return DIAG_ENVIRONMENT;
}

/* Tells who of the chain cannot be asked, which is an error where -c has given it.  Returns OPTIONS_GO or an exit code. */
static int check_chain(const struct config *config, const struct options_list *names, bool given)
{
    struct provider_registry *registry = provider_open(config, (struct provider_flags){0});
    const int result = provider_check(registry, names, given ? NULL : chain_name);
    provider_close(registry);
    return result < 0 && given ? DIAG_ENVIRONMENT : OPTIONS_GO;
}

/* The chain of -c, or of the settings.  Returns OPTIONS_GO or an exit code. */
static int fill_chain(struct chain *chain, struct wishes *w, const char *command)
{
    struct config config;
    struct diag_error err;
    if (config_load(&config, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    const bool given = w->chain.count > 0;
    int code = given ? OPTIONS_GO : set_chain(&config, &w->chain);
    if (code == OPTIONS_GO && w->chain.count > 0 && is_call(command))
        code = check_chain(&config, &w->chain, given);
    chain->names = w->chain;
    w->chain = (struct options_list){0};
    config_free(&config);
    if (chain->names.count > CEILING_PROVIDERS) {
        diag_error("the chain names %zu providers; it may name %d", chain->names.count,
                   CEILING_PROVIDERS);
        code = DIAG_USAGE;
    }
    return code;
}

static int relay(const struct chain *chain, char *const *command)
{
    int stopping = stopping_open();
    if (stopping < 0) {
        diag_error("cannot catch signals: %s", strerror(errno));
        return DIAG_ENVIRONMENT;
    }
    const struct relay_setup setup = {
        .chain = chain, .command = command, .input = STDIN_FILENO, .stopping = stopping};
    struct lineout out;
    lineout_init(&out, STDOUT_FILENO);
    int code = filter_end(&out, relay_run(&setup, &out));
    lineout_free(&out);
    return code;
}

/* The command with one more option, NULL for none, in front of its others.  The array is the caller's. */
static char **with_option(char *const *command, char *option)
{
    size_t count = 0, at = 1;
    while (command[count] != NULL)
        count++;
    char **all = mem_array(count + 2, sizeof *all);
    all[0] = command[0];
    if (option != NULL)
        all[at++] = option;
    memcpy(all + at, command + 1, count * sizeof *all);
    return all;
}

static int run(struct wishes *w, const struct options_given *given)
{
    char *by_default[] = {installed_command("cc-call"), NULL};
    char *const *wished = given->rest != NULL ? given->rest : by_default;
    char option[sizeof "--progress-fd=" + 3 * sizeof w->progress];
    struct chain chain;
    struct diag_error err;
    snprintf(option, sizeof option, "--progress-fd=%lld", w->progress);
    char **command = with_option(wished, w->progress > 0 && is_call(wished[0]) ? option : NULL);
    chain_init(&chain);
    int code = OPTIONS_GO;
    if (chain_on(&chain, &w->on, &err) < 0)
        code = diag_exit(DIAG_USAGE, &err);
    if (code == OPTIONS_GO)
        code = fill_chain(&chain, w, command[0]);
    if (code == OPTIONS_GO)
        code = relay(&chain, command);
    chain_free(&chain);
    free(command);
    free(by_default[0]);
    return code;
}

/* A descriptor that is closed would be given to one of our own pipes. */
static bool is_open(int fd, const char *name)
{
    if (fcntl(fd, F_GETFD) >= 0)
        return true;
    diag_error("%s is closed", name);
    return false;
}

/* One that we have opened ourselves is closed on exec; those we were started with are not. */
static bool is_inherited(int fd)
{
    if (fcntl(fd, F_GETFD) == 0)
        return true;
    diag_error("--progress-fd: descriptor %d is not open", fd);
    return false;
}

int main(int argc, char **argv)
{
    struct wishes w = {0};
    struct options_given given;
    int code = parse(argc, argv, &w, &given);
    if (code == OPTIONS_GO &&
        (!is_open(STDIN_FILENO, "stdin") || !is_open(STDOUT_FILENO, "stdout")))
        code = DIAG_ENVIRONMENT;
    if (code == OPTIONS_GO && w.progress > 0 && !is_inherited((int)w.progress))
        code = DIAG_ENVIRONMENT;
    if (code == OPTIONS_GO)
        code = run(&w, &given);
    options_list_free(&w.chain);
    options_list_free(&w.on);
    options_given_free(&given);
    return code;
}
