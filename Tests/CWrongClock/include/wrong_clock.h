#ifndef WRONG_CLOCK_H
#define WRONG_CLOCK_H

#include <stdint.h>

/* How wrong the wall clock of a process is, in a file that the process maps and a test writes. The environment variable
 * WRONG_CLOCK names the file; the library is put before libc by LD_PRELOAD. */
struct wrong_clock {
    /* Seconds to add to the time of day. */
    int64_t ahead;
    /* Whether the kernel is said to have been synchronised: 0 or 1. */
    int64_t synchronised;
};

#endif
