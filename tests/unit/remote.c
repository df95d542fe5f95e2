/*
 * cc-split's remote: what it believes of a helper.  With arguments it is a small client of the true one:
 * remote ROOT HEADER-FILE URL... (HEADER-FILE may be -) prints for each "FINAL-URL BYTES BODY", or the message.
 */
#include "../../cmd/cc-split/description/remote.c"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit.h"

static const struct {
    const char *name, *plain;
    bool url;
} names[] = {
    {"spec.yaml", "spec.yaml", false},
    {"-", "-", false},
    {"", "", false},
    {"file:///etc/passwd", "file:///etc/passwd", false},
    {"ftp://u:p@h/", "ftp://u:p@h/", false},
    {"http:/h", "http:/h", false},
    {"http://h/a?b#c", "http://h/a?b#c", true},
    {"HtTpS://h", "HtTpS://h", true},
    {"http://u:p@h/a", "http://h/a", true},
    {"https://u@h", "https://h", true},
    {"//u:p@h/a#b", "//h/a#b", false},
    {"//h/a@b", "//h/a@b", false},
    {"http://u:p@ss@h:8/a@b?c@d#e@f", "http://h:8/a@b?c@d#e@f", true},
    {"http://h/a@b", "http://h/a@b", true},
    {"http://h?a@b", "http://h?a@b", true},
    {"http://h#a@b", "http://h#a@b", true},
    {"http://@", "http://", true},
};

/* A script for sh that stands in for the helper; what comes of the first URL and of the second. */
static const struct {
    const char *script;
    const char *first, *second; /* the body, or for errors "!" and a part of the message */
} helpers[] = {
    {"read -r url; printf '{\"url\":\"%s\",\"bytes\":3}\\nabc' $url; read -r url;"
     "printf '{\"bytes\":2,\"more\":[1],\"url\":\"%s\"}\\nde' $url",
     "abc", "de"},
    {"while read -r url; do printf '{\"url\":\"http://h/\",\"bytes\":0}\\n'; done", "", ""},
    {"read a; echo '{\"error\":\"no luck\"}'; read b; printf "
     "'{\"url\":\"http://h/\",\"bytes\":1}\\nx'",
     "!http://h/a: no luck", "x"},
    {"printf '{\"url\":\"http://h/\",'; sleep 0.1; printf '\"bytes\":6}'; echo; printf abc; sleep "
     "0.1;"
     "printf def",
     "abcdef", "!ended with exit code 0"},
    {"exit 7", "!ended with exit code 7", "!has failed before"},
    {"read a; kill -KILL $$", "!ended with exit code 137", "!has failed before"},
    {"read a; exec <&-; sleep 0.1; printf '{\"url\":\"http://h/\",\"bytes\":0}\\n'; exit 3", "",
     "!ended with exit code 3"},
    {"read a; printf '{\"url\":\"http://h/\",\"bytes\":5}\\nabc'", "!ended with exit code 0",
     "!has failed before"},
    {"read a; printf '{\"url\":\"http://h/\",\"bytes\":2}\\nabc'; read b", "!no answer",
     "!has failed before"},
    {"read a; printf '{\"error\":\"x\"}\\n{\"error\":\"y\"}\\n'; read b", "!no answer",
     "!has failed before"},
    {"read a; echo hello; read b", "!no answer", "!has failed before"},
    {"read a; echo; read b", "!no answer", "!has failed before"},
    {"read a; echo '[]'; read b", "!no answer", "!has failed before"},
    {"read a; echo '{}'; read b", "!no answer", "!has failed before"},
    {"read a; echo '{\"error\":1}'; read b", "!no answer", "!has failed before"},
    {"read a; echo '{\"bytes\":0}'; read b", "!no answer", "!has failed before"},
    {"read a; echo '{\"url\":\"http://h/\"}'; read b", "!no answer", "!has failed before"},
    {"read a; echo '{\"url\":\"/etc/passwd\",\"bytes\":0}'; read b", "!no answer",
     "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\\u000a\",\"bytes\":0}'; read b", "!no answer",
     "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\",\"bytes\":-1}'; read b", "!no answer", "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\",\"bytes\":1.5}'; read b", "!no answer",
     "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\",\"bytes\":\"1\"}'; read b", "!no answer",
     "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\",\"bytes\":268435457}'; read b", "!no answer",
     "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\",\"bytes\":9e99}'; read b", "!no answer",
     "!failed before"},
    {"read a; echo '{\"url\":\"http://h/\",\"bytes\":2000}'; read b", "!larger", "!failed before"},
    {"yes x | tr -d '\\n'", "!no answer", "!has failed before"},
    {"printf '\\0'; yes", "!no answer", "!has failed before"},
};

