#include "provider.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "unit.h"

#define KEY "CASECRAFT_GLM_API_KEY=k"
#define URL "CASECRAFT_GLM_BASE_URL="
#define FILE_IS "CASECRAFT_GLM_API_KEY_FILE="
#define HTTP "CASECRAFT_GLM_ALLOW_HTTP="
#define MINE "CASECRAFT_MINE_BASE_URL=https://mine.test/v1"

/* Settings of the environment and of .env, a provider, and words of what is wrong (none: nothing is). */
static const struct {
    const char *name;
    const char *environment[8];
    const char *dotenv;
    const char *wrong[9];
} cases[] = {
    {"builtin", {NULL}, "", {NULL}},
    {"local", {NULL}, "", {NULL}},
    {"glm", {KEY}, "", {NULL}},
    {"glm", {NULL}, KEY, {NULL}},
    {"glm", {NULL}, "", {"CASECRAFT_GLM_API_KEY is not set"}},
    {"glm", {"CASECRAFT_GLM_API_KEY="}, "", {"CASECRAFT_GLM_API_KEY is not set"}},
    {"glm", {"CASECRAFT_GLM_API_KEY= \t"}, "", {"CASECRAFT_GLM_API_KEY is not set"}},
    {"glm", {"CASECRAFT_GLM_API_KEY=a\nb"}, "", {"line break"}},
    {"nobody", {NULL}, "", {"provider nobody is not known", "CASECRAFT_NOBODY_BASE_URL"}},
    {"GLM", {KEY, URL "https://h"}, "", {"provider GLM is not known; did you mean glm?"}},
    {"Mine",
     {MINE, "CASECRAFT_MINE_MODEL=m"},
     "",
     {"provider Mine is not known; did you mean mine?"}},
    {"buitlin",
     {NULL},
     "",
     {"not known; did you mean builtin? (CASECRAFT_BUITLIN_BASE_URL makes it one)"}},
    {"mien", {MINE}, "", {"not known; did you mean mine? (CASECRAFT_MIEN_BASE_URL"}},
    {"OTHER", {"CASECRAFT_OTHER_API_KEY=k"}, "", {"not known: names are of a-z, 0-9, _ and -"}},
    {"", {"CASECRAFT__BASE_URL=https://h"}, "", {"not known: names are of a-z"}},
    {"a b", {"CASECRAFT_A B_BASE_URL=https://h"}, "", {"not known: names are of a-z"}},
    {"../glm", {NULL}, "", {"not known: names are of a-z"}},
    {"mine", {MINE}, "", {"CASECRAFT_MINE_MODEL is not set"}},
    {"mine", {MINE, "CASECRAFT_MINE_MODEL=m"}, "", {NULL}},
    {"mine", {NULL}, MINE "\nCASECRAFT_MINE_MODEL=m", {NULL}},
    {"my-box",
     {"CASECRAFT_MY_BOX_BASE_URL=http://10.0.0.1", "CASECRAFT_MY_BOX_MODEL=m"},
     "",
     {NULL}},

    /* All problems at once. */
    {"glm",
     {URL "ftp://h", "CASECRAFT_GLM_WORKERS=0", "CASECRAFT_GLM_MAX_WORKERS=x",
      "CASECRAFT_GLM_TIMEOUT=soon", "CASECRAFT_GLM_MAX_RETRIES=21", "CASECRAFT_GLM_MAX_TOKENS=-1",
      "CASECRAFT_GLM_TEMPERATURE=1.1"},
     "",
     {"provider glm: ", "CASECRAFT_GLM_API_KEY is not set", "CASECRAFT_GLM_BASE_URL must",
      "CASECRAFT_GLM_WORKERS must", "CASECRAFT_GLM_MAX_WORKERS must", "CASECRAFT_GLM_TIMEOUT must",
      "CASECRAFT_GLM_MAX_RETRIES must", "CASECRAFT_GLM_MAX_TOKENS must",
      "CASECRAFT_GLM_TEMPERATURE must"}},
    {"glm", {KEY, "CASECRAFT_GLM_WORKERS=1025"}, "", {"from 1 to 1024, not \"1025\""}},
    {"glm", {KEY, "CASECRAFT_GLM_WORKERS=1024"}, "", {NULL}},
    {"glm", {KEY, "CASECRAFT_GLM_TIMEOUT=86400"}, "", {NULL}},
    {"glm", {KEY, "CASECRAFT_GLM_TIMEOUT=86401"}, "", {"CASECRAFT_GLM_TIMEOUT must"}},
    {"glm", {KEY, "CASECRAFT_GLM_TIMEOUT=0"}, "", {"CASECRAFT_GLM_TIMEOUT must"}},
    {"glm",
     {KEY, "CASECRAFT_GLM_TIMEOUT=2", "CASECRAFT_GLM_CONNECT_TIMEOUT=2.5",
      "CASECRAFT_GLM_FIRST_TOKEN_TIMEOUT=3", "CASECRAFT_GLM_STALL_TIMEOUT=4"},
     "",
     {"CONNECT_TIMEOUT is longer", "FIRST_TOKEN_TIMEOUT is longer", "STALL_TIMEOUT is longer"}},
    {"glm",
     {KEY, "CASECRAFT_GLM_STREAM=yes", "CASECRAFT_GLM_RPM=0"},
     "",
     {"STREAM must", "RPM must"}},
    {"glm", {KEY, "CASECRAFT_GLM_STREAM=false", "CASECRAFT_GLM_RPM=60"}, "", {NULL}},
    {"local", {"CASECRAFT_LOCAL_SERVER_TYPE=lmstudio"}, "", {"SERVER_TYPE must", "\"lmstudio\""}},
    {"local", {"CASECRAFT_LOCAL_SERVER_TYPE=vllm"}, "", {"CASECRAFT_LOCAL_MODEL is not set"}},
    {"local", {"CASECRAFT_LOCAL_SERVER_TYPE=llamacpp"}, "", {NULL}},

    /* Addresses. */
    {"glm", {KEY, URL "https://h"}, "", {NULL}},
    {"glm", {KEY, URL "https://"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "https:///v1"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "h/v1"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "file:///etc/passwd"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "https://user:secret@h"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "https://h/v1?k=v"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "https://h/v1#x"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "https://h /v1"}, "", {"BASE_URL must"}},
    {"glm", {KEY, URL "https://h\nx"}, "", {"BASE_URL must"}},

    /* A key over plain http. */
    {"glm", {KEY, URL "http://h/v1"}, "", {"plain http", "CASECRAFT_GLM_ALLOW_HTTP=true"}},
    {"glm", {KEY, URL "http://h/v1", HTTP "true"}, "", {NULL}},
    {"glm", {KEY, URL "http://h/v1", HTTP "false"}, "", {"plain http"}},
    {"glm", {KEY, URL "http://h/v1", HTTP "1"}, "", {"plain http"}},
    {"glm", {KEY, URL "http://localhost:8080/v1"}, "", {NULL}},
    {"glm", {KEY, URL "http://localhost"}, "", {NULL}},
    {"glm", {KEY, URL "http://127.0.0.1:1"}, "", {NULL}},
    {"glm", {KEY, URL "http://[::1]:1/v1"}, "", {NULL}},
    {"glm", {KEY, URL "http://localhost.evil.test"}, "", {"plain http"}},
    {"glm", {KEY, URL "http://127.0.0.1.evil.test/"}, "", {"plain http"}},
    {"glm", {KEY, URL "http://127.0.0.10/"}, "", {"plain http"}},
    {"local", {"CASECRAFT_LOCAL_BASE_URL=http://10.0.0.1/v1"}, "", {NULL}},
    {"local",
     {"CASECRAFT_LOCAL_BASE_URL=http://10.0.0.1/v1", "CASECRAFT_LOCAL_API_KEY=k"},
     "",
     {"plain http"}},

    /* .env is hostile: what it says of addresses goes with its own key alone. */
    {"glm", {KEY}, URL "https://evil.test", {"stands in .env and the key does not"}},
    {"glm", {NULL}, KEY "\n" URL "https://mine.test", {NULL}},
    {"glm", {URL "https://mine.test"}, KEY, {NULL}},
    {"glm", {KEY, FILE_IS "key"}, URL "https://evil.test", {"stands in .env"}},
    {"glm", {FILE_IS "key"}, URL "https://evil.test", {"stands in .env"}},
    {"local",
     {"CASECRAFT_LOCAL_API_KEY=k"},
     "CASECRAFT_LOCAL_BASE_URL=https://evil.test",
     {"stands in .env"}},
    {"local", {NULL}, "CASECRAFT_LOCAL_BASE_URL=http://10.0.0.1", {NULL}},
    {"mine", {"CASECRAFT_MINE_API_KEY=k"}, MINE "\nCASECRAFT_MINE_MODEL=m", {"stands in .env"}},
    {"glm", {KEY, URL "http://h/v1"}, HTTP "true", {"plain http"}},
    {"glm", {URL "http://h/v1"}, HTTP "true\n" KEY, {NULL}},
    {"glm", {NULL}, FILE_IS "key", {"CASECRAFT_GLM_API_KEY is not set"}},

    /* Key files: made by make_keys(). */
    {"glm", {FILE_IS "key"}, "", {NULL}},
    {"glm", {FILE_IS "key.crlf"}, "", {NULL}},
    {"glm", {FILE_IS "key.group"}, "", {"only you can read", "key.group"}},
    {"glm", {FILE_IS "key.others"}, "", {"only you can read"}},
    {"glm", {FILE_IS "key.empty"}, "", {"empty"}},
    {"glm", {FILE_IS "key.blank"}, "", {"empty"}},
    {"glm", {FILE_IS "key.spaces"}, "", {"the first line of the key file key.spaces is empty"}},
    {"glm", {FILE_IS "key.long"}, "", {"key.long is larger than 64 KiB"}},
    {"glm", {FILE_IS "key.folder"}, "", {"regular file"}},
    {"glm", {FILE_IS "key.fifo"}, "", {"regular file"}},
    {"glm", {FILE_IS "key.none"}, "", {"cannot open the key file key.none"}},
};

