/* A call that does nothing, in its own file so that it is not inlined. */

#include <string.h>

#include "others.h"

static const char token[] =
    "04AAAAAGsFRcgAEIXKiABDtCSplEID5wAOJAgAcH+rmgpaFm0gHxHswlPlRvZTEIWs5qFmpTS9mQLtYCDnkr4MA+35RTvN"
    "2zHushThc3X9MRJru8qdKhbtmdhebomHzEHthaIWl6UyGKmerLPpQfWx0Px7W23toGo3r42XXE3P9m1Jd7iKjPPesIxVGA"
    "I=";

int32_t empty_generate(const void *generator, const char *user_id, size_t user_id_length,
                       int64_t ttl, const char *payload, size_t payload_length, int64_t now,
                       char *out, size_t out_capacity, size_t *out_length)
{
    (void)generator, (void)user_id, (void)user_id_length, (void)ttl, (void)payload;
    (void)payload_length, (void)now;
    if (out_capacity < sizeof token) return 92;
    memcpy(out, token, sizeof token);
    *out_length = sizeof token - 1;
    return 0;
}