static char folder[] = "/tmp/casecraft-remote-XXXXXX";

static void make_helper(const char *script)
{
    char path[100];
    snprintf(path, sizeof path, "%s/cc-fetch", folder);
    unlink(path);
    FILE *file = fopen(path, "w");
    fprintf(file, "#!/bin/sh\n%s\n", script);
    fchmod(fileno(file), 0700);
    fclose(file);
}

/* Whether what came is what was to come; text holds something else before it. */
static bool is_right(const char *want, int result, const struct buf *text, const char *final,
                     const struct diag_error *err)
{
    if (want[0] == '!')
        return result == -1 && final == NULL && strcmp(text->data, "before ") == 0 &&
               strncmp(err->text, "http://h/", 9) == 0 && strstr(err->text, want + 1) != NULL;
    return result == 0 && final != NULL && strncmp(text->data, "before ", 7) == 0 &&
           strcmp(text->data + 7, want) == 0;
}

static void check_helper(size_t i)
{
    struct remote r;
    make_helper(helpers[i].script);
    remote_init(&r, "spec.yaml", NULL);
    const char *wants[] = {helpers[i].first, helpers[i].second};
    const char *urls[] = {"http://u:secret@h/a", "http://h/b"};
    for (size_t k = 0; k < 2; k++) {
        struct buf text;
        struct diag_error err = {""};
        char *final = NULL;
        buf_init(&text, 1000);
        buf_text(&text, "before ");
        int result = remote_get(&r, urls[k], &text, &final, &err);
        UNIT_CHECK(is_right(wants[k], result, &text, final, &err), "%s: URL %zu is %d '%s' '%s'",
                   helpers[i].script, k, result, text.data, err.text);
        UNIT_CHECK(strstr(err.text, "secret") == NULL, "%s", err.text);
        free(final);
        buf_free(&text);
    }
    remote_free(&r);
    UNIT_CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no process is left");
}

/* What the helper is started with: nothing secret, and headers only where the root is a URL. */
static const struct {
    const char *root, *header_file, *arguments; /* "!…": a message */
} starts[] = {
    {"spec.yaml", NULL, ""},
    {"-", NULL, ""},
    {"spec.yaml", "keys", "!--header-file is for descriptions behind a URL"},
    {"https://u:secret@h:8/a?key=secret#b", NULL, "--origin https://h:8"},
    {"http://u:secret@h?key=secret", "keys", "--origin http://h --header-file keys"},
};

static void check_start(size_t i)
{
    struct remote r;
    struct buf text;
    struct diag_error err = {""};
    char *final;
    make_helper(
        "a=\"$*\"; read -r url; printf '{\"url\":\"http://h/\",\"bytes\":%d}\\n%s' ${#a} \"$a\"");
    remote_init(&r, starts[i].root, starts[i].header_file);
    buf_init(&text, 1000);
    int result = remote_get(&r, "http://h/", &text, &final, &err);
    const char *want = starts[i].arguments;
    if (want[0] == '!')
        UNIT_CHECK(result == -1 && strstr(err.text, want + 1) != NULL, "%s: %s", starts[i].root,
                   err.text);
    else
        UNIT_CHECK(result == 0 && strcmp(text.data, want) == 0, "%s: '%s' '%s'", starts[i].root,
                   text.data, err.text);
    free(final);
    buf_free(&text);
    remote_free(&r);
}