static void make_file(const char *name, const char *text, mode_t mode)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t len = (ssize_t)strlen(text);
    UNIT_CHECK(fd >= 0 && write(fd, text, (size_t)len) == len, "cannot write %s", name);
    if (fd >= 0)
        close(fd);
    chmod(name, mode);
}

static void make_keys(void)
{
    make_file("key", "filekey\nmore\n", 0600);
    make_file("key.crlf", "filekey\r\n", 0400);
    make_file("key.group", "filekey\n", 0640);
    make_file("key.others", "filekey\n", 0604);
    make_file("key.empty", "", 0600);
    make_file("key.blank", "\nfilekey\n", 0600);
    make_file("key.mark",
              "\xef\xbb\xbf"
              "filekey\r\n",
              0600);
    make_file("key.spaces", " \t\nfilekey\n", 0600);
    static char many[65536 + 2];
    memset(many, 'k', sizeof many - 1);
    make_file("key.long", many, 0600);
    mkdir("key.folder", 0700);
    mkfifo("key.fifo", 0600);
}

static void remove_all(void)
{
    static const char *const names[] = {"key",       "key.crlf",   "key.group", "key.others",
                                        "key.empty", "key.blank",  "key.fifo",  ".env",
                                        "key.mark",  "key.spaces", "key.long"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(names[i]);
    rmdir("key.folder");
}

/* The environment and .env, nothing else of CASECRAFT_; the registry of it. */
static struct provider_registry *open_with(struct config *c, const char *const *environment,
                                           const char *dotenv, struct provider_flags flags)
{
    clearenv();
    for (size_t i = 0; environment[i] != NULL; i++) {
        char name[100];
        const char *value = strchr(environment[i], '=');
        snprintf(name, sizeof name, "%.*s", (int)(value - environment[i]), environment[i]);
        setenv(name, value + 1, 1);
    }
    make_file(".env", dotenv, 0600);
    struct diag_error err = {""};
    UNIT_CHECK(config_load(c, &err) == 0, "%s", err.text);
    return provider_open(c, flags);
}

static void check_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config c;
        struct diag_error err = {""};
        struct provider_registry *reg = open_with(&c, cases[i].environment, cases[i].dotenv,
                                                  (struct provider_flags){0});
        const struct provider *p = provider_find(reg, cases[i].name, &err);
        const char *const *wrong = cases[i].wrong;
        UNIT_CHECK((p != NULL) == (wrong[0] == NULL), "case %zu, %s: '%s', not '%s'", i,
                   cases[i].name, err.text, wrong[0] != NULL ? wrong[0] : "");
        for (size_t j = 0; j < 9 && wrong[j] != NULL; j++)
            UNIT_CHECK(strstr(err.text, wrong[j]) != NULL, "case %zu: '%s' says nothing of '%s'", i,
                       err.text, wrong[j]);
        UNIT_CHECK(strstr(err.text, "secret") == NULL, "case %zu tells a secret: %s", i, err.text);
        UNIT_CHECK(p == NULL || provider_find(reg, cases[i].name, &err) == p, "it is made once");
        provider_close(reg);
        config_free(&c);
    }
}

