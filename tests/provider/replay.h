/*
 * replay: what a recorded answer says about itself.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include <stdbool.h>
#include <stddef.h>

struct replay {
    size_t
        head;   /* bytes before its body, interim answers (1xx) included; all where there is none */
    bool whole; /* a client sees its end without the connection's */
};

struct replay replay_read(const char *bytes, size_t len);

#endif
