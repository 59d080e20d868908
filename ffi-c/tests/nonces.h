/* The nonces of tokens, which are their random part: do two sources of randomness ever agree? */

#ifndef NONCES_H
#define NONCES_H

#include "check.h"

static inline int64_t nonce_of(const char *token, size_t length)
{
    static const char secret[] = SECRET_TEXT;
    char strings[2048];
    token04_decoded decoded;
    size_t used;
    const int32_t status = token04_decode(token, length, secret, TOKEN04_SECRET_BYTES, &decoded,
                                          strings, sizeof strings, &used);
    CHECK(status == 0, "status %d", status);
    return decoded.nonce;
}

static inline int compare_nonces(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Checks that no more nonces repeat than by chance: with 31 random bits, about count * count /
 * 2^32. A source that is used twice repeats all of its nonces. */
static inline void all_differ(int64_t *nonces, size_t count)
{
    size_t repeated = 0;
    const double n = (double)count, by_chance = n * n / 4294967296.0;
    qsort(nonces, count, sizeof *nonces, compare_nonces);
    for (size_t i = 1; i < count; ++i)
        if (nonces[i - 1] == nonces[i]) ++repeated;
    CHECK((double)repeated < 4 + 3 * by_chance, "%zu of %zu nonces repeat", repeated, count);
}

#endif
