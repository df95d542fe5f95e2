/*
 * parse FILE: reads the file and parses it with cJSON, nothing else: the baseline of cc-split.
 */
#include <cjson/cJSON.h>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (f == NULL || fseek(f, 0, SEEK_END) != 0)
        return 1;
    long size = ftell(f);
    rewind(f);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (text == NULL || fread(text, 1, (size_t)size, f) != (size_t)size)
        return 1;
    text[size] = '\0';
    cJSON *tree = cJSON_ParseWithLength(text, (size_t)size);
    int code = tree == NULL;
    cJSON_Delete(tree);
    free(text);
    fclose(f);
    return code;
}
