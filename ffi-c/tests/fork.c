/* fork: children of one parent, and their children, go on with its handles, and no two of them
 * ever use the same IV. */

#define _POSIX_C_SOURCE 200809L

#include <sys/wait.h>
#include <unistd.h>

#include "ivs.h"

enum
{
    CHILDREN = 8,
    EACH = 500,
    PROCESSES = 1 + CHILDREN * 2
};

static void make(const token04_generator *generator, iv *ivs)
{
    char token[1024];
    size_t length;
    for (int i = 0; i < EACH; ++i)
    {
        const int32_t status = token04_generator_generate(
            generator, "user1", 5, 60, NULL, 0, TOKEN04_NOW_CLOCK, token, sizeof token, &length);
        CHECK(status == 0, "status %d", status);
        ivs[i] = iv_of(token);
    }
}

/* What a child makes goes to its parent in pieces that no other can get between. */
static void tell(const token04_generator *generator, int to)
{
    iv ivs[EACH];
    make(generator, ivs);
    for (int i = 0; i < EACH; ++i)
        if (write(to, &ivs[i], sizeof *ivs) != (ssize_t)sizeof *ivs) _exit(1);
}

static void child(const token04_generator *generator, int to)
{
    const pid_t grandchild = fork();
    tell(generator, to);
    if (grandchild > 0) waitpid(grandchild, NULL, 0);
    _exit(failures > 0);
}

int main(void)
{
    iv ivs[PROCESSES * EACH];
    int ends[2];
    token04_generator *generator = new_generator(TOKEN04_MODE_CBC);
    make(generator, ivs); /* the parent's randomness is in use before it forks */
    if (pipe(ends) != 0) return 1;
    for (int i = 0; i < CHILDREN; ++i)
        if (fork() == 0) child(generator, ends[1]);
    close(ends[1]);
    make(generator, ivs);
    size_t count = EACH;
    while (count < PROCESSES * EACH &&
           read(ends[0], &ivs[count], sizeof *ivs) == (ssize_t)sizeof *ivs)
        ++count;
    for (int i = 0; i < CHILDREN; ++i)
    {
        int ended = 1;
        wait(&ended);
        CHECK(ended == 0, "a child ended with %d", ended);
    }
    CHECK(count == PROCESSES * EACH, "only %zu tokens", count);
    all_differ(ivs, count);
    token04_generator_free(generator);
    return finish("17 forked processes, no IV twice");
}
