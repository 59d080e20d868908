/* panic: in the build for tests, a panic inside becomes status 90 and the process continues: also
 * in a thread, and many times. */

#include <pthread.h>
#include <unistd.h>

#include "check.h"

int32_t token04_test_panic(void);

static void *panics(void *unused)
{
    (void)unused;
    for (int i = 0; i < 100; ++i) CHECK(token04_test_panic() == TOKEN04_ERROR_INTERNAL, "%d", i);
    return NULL;
}

int main(void)
{
    pthread_t threads[4];
    char token[1024];
    size_t length;
    token04_generator *generator = new_generator(TOKEN04_MODE_CBC);
    /* A panic prints a message to standard error: suppress it for the remaining 400. */
    CHECK(token04_test_panic() == TOKEN04_ERROR_INTERNAL, "the first");
    CHECK(freopen("/dev/null", "w", stderr) != NULL, "quiet");
    for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, panics, NULL);
    for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
    const int32_t status = token04_generator_generate(generator, "user1", 5, 60, NULL, 0,
                                                      token04_now(), token, sizeof token, &length);
    CHECK(status == 0 && strlen(token) == length, "the process continues: %d", status);
    CHECK(strcmp(token04_error_name(90), "internal") == 0, "its name");
    token04_generator_free(generator);
    return finish("a panic is status 90, and the process continues");
}
