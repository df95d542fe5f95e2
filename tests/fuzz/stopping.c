/*
 * stopping: in the place of lib/stopping.c, because signals are libFuzzer's here and main() runs many times.
 */
#include "stopping.h"

#include <stdlib.h>

int stopping_open(void)
{
    return -1;
}

int stopping_signal(void)
{
    return 0;
}

void stopping_exit(int signo)
{
    (void)signo;
    abort();
}

void stopping_child(void)
{
}