/* What is never handed to the helper. */
static void check_refused(void)
{
    static const char *const urls[] = {"spec.yaml",          "ftp://h/",
                                       "file:///etc/passwd", "http://h/\nhttp://i/",
                                       "http://h/\t",        "http://h/\x7f"};
    struct remote r;
    struct buf text;
    buf_init(&text, 1000);
    remote_init(&r, "spec.yaml", NULL);
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct diag_error err = {""};
        char *final;
        UNIT_CHECK(remote_get(&r, urls[i], &text, &final, &err) == -1 && final == NULL &&
                       strstr(err.text, "no URL that can be fetched") != NULL && !r.started,
                   "%s: %s", urls[i], err.text);
    }
    remote_free(&r);
    buf_free(&text);
}

static void check_missing(void)
{
    struct remote r;
    struct buf text;
    struct diag_error err = {""};
    char *final;
    buf_init(&text, 1000);
    remote_init(&r, "spec.yaml", NULL);
    setenv("CASECRAFT_LIBEXECDIR", "/nowhere", 1);
    UNIT_CHECK(remote_get(&r, "http://h/", &text, &final, &err) == -1 &&
                   strstr(err.text, "/nowhere/cc-fetch: No such file") != NULL &&
                   strstr(err.text, "CASECRAFT_LIBEXECDIR") != NULL,
               "%s", err.text);
    remote_free(&r);
    unsetenv("CASECRAFT_LIBEXECDIR");
    char *path = helper_path(&err);
    UNIT_CHECK(strstr(path, "/tests/unit/../libexec/casecraft/cc-fetch") != NULL, "%s", path);
    free(path);
    setenv("CASECRAFT_LIBEXECDIR", folder, 1);
    buf_free(&text);
}

/* A signal while the helper says nothing; in a process of its own, as handlers are set once. */
static void check_signal(void)
{
    make_helper("read a; kill -TERM $PPID; exec sleep 60");
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        struct remote r;
        struct buf text;
        struct diag_error err = {""};
        char *final;
        stopping_open();
        buf_init(&text, 1000);
        remote_init(&r, "spec.yaml", NULL);
        bool right = remote_get(&r, "http://h/", &text, &final, &err) == -1 && final == NULL &&
                     strstr(err.text, "a signal came") != NULL;
        remote_free(&r);
        buf_free(&text);
        _exit(right && stopping_signal() == SIGTERM && waitpid(-1, NULL, 0) == -1 ? 0 : 1);
    }
    waitpid(pid, &status, 0);
    UNIT_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "it ended by %d", status);
}

static int client(int argc, char **argv)
{
    struct remote r;
    int code = 0;
    remote_init(&r, argv[1], strcmp(argv[2], "-") != 0 ? argv[2] : NULL);
    for (int i = 3; i < argc; i++) {
        struct buf text;
        struct diag_error err;
        char *final;
        buf_init(&text, CEILING_SPEC);
        if (remote_get(&r, argv[i], &text, &final, &err) == 0) {
            printf("%s %zu %s\n", final, text.len, text.data);
        } else {
            printf("%s\n", err.text);
            code = 1;
        }
        free(final);
        buf_free(&text);
    }
    remote_free(&r);
    return code;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc > 3)
        return client(argc, argv);
    UNIT_CHECK(mkdtemp(folder) != NULL, "a folder is made");
    setenv("CASECRAFT_LIBEXECDIR", folder, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *plain = remote_plain(names[i].name);
        UNIT_CHECK(strcmp(plain, names[i].plain) == 0, "%s is %s", names[i].name, plain);
        UNIT_CHECK(remote_is_url(names[i].name) == names[i].url, "%s", names[i].name);
        free(plain);
    }
    for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++)
        check_helper(i);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        check_start(i);
    check_refused();
    check_missing();
    check_signal();
    make_helper("");
    char path[100];
    snprintf(path, sizeof path, "%s/cc-fetch", folder);
    unlink(path);
    rmdir(folder);
    return unit_end();
}
