/* For the bench: the empty call, and the library called from C, without .NET in between. */
#include <stdint.h>
#include <string.h>

#include "token04.h"

static const char TOKEN[] =
    "04AAAAAGVT/xAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAA=";

/* The signature of token04_generator_generate(), which writes a constant of a token's length. */
int32_t bench_empty(const void *generator, const char *user_id, size_t user_id_length, int64_t ttl,
                    const char *payload, size_t payload_length, int64_t now, char *out,
                    size_t out_capacity, size_t *out_length)
{
    (void)generator, (void)user_id, (void)user_id_length, (void)ttl, (void)payload;
    (void)payload_length, (void)now, (void)out_capacity;
    memcpy(out, TOKEN, sizeof TOKEN);
    *out_length = sizeof TOKEN - 1;
    return 0;
}

/* `count` tokens with this payload. Returns the last status. */
int32_t bench_core(const void *generator, const char *payload, size_t payload_length, int64_t now,
                   int32_t count)
{
    char out[1024];
    size_t length = 1;
    int32_t status = 0;
    for (int32_t index = 0; index < count; index++)
    {
        status = token04_generator_generate(generator, "user1", 5, 3600, payload, payload_length,
                                            now, out, sizeof out, &length);
    }
    return status;
}
