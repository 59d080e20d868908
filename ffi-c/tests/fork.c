/* fork: children of one parent, and their children, continue to use its handles, and no two of them
 * ever draw the same randomness. */

#define _POSIX_C_SOURCE 200809L

#include <sys/wait.h>
#include <unistd.h>

#include "nonces.h"

enum
{
    CHILDREN = 8,
    EACH = 500,
    PROCESSES = 1 + CHILDREN * 2
};

static void make(const token04_generator *generator, int64_t *nonces)
{
    char token[1024];
    size_t length;
    for (int i = 0; i < EACH; ++i)
    {
        const int32_t status = token04_generator_generate(
            generator, "user1", 5, 60, NULL, 0, token04_now(), token, sizeof token, &length);
        CHECK(status == 0, "status %d", status);
        nonces[i] = nonce_of(token, length);
    }
}

/* A child writes its nonces in pieces small enough that other children's do not split them. */
static void report(const token04_generator *generator, int to)
{
    int64_t nonces[EACH];
    make(generator, nonces);
    for (int i = 0; i < EACH; ++i)
        if (write(to, &nonces[i], sizeof *nonces) != (ssize_t)sizeof *nonces) _exit(1);
}

static void child(const token04_generator *generator, int to)
{
    const pid_t grandchild = fork();
    report(generator, to);
    if (grandchild > 0) waitpid(grandchild, NULL, 0);
    _exit(failures > 0);
}

int main(void)
{
    int64_t nonces[PROCESSES * EACH];
    int ends[2];
    token04_generator *generator = new_generator(TOKEN04_MODE_CBC);
    make(generator, nonces); /* the parent has drawn randomness before it forks */
    if (pipe(ends) != 0) return 1;
    for (int i = 0; i < CHILDREN; ++i)
        if (fork() == 0) child(generator, ends[1]);
    close(ends[1]);
    make(generator, nonces);
    size_t count = EACH;
    while (count < PROCESSES * EACH &&
           read(ends[0], &nonces[count], sizeof *nonces) == (ssize_t)sizeof *nonces)
        ++count;
    for (int i = 0; i < CHILDREN; ++i)
    {
        int ended = 1;
        wait(&ended);
        CHECK(ended == 0, "a child ended with %d", ended);
    }
    CHECK(count == PROCESSES * EACH, "only %zu tokens", count);
    all_differ(nonces, count);
    token04_generator_free(generator);
    return finish("17 forked processes, no nonce twice");
}
