/* threads [TOKENS]: many threads use one generator and one verifier at once, also while others are
 * made and freed. Each token must verify, and threads must never share randomness. */

#include <pthread.h>

#include "nonces.h"

enum
{
    THREADS = 8
};

static token04_generator *generator;
static token04_verifier *verifier;
static size_t each = 20000;
static int64_t *nonces;
static int bad[THREADS];

static int round_trip(unsigned thread, size_t i, int64_t *out)
{
    char user[32], token[1024], texts[2048];
    token04_decoded decoded;
    size_t length, used;
    const size_t size = (size_t)snprintf(user, sizeof user, "user-%u-%zu", thread, i);
    int32_t status = token04_generator_generate(generator, user, size, 60, "p", 1, token04_now(),
                                                token, sizeof token, &length);
    if (status != 0) return 1;
    status = token04_verifier_verify_user(verifier, token, length, user, size, token04_now(),
                                          &decoded, texts, sizeof texts, &used);
    *out = decoded.nonce;
    return status != 0 || memcmp(texts + decoded.user_id.offset, user, size) != 0;
}

static int handles(void)
{
    token04_generator *one = NULL;
    token04_verifier *other = NULL;
    const int32_t a = token04_generator_new(APP, SECRET_TEXT, 32, TOKEN04_MODE_GCM, &one),
                  b = token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, 0, &other);
    token04_generator_free(one);
    token04_verifier_free(other);
    return a != 0 || b != 0 || strcmp(token04_error_name(32), "expired") != 0;
}

static void *work(void *argument)
{
    const unsigned thread = *(const unsigned *)argument;
    for (size_t i = 0; i < each; ++i)
    {
        bad[thread] += round_trip(thread, i, &nonces[thread * each + i]);
        if (i % 64 == 0) bad[thread] += handles();
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];
    unsigned numbers[THREADS];
    if (argc > 1) each = strtoul(argv[1], NULL, 10);
    nonces = calloc(THREADS * each, sizeof *nonces);
    generator = new_generator(TOKEN04_MODE_CBC);
    verifier = new_verifier();
    for (unsigned i = 0; i < THREADS; ++i)
    {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0, "thread %u", i);
    }
    for (unsigned i = 0; i < THREADS; ++i)
    {
        pthread_join(threads[i], NULL);
        CHECK(bad[i] == 0, "thread %u: %d calls failed", i, bad[i]);
    }
    all_differ(nonces, THREADS * each);
    free(nonces);
    token04_generator_free(generator);
    token04_verifier_free(verifier);
    return finish("8 threads on one generator and one verifier");
}