static void check_rows(void)
{
    struct config c;
    const char *const none[] = {KEY, NULL};
    struct provider_registry *reg = open_with(&c, none, "", (struct provider_flags){0});
    const struct provider *p = provider_find(reg, "glm", NULL);
    if (UNIT_CHECK(p != NULL, "glm is configured"))
        UNIT_CHECK(p->vendor == vendor_find("glm") && strcmp(p->name, "glm") == 0 &&
                       strcmp(p->key, "k") == 0 && strcmp(p->model, p->vendor->model) == 0 &&
                       strcmp(p->base_url, p->vendor->base_url) == 0 && p->workers == 1 &&
                       p->timeout_ms > 0 && p->max_retries > 0 && p->max_tokens > 0,
                   "the row says what nothing else says");
    p = provider_find(reg, "local", NULL);
    UNIT_CHECK(p != NULL && p->key == NULL, "local has no key");
    provider_close(reg);
    config_free(&c);
}

/* Flags over the environment over .env over the row. */
static void check_precedence(void)
{
    struct config c;
    const char *const environment[] = {KEY,
                                       URL "https://e.test/v1//",
                                       "CASECRAFT_GLM_MODEL=env",
                                       "CASECRAFT_GLM_MAX_WORKERS=5",
                                       "CASECRAFT_GLM_TEMPERATURE=0.25",
                                       "CASECRAFT_KIMI_TEMPERATURE=0.5",
                                       "CASECRAFT_KIMI_WORKERS=7",
                                       "CASECRAFT_KIMI_MAX_WORKERS=9",
                                       "CASECRAFT_KIMI_API_KEY=k",
                                       NULL};
    static const char dotenv[] = "CASECRAFT_GLM_MODEL=dot\nCASECRAFT_GLM_TIMEOUT=12\n"
                                 "CASECRAFT_GLM_MAX_RETRIES=0\nCASECRAFT_GLM_MAX_TOKENS=99\n"
                                 "CASECRAFT_GLM_API_KEY=dot";
    struct provider_registry *reg = open_with(&c, environment, dotenv, (struct provider_flags){0});
    const struct provider *p = provider_find(reg, "glm", NULL);
    if (UNIT_CHECK(p != NULL, "glm is configured")) {
        UNIT_CHECK(strcmp(p->key, "k") == 0 && strcmp(p->model, "env") == 0,
                   "the environment wins over .env: %s, %s", p->key, p->model);
        UNIT_CHECK(strcmp(p->base_url, "https://e.test/v1") == 0, "no slash at the end: %s",
                   p->base_url);
        UNIT_CHECK(p->timeout_ms == 12000 && p->max_retries == 0 && p->max_tokens == 99,
                   ".env wins over the row");
        UNIT_CHECK(p->workers == 5, "MAX_WORKERS is WORKERS: %d", p->workers);
        UNIT_CHECK(p->temperature > 0.24 && p->temperature < 0.26, "%g", p->temperature);
    }
    p = provider_find(reg, "kimi", NULL);
    UNIT_CHECK(p != NULL && p->temperature < 0, "kimi gets no temperature whatever is set");
    UNIT_CHECK(p != NULL && p->workers == 7, "WORKERS wins over MAX_WORKERS");
    provider_close(reg);
    reg = provider_open(&c, (struct provider_flags){.model = "flag", .workers = 11});
    p = provider_find(reg, "glm", NULL);
    UNIT_CHECK(p != NULL && strcmp(p->model, "flag") == 0 && p->workers == 11, "flags win");
    provider_close(reg);
    config_free(&c);
}

