/* What the tests of the ABI share. */

#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <token04.h>

#define APP 1234567890
#define SECRET_TEXT "fa94dd0f974cf2e293728a526b028271"
#define NOW 1700000000

static int failures;

#define CHECK(condition, ...)                                                                      \
    do                                                                                             \
    {                                                                                              \
        if (!(condition) && ++failures < 20)                                                       \
        {                                                                                          \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);                        \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fprintf(stderr, "\n");                                                                 \
        }                                                                                          \
    } while (0)

static inline token04_generator *new_generator(int32_t mode)
{
    token04_generator *made = NULL;
    const int32_t status = token04_generator_new(APP, SECRET_TEXT, 32, mode, &made);
    CHECK(status == 0 && made != NULL, "status %d", status);
    return made;
}

static inline token04_verifier *new_verifier(void)
{
    token04_verifier *made = NULL;
    const int32_t status = token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, 30, &made);
    CHECK(status == 0 && made != NULL, "status %d", status);
    return made;
}

/* Memory of this size, filled with the byte `filler`; valgrind and ASan detect any access beyond
 * it. */
static inline char *room_of(size_t size, char filler)
{
    char *room = (char *)malloc(size > 0 ? size : 1);
    if (room == NULL) abort();
    memset(room, filler, size > 0 ? size : 1);
    return room;
}

static inline int finish(const char *what)
{
    if (failures > 0) return fprintf(stderr, "%s: %d failures\n", what, failures), 1;
    printf("ok   %s\n", what);
    return 0;
}

#endif
