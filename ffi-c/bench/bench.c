/* What a token costs over the C ABI, compared with the core called from Rust, an empty call,
 * OpenSSL and a JWT, all in one run. Rounds are interleaved, so that a noisy machine shifts all
 * figures alike. The exit code is 1 if the ABI costs more over the core than allowed: 15 % or 40
 * ns, whichever is more. */

#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <token04.h>

#include "others.h"

enum
{
    ROUNDS = 80,
    CALLS = 400,
    USERS = 1000,
    STRIDE = 256
};

static const char secret[] = "fa94dd0f974cf2e293728a526b028271";
static const char payload[] =
    "{\\\"room_id\\\":\\\"room1\\\",\\\"privilege\\\":{\\\"1\\\":1,\\\"2\\\":1},"
    "\\\"stream_id_list\\\":null}";

static token04_generator *cbc, *gcm;
static token04_verifier *verifier;
static char privileges[256], out[1024], texts[2048], token[1024];
static size_t privileges_length, length, token_length;
static char user_ids[USERS * 5], rows[USERS * STRIDE];
static size_t user_id_lengths[USERS], row_lengths[USERS];
static int32_t statuses[USERS];

static int32_t generate(const token04_generator *generator)
{
    return token04_generator_generate(generator, "user1", 5, 3600, NULL, 0, token04_now(), out,
                                      sizeof out, &length);
}

static int32_t call_identity(void) { return generate(cbc); }
static int32_t call_gcm(void) { return generate(gcm); }
static int32_t call_privilege(void)
{
    return token04_generator_generate(cbc, "user1", 5, 3600, privileges, privileges_length,
                                      token04_now(), out, sizeof out, &length);
}
static int32_t make_privileges(char *room, size_t capacity, size_t *room_length)
{
    return token04_privileges_payload("room1", 5, 1, 1, 1, NULL, NULL, 0, room, capacity,
                                      room_length);
}
static int32_t call_privilege_anew(void)
{
    char anew[256];
    size_t anew_length;
    if (make_privileges(anew, sizeof anew, &anew_length) != 0) return -1;
    return token04_generator_generate(cbc, "user1", 5, 3600, anew, anew_length, token04_now(), out,
                                      sizeof out, &length);
}
static int32_t call_drop_in(void)
{
    return token04_generate(1234567890, "user1", 5, secret, 32, 3600, NULL, 0, token04_now(), out,
                            sizeof out, &length);
}
static int32_t call_batch(void)
{
    return token04_generator_batch(cbc, user_ids, user_id_lengths, USERS, 3600, NULL, 0,
                                   token04_now(), rows, STRIDE, row_lengths, statuses);
}
static int32_t call_verify(void)
{
    token04_decoded decoded;
    return token04_verifier_verify_user(verifier, token, token_length, "user1", 5, token04_now(),
                                        &decoded, texts, sizeof texts, &length);
}
static int32_t call_empty(void)
{
    return empty_generate(cbc, "user1", 5, 3600, NULL, 0, token04_now(), out, sizeof out, &length);
}
static int32_t call_plain_identity(void) { return plain_cbc("user1", "", out) == 0; }
static int32_t call_plain_privilege(void) { return plain_cbc("user1", payload, out) == 0; }
static int32_t call_plain_gcm(void) { return plain_gcm("user1", "", out) == 0; }
static int32_t call_jwt(void) { return jwt_hs256("user1", out, sizeof out) == 0; }

typedef struct contestant
{
    const char *name;
    int32_t (*call)(void); /* NULL: the core */
    uint32_t kind;         /* the core's, of lib.rs; 6 writes into a buffer as the ABI does, 7 makes
                              privileges too */
    uint32_t per_call;     /* tokens */
    double rounds[ROUNDS];
} contestant;

