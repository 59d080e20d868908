/* Preloaded: sets the system's clock to the value of FAULT_CLOCK, in seconds. */

#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const char *seconds = getenv("FAULT_CLOCK");
    if (clock != CLOCK_REALTIME || seconds == NULL) return (int)syscall(SYS_clock_gettime, clock, now);
    now->tv_sec = (time_t)strtoll(seconds, NULL, 10);
    now->tv_nsec = 0;
    return 0;
}
