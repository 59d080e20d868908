/* unload LIBRARY: a host that repeatedly loads the library, uses it from threads and unloads it,
 * also while a thread that has used it still runs. */

#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>

#include "check.h"

/* POSIX guarantees that a data pointer can hold a function's; C does not allow the cast. */
#define FIND(function)                                                                             \
    do                                                                                             \
    {                                                                                              \
        void *found = dlsym(library, "token04_" #function);                                        \
        memcpy(&function, &found, sizeof found);                                                   \
    } while (0)

static void *library;
static sem_t used, unloaded;

static int use(void)
{
    __typeof__(&token04_generator_new) generator_new;
    __typeof__(&token04_generator_generate) generator_generate;
    __typeof__(&token04_generator_free) generator_free;
    token04_generator *generator = NULL;
    char token[1024];
    size_t length;
    FIND(generator_new);
    FIND(generator_generate);
    FIND(generator_free);
    int32_t status = generator_new(APP, SECRET_TEXT, 32, TOKEN04_MODE_CBC, &generator);
    if (status == 0)
        status = generator_generate(generator, "user1", 5, 60, NULL, 0, token04_now(), token,
                                    sizeof token, &length);
    generator_free(generator);
    return status;
}

static void *work(void *unused)
{
    (void)unused;
    CHECK(use() == 0, "in a thread");
    sem_post(&used);
    sem_wait(&unloaded);
    return NULL; /* the library's data for this thread is freed now */
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    sem_init(&used, 0, 0);
    sem_init(&unloaded, 0, 0);
    for (int i = 0; i < 20; ++i)
    {
        pthread_t thread;
        library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
        CHECK(library != NULL, "%s", dlerror());
        if (library == NULL) return 1;
        CHECK(use() == 0, "round %d", i);
        pthread_create(&thread, NULL, work, NULL);
        sem_wait(&used);
        CHECK(dlclose(library) == 0, "%s", dlerror());
        sem_post(&unloaded);
        pthread_join(thread, NULL);
    }
    return finish("loaded and unloaded, with threads that keep running");
}
