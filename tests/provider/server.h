/*
 * server: the socket that listens, the connections, and the loop.
 */
#ifndef SERVER_H
#define SERVER_H

#include <sys/types.h>

#include "diag.h"
#include "service.h"

/* Binds port (0: a free one) of 127.0.0.1 and listens; *port is then the one it got.  Returns the
 * descriptor, or -1 with err. */
int server_listen(int *port, struct diag_error *err);

/* Serves until stop is readable or parent is no longer the parent of this process.  Closes all
 * connections at the end.  Returns 0, or -1 with err. */
int server_run(int listener, int stop, pid_t parent, struct service *s, struct diag_error *err);

#endif
