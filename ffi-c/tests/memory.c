/* memory [CALLS]: calls each function that many times with good and bad input in one process; the
 * resident memory at the end is within 2 MB of that after a tenth of the calls. This includes
 * functions without a `_free`, since the library allocates nothing for the caller. */

#define _POSIX_C_SOURCE 200809L

#include <unistd.h>

#include "entries.h"

static long resident_kib(void)
{
    long pages = 0, all = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL) abort();
    if (fscanf(file, "%ld %ld", &all, &pages) != 2) abort();
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static char out[TOKEN04_EXPLAIN_SIZE];
/* The most that is read of any string, however long it is. */
static const char too_long[TOKEN04_TEXT_MAX + 1];

/* Good, too long, not UTF-8, damaged, too small: in turn. */
static void call_entry(const entry *e, size_t turn)
{
    text in[MOST];
    size_t length;
    good(e, in);
    const size_t i = turn / 8 % (size_t)e->inputs;
    switch (turn % 8)
    {
    case 1:
        in[i] = (text){too_long, SIZE_MAX};
        break;
    case 2:
        in[i] = (text){"\xff\xfe", 2};
        break;
    case 3:
        in[i] = (text){"x", 1};
        break;
    case 4:
        in[i] = (text){NULL, 7};
        break;
    default:
        break;
    }
    e->call(in, out, turn % 8 == 5 ? 16 : sizeof out, &length);
}

static void call_handles(size_t turn)
{
    const size_t lengths[] = {32, turn % 3 ? 32 : 31};
    const char secrets[] = SECRET_TEXT SECRET_TEXT;
    token04_generator *g = NULL;
    token04_verifier *v = NULL;
    int32_t variable, fault;
    int64_t app;
    token04_generator_new(turn % 5 ? APP : 0, SECRET_TEXT, 32, (int32_t)(turn % 4), &g);
    token04_generator_free(g);
    token04_verifier_new(APP, SECRET_TEXT, 32, secrets, lengths, 2, turn % 7 ? 30 : -1, &v);
    token04_verifier_free(v);
    /* Values that the caller read from its environment. */
    token04_generator_from_env((int32_t)(turn % 4), &g, &variable, &fault);
    token04_generator_free(g);
    token04_verifier_from_env(turn % 7 ? 30 : -1, &v, &variable, &fault);
    token04_verifier_free(v);
    token04_environment(turn % 2 ? "123" : "x", turn % 2 ? 3 : 1, SECRET_TEXT, turn % 3 ? 32 : 31,
                        turn % 5 ? NULL : "short", turn % 5 ? 0 : 5, &app, &variable, &fault);
    token04_environment_message(variable, fault);
}

static void call_rest(size_t turn)
{
    static char rows[3 * 512];
    const size_t lengths[] = {5, turn % 3 ? 5 : 65, turn % 5 ? 5 : 0};
    const size_t streams[] = {5, 5};
    size_t sizes[3], length;
    int32_t statuses[3];
    token04_generator_batch(generator,
                            "user1user1user1user1user1user1user1user1user1user1user1user1"
                            "user1user1user1",
                            lengths, 3, turn % 11 ? 60 : 0, NULL, 0, NOW, rows, turn % 7 ? 512 : 8,
                            sizes, statuses);
    token04_privileges_payload("room1", turn % 5 ? 5 : 0, turn % 2, turn % 3 ? 1 : 0, turn % 7 == 0,
                               "onetwothree", streams, 2, out, sizeof out, &length);
    token04_now();
    token04_error_message((int32_t)(turn % 100));
    token04_error_name((int32_t)(turn % 100));
    token04_token_size(turn, turn, (int32_t)(turn % 3));
    token04_privileges_payload_size(turn, turn, turn);
    token04_kit_token_size(turn, turn, turn, turn);
    token04_decoded_size(turn);
    token04_version();
    token04_abi_version();
}

int main(int argc, char **argv)
{
    const size_t calls = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    long tenth = 0;
    set_up();
    for (size_t turn = 0; turn < calls; ++turn)
    {
        for (size_t i = 0; i < ENTRIES; ++i) call_entry(&entries[i], turn);
        call_handles(turn);
        call_rest(turn);
        if (turn == calls / 10) tenth = resident_kib();
    }
    const long end = resident_kib();
    tear_down();
    printf("     resident: %ld KiB at 10 %%, %ld KiB at 100 %% of %zu calls of each function\n",
           tenth, end, calls);
    /* A short run is for valgrind and sanitizers, whose own memory grows. */
    if (calls >= 100000) CHECK(end - tenth <= 2048, "grew by %ld KiB", end - tenth);
    return finish("memory stays");
}
