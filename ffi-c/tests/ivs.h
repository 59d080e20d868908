/* The IVs of tokens, to see that none comes twice. */

#ifndef IVS_H
#define IVS_H

#include "check.h"

/* 24 characters of base64 hold 18 of the bytes that follow the two lengths of a CBC envelope: from
 * the middle of the IV. 12 of its 16 bytes are enough to tell IVs apart. */
typedef struct iv
{
    char text[16];
} iv;

static inline iv iv_of(const char *token)
{
    iv out;
    /* Behind "04": 8 bytes expiry, 2 length, 16 IV; characters 16 to 32 are bytes 12 to 24. */
    memcpy(out.text, token + 2 + 16, 16);
    return out;
}

static inline int compare_ivs(const void *a, const void *b) { return memcmp(a, b, sizeof(iv)); }

/* Checks that none comes twice. */
static inline void all_differ(iv *ivs, size_t count)
{
    size_t twice = 0;
    qsort(ivs, count, sizeof *ivs, compare_ivs);
    for (size_t i = 1; i < count; ++i)
        if (compare_ivs(&ivs[i - 1], &ivs[i]) == 0) ++twice;
    CHECK(twice == 0, "%zu of %zu IVs came twice", twice, count);
}

#endif