static contestant all[] = {
    {"identity, CBC: core", NULL, 0, 1, {0}},
    {"identity, CBC: C", call_identity, 0, 1, {0}},
    {"privilege, CBC: core", NULL, 1, 1, {0}},
    {"privilege, CBC: C", call_privilege, 0, 1, {0}},
    {"identity, GCM: core", NULL, 2, 1, {0}},
    {"identity, GCM: C", call_gcm, 0, 1, {0}},
    {"drop-in: core", NULL, 3, 1, {0}},
    {"drop-in: C", call_drop_in, 0, 1, {0}},
    {"batch of 1000, each: core", NULL, 4, USERS, {0}},
    {"batch of 1000, each: C", call_batch, 0, USERS, {0}},
    {"verify: core", NULL, 5, 1, {0}},
    {"verify: C", call_verify, 0, 1, {0}},
    {"identity, raw: core", NULL, 6, 1, {0}},
    {"identity, raw: C", call_identity, 0, 1, {0}},
    {"privilege, anew: core", NULL, 7, 1, {0}},
    {"privilege, anew: C", call_privilege_anew, 0, 1, {0}},
    {"empty call", call_empty, 0, 1, {0}},
    {"OpenSSL, identity, CBC", call_plain_identity, 0, 1, {0}},
    {"OpenSSL, privilege, CBC", call_plain_privilege, 0, 1, {0}},
    {"OpenSSL, identity, GCM", call_plain_gcm, 0, 1, {0}},
    {"libjwt, HS256", call_jwt, 0, 1, {0}},
};
enum
{
    PAIRS = 8,
    EMPTY = 16,
    COUNT = sizeof all / sizeof *all
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double round_of(const contestant *c)
{
    const uint32_t calls = c->per_call > 1 ? 1 : CALLS;
    const double start = now();
    if (c->call == NULL)
    {
        if (core_calls(c->kind, calls) == 0) abort();
    }
    else
        for (uint32_t i = 0; i < calls; ++i)
            if (c->call() != 0) abort();
    return (now() - start) / calls / c->per_call;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void set_up(void)
{
    for (int i = 0; i < USERS; ++i)
    {
        memcpy(user_ids + 5 * i, "user1", 5);
        user_id_lengths[i] = 5;
    }
    if (token04_generator_new(1234567890, secret, 32, TOKEN04_MODE_CBC, &cbc) != 0) abort();
    if (token04_generator_new(1234567890, secret, 32, TOKEN04_MODE_GCM, &gcm) != 0) abort();
    if (make_privileges(privileges, sizeof privileges, &privileges_length) != 0) abort();
    if (token04_verifier_new(1234567890, secret, 32, NULL, NULL, 0, 30, &verifier) != 0) abort();
    if (call_identity() != 0) abort();
    memcpy(token, out, sizeof token);
    token_length = length;
    /* The comparison is fair only if OpenSSL makes a valid token too. */
    for (int i = 0; i < 3; ++i)
    {
        const size_t size = i == 0   ? plain_cbc("user1", "", out)
                            : i == 1 ? plain_cbc("user1", payload, out)
                                     : plain_gcm("user1", "", out);
        token04_decoded decoded;
        if (token04_decode(out, size, secret, 32, &decoded, texts, sizeof texts, &length) != 0)
            abort();
    }
}

/* The time from loading the shared library to its first result. */
static void load(const char *path)
{
    const double start = now();
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void *found = library == NULL ? NULL : dlsym(library, "token04_abi_version");
    uint32_t (*version)(void);
    if (found == NULL) abort();
    memcpy(&version, &found, sizeof found);
    if (version() != TOKEN04_ABI_VERSION) abort();
    printf("loading libtoken04.so: %.0f microseconds\n\n", (now() - start) / 1000);
    dlclose(library);
}

int main(int argc, char **argv)
{
    int worse = 0;
    if (argc == 2) load(argv[1]);
    set_up();
    for (int round = 0; round < ROUNDS; ++round)
        for (int i = 0; i < COUNT; ++i) all[i].rounds[round] = round_of(&all[i]);
    for (int i = 0; i < COUNT; ++i)
    {
        qsort(all[i].rounds, ROUNDS, sizeof *all[i].rounds, compare);
        printf("%-28s %8.1f ns  (best %.1f)\n", all[i].name, all[i].rounds[ROUNDS / 2],
               all[i].rounds[0]);
    }
    puts("");
    for (int i = 0; i < PAIRS; ++i)
    {
        const contestant *core = &all[2 * i], *c = core + 1;
        const double base = core->rounds[ROUNDS / 4], over = c->rounds[ROUNDS / 4] - base;
        const int good = over <= 40 || over <= base * 0.15;
        printf("%-28s %+7.1f ns over the core, %+.1f %%: %s\n", c->name, over, 100 * over / base,
               good ? "good" : "TOO MUCH");
        worse |= !good;
    }
    for (int i = 0; i < 3; ++i)
        printf("%-28s %7.1f times as fast as OpenSSL written plainly; %.1f empty calls over the "
               "core\n",
               all[2 * i + 1].name,
               all[EMPTY + 1 + i].rounds[ROUNDS / 2] / all[2 * i + 1].rounds[ROUNDS / 2],
               (all[2 * i + 1].rounds[ROUNDS / 2] - all[2 * i].rounds[ROUNDS / 2]) /
                   all[EMPTY].rounds[ROUNDS / 2]);
    token04_generator_free(cbc);
    token04_generator_free(gcm);
    token04_verifier_free(verifier);
    return worse;
}
