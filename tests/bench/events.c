/*
 * events FILE: runs libyaml's event loop over the file, nothing else: the baseline of cc-split on YAML.
 */
#include <yaml.h>

#include <stdbool.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    yaml_parser_t parser;
    if (f == NULL || !yaml_parser_initialize(&parser))
        return 1;
    yaml_parser_set_input_file(&parser, f);
    bool more = true, good = true;
    while (more && good) {
        yaml_event_t event;
        good = yaml_parser_parse(&parser, &event) != 0;
        if (good) {
            more = event.type != YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
    }
    yaml_parser_delete(&parser);
    fclose(f);
    return good ? 0 : 1;
}