static void check_key_file(void)
{
    static const char *const files[] = {FILE_IS "key", FILE_IS "key.crlf", FILE_IS "key.mark"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct config c;
        const char *const environment[] = {files[i], NULL};
        struct provider_registry *reg = open_with(&c, environment, "", (struct provider_flags){0});
        const struct provider *p = provider_find(reg, "glm", NULL);
        UNIT_CHECK(p != NULL && strcmp(p->key, "filekey") == 0, "%s: its first line", files[i]);
        provider_close(reg);
        config_free(&c);
    }
}

/* What is said on stderr while all names of a list are checked. */
static int check_list(struct provider_registry *reg, const char *names, char *said, size_t room)
{
    FILE *f = tmpfile();
    int saved = dup(STDERR_FILENO);
    if (f == NULL || saved < 0 || dup2(fileno(f), STDERR_FILENO) < 0)
        exit(1);
    struct options_list list = {0};
    options_list_add(&list, names);
    int result = provider_check(reg, &list, NULL);
    options_list_free(&list);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(f);
    said[fread(said, 1, room - 1, f)] = '\0';
    fclose(f);
    return result;
}

/* Kinds of local servers: the address that is set, the kind, where calls go and how. */
static void check_servers(void)
{
    static const struct {
        const char *url, *server, *calls;
        enum vendor_protocol protocol;
        const char *root;
    } rows[] = {
        {"http://localhost:1/v1", "ollama", "http://localhost:1", VENDOR_OLLAMA,
         "http://localhost:1"},
        {"http://localhost:1", "ollama", "http://localhost:1", VENDOR_OLLAMA, "http://localhost:1"},
        {"http://localhost:1/v1/", "ollama", "http://localhost:1", VENDOR_OLLAMA,
         "http://localhost:1"},
        {"http://localhost:1", "llamacpp", "http://localhost:1/v1", VENDOR_OPENAI,
         "http://localhost:1"},
        {"http://localhost:1/v1", "llamacpp", "http://localhost:1/v1", VENDOR_OPENAI,
         "http://localhost:1"},
        {"http://localhost:1/api", "openai", "http://localhost:1/api", VENDOR_OPENAI,
         "http://localhost:1/api"},
        {"http://localhost:1/", "vllm", "http://localhost:1/v1", VENDOR_OPENAI,
         "http://localhost:1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct config c;
        struct diag_error err;
        char url[100];
        snprintf(url, sizeof url, "CASECRAFT_LOCAL_BASE_URL=%s", rows[i].url);
        const char *const environment[] = {url, "CASECRAFT_LOCAL_MODEL=m", NULL};
        struct provider_registry *reg = open_with(&c, environment, "", (struct provider_flags){0});
        const struct provider *p = provider_find(reg, "local", NULL);
        UNIT_CHECK(p != NULL && p->guess, "nothing says what local is");
        p = provider_serving(reg, "local", rows[i].server, 5, &err);
        if (UNIT_CHECK(p != NULL && p == provider_find(reg, "local", NULL), "%s", err.text))
            UNIT_CHECK(strcmp(p->base_url, rows[i].calls) == 0 && !p->guess &&
                           p->vendor->protocol == rows[i].protocol && p->workers == 5,
                       "%s as %s: %s", rows[i].url, rows[i].server, p->base_url);
        char *root = p != NULL ? provider_root(p) : NULL;
        UNIT_CHECK(root != NULL && strcmp(root, rows[i].root) == 0, "the root of %s is %s",
                   rows[i].url, root);
        free(root);
        provider_close(reg);
        config_free(&c);
    }
}

static void check_lists(void)
{
    struct config c;
    char said[4096];
    const char *const environment[] = {KEY,
                                       "CASECRAFT_KIMI_WORKERS=x",
                                       "CASECRAFT_OURS_BASE_URL=http://localhost:1",
                                       "CASECRAFT_OURS_MODEL=m",
                                       "CASECRAFT_THEIRS_BASE_URL=http://localhost:1",
                                       NULL};
    struct provider_registry *reg = open_with(&c, environment, "", (struct provider_flags){0});
    UNIT_CHECK(check_list(reg, "glm,builtin,local", said, sizeof said) == 0 && said[0] == '\0',
               "all is well: %s", said);
    UNIT_CHECK(check_list(reg, "", said, sizeof said) == 0, "with none too");
    int result = check_list(reg, "nobody,glm,qwen,kimi", said, sizeof said);
    UNIT_CHECK(result == -1 && strstr(said, "nobody") != NULL &&
                   strstr(said, "CASECRAFT_QWEN_API_KEY") != NULL &&
                   strstr(said, "CASECRAFT_KIMI_API_KEY") != NULL &&
                   strstr(said, "CASECRAFT_KIMI_WORKERS") != NULL && strstr(said, "GLM") == NULL,
               "every problem is told: %s", said);
    struct buf choices;
    buf_init(&choices, CEILING_TEXT);
    provider_choices(reg, &choices);
    for (size_t i = 0; vendor_at(i) != NULL; i++)
        UNIT_CHECK(strstr(choices.data, vendor_at(i)->name) != NULL, "%s is a choice",
                   vendor_at(i)->name);
    UNIT_CHECK(strstr(choices.data, "glm,") != NULL &&
                   strstr(choices.data, "CASECRAFT_QWEN_API_KEY") != NULL &&
                   strstr(choices.data, "CASECRAFT_GLM_API_KEY") == NULL,
               "the choices are %s", choices.data);
    UNIT_CHECK(strstr(choices.data, ", ours,") != NULL && strstr(choices.data, "theirs") == NULL,
               "names that are configured are choices: %s", choices.data);
    buf_free(&choices);
    provider_close(reg);
    config_free(&c);
}

/* Whose settings make them providers, right or wrong, in the order of the rows. */
static void check_configured(void)
{
    struct config c;
    const char *const environment[] = {"CASECRAFT_KIMI_API_KEY=k",
                                       "CASECRAFT_KIMI_WORKERS=x",
                                       "CASECRAFT_QWEN_MODEL=m",
                                       "CASECRAFT_DEEPSEEK_BASE_URL=http://localhost:1",
                                       "CASECRAFT_LOCAL_MODEL=m",
                                       "CASECRAFT_EMPTY_BASE_URL=",
                                       "CASECRAFT_OURS_BASE_URL=http://localhost:1",
                                       NULL};
    struct provider_registry *reg = open_with(&c, environment, "CASECRAFT_GLM_API_KEY_FILE=k",
                                              (struct provider_flags){0});
    struct options_list names = {0};
    struct buf all;
    provider_configured(reg, &names);
    buf_init(&all, CEILING_TEXT);
    for (size_t i = 0; i < names.count; i++)
        buf_format(&all, "%s ", names.item[i]);
    UNIT_CHECK(strcmp(all.data, "glm kimi ours ") == 0, "configured are %s", all.data);
    buf_free(&all);
    options_list_free(&names);
    provider_close(reg);
    config_free(&c);
}

/* The kind of a server is guessed only at an address that is set. */
static void check_guess(void)
{
    struct config c;
    const char *const none[] = {NULL};
    struct provider_registry *reg = open_with(&c, none, "", (struct provider_flags){0});
    const struct provider *p = provider_find(reg, "local", NULL);
    UNIT_CHECK(p != NULL && !p->guess && p->vendor->protocol == VENDOR_OLLAMA,
               "without an address, local is Ollama at its own");
    provider_close(reg);
    config_free(&c);
}

int main(void)
{
    char folder[] = "/tmp/provider.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) < 0 || setenv("XDG_CONFIG_HOME", folder, 1) < 0)
        return 1;
    make_keys();
    check_cases();
    check_rows();
    check_precedence();
    check_key_file();
    check_servers();
    check_lists();
    check_configured();
    check_guess();
    remove_all();
    rmdir(folder);
    return unit_end();
}
