#include "wholefile.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

/* Whether the file holds just this. */
static bool holds(const char *path, const char *text)
{
    char bytes[64] = "";
    FILE *f = fopen(path, "r");
    size_t n = f == NULL ? 0 : fread(bytes, 1, sizeof bytes - 1, f);
    if (f != NULL)
        fclose(f);
    return f != NULL && n == strlen(text) && strcmp(bytes, text) == 0;
}

static size_t entries(const char *folder)
{
    size_t n = 0;
    DIR *d = opendir(folder);
    while (readdir(d) != NULL)
        n++;
    closedir(d);
    return n - 2;
}

static bool write_text(const char *path, const char *text)
{
    struct diag_error err = {""};
    bool written = wholefile_write(path, text, strlen(text), &err) == 0;
    return written || strstr(err.text, path) == NULL;
}

/* A folder that may be written in and not be read, by whoever may not do everything. */
static void check_unreadable(const char *folder)
{
    enum { NOBODY = 65534 };
    bool root = geteuid() == 0;
    struct diag_error err = {""};
    if (mkdir("closed", 0300) < 0 ||
        (root && (chmod(folder, 0711) < 0 || chown("closed", NOBODY, (gid_t)-1) < 0 ||
                  seteuid(NOBODY) < 0)))
        UNIT_CHECK(false, "a closed folder");
    UNIT_CHECK(open("closed", O_RDONLY | O_CLOEXEC) < 0, "the folder cannot be read");
    UNIT_CHECK(wholefile_write("closed/page", "new", 3, &err) == 0 && holds("closed/page", "new"),
               "a folder that cannot be read: %s", err.text);
    if (root && seteuid(0) < 0)
        UNIT_CHECK(false, "root again");
    unlink("closed/page");
    rmdir("closed");
}

int main(void)
{
    char folder[] = "/tmp/wholefile.XXXXXX";
    struct stat st;
    struct diag_error err;
    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return 1;
    UNIT_CHECK(write_text("page", "one") && holds("page", "one"), "a new file");
    UNIT_CHECK(write_text("page", "second") && holds("page", "second"), "in place of an older one");
    UNIT_CHECK(symlink("page", "link") == 0 && write_text("link", "by link") &&
                   holds("page", "by link") && lstat("link", &st) == 0 && S_ISLNK(st.st_mode),
               "a link stays one");
    UNIT_CHECK(write_text("/dev/null", "lost") && stat("/dev/null", &st) == 0 &&
                   S_ISCHR(st.st_mode),
               "what is no file stays what it is");
    UNIT_CHECK(wholefile_write("/dev/full", "x", 1, &err) < 0 &&
                   strstr(err.text, "/dev/full") != NULL,
               "a full device");
    UNIT_CHECK(wholefile_write("no/page", "x", 1, &err) < 0 && strstr(err.text, "no/page") != NULL,
               "no such folder");
    UNIT_CHECK(wholefile_write(".", "x", 1, &err) < 0, "a folder");
    UNIT_CHECK(entries(folder) == 2, "%zu files", entries(folder));
    check_unreadable(folder);
    unlink("page");
    unlink("link");
    rmdir(folder);
    return unit_end();
}
