/* Every function that writes a string or bytes, as a row of a table: its inputs, and the status for
 * each mistake in one of them. */

#ifndef ENTRIES_H
#define ENTRIES_H

#include "check.h"

typedef struct text
{
    const char *data;
    size_t length;
} text;

enum
{
    NONE = -1, /* not tested */
    MOST = 5
};

/* One string argument: a good value, and the status for others. */
typedef struct input
{
    text good;
    size_t limit;     /* most bytes; 0 when there is no limit */
    int32_t at_limit; /* `limit` times the letter a */
    int32_t over;     /* one byte more, and lengths beyond all memory */
    int32_t empty;    /* not NULL, of length 0 */
    int32_t left_out; /* NULL, of length 0 */
} input;

typedef struct entry
{
    const char *name;
    int32_t (*call)(const text *in, char *out, size_t capacity, size_t *length);
    int inputs;
    input in[MOST];
} entry;

static token04_generator *generator;
static token04_verifier *verifier;
static token04_decoded decoded;
static int64_t times[3];
static char token[1024];
static size_t token_length;

static inline void set_up(void)
{
    static const size_t lengths[] = {2};
    char payload[256];
    size_t length;
    generator = new_generator(TOKEN04_MODE_CBC);
    verifier = new_verifier();
    int32_t status = token04_privileges_payload("room1", 5, 1, 1, 0, "s1", lengths, 1, payload,
                                                sizeof payload, &length);
    CHECK(status == 0, "status %d", status);
    status = token04_generator_generate(generator, "user1", 5, 3600, payload, length, NOW, token,
                                        sizeof token, &token_length);
    CHECK(status == 0, "status %d", status);
}

static inline void tear_down(void)
{
    token04_generator_free(generator);
    token04_verifier_free(verifier);
}

#define IN(i) in[i].data, in[i].length
#define OUT out, capacity, length
#define ENTRY(name, ...)                                                                           \
    static int32_t name(const text *in, char *out, size_t capacity, size_t *length)                \
    {                                                                                              \
        return token04_##name(__VA_ARGS__);                                                        \
    }

ENTRY(generate, APP, IN(0), IN(1), 3600, IN(2), NOW, OUT)
ENTRY(generator_generate, generator, IN(0), 3600, IN(1), NOW, OUT)
ENTRY(generator_issue, generator, IN(0), 3600, IN(1), NOW, times, OUT)
ENTRY(privileges_payload, IN(0), 1, 0, 0, NULL, NULL, 0, OUT)
ENTRY(kit_token, IN(0), IN(1), IN(2), IN(3), APP, OUT)
ENTRY(decode, IN(0), IN(1), &decoded, OUT)
ENTRY(decode_json, IN(0), IN(1), OUT)
ENTRY(verifier_verify, verifier, IN(0), NOW, &decoded, OUT)
ENTRY(verifier_verify_json, verifier, IN(0), NOW, OUT)
ENTRY(verifier_verify_user, verifier, IN(0), IN(1), NOW, &decoded, OUT)
ENTRY(verifier_verify_user_json, verifier, IN(0), IN(1), NOW, OUT)
ENTRY(verifier_verify_login, verifier, IN(0), IN(1), IN(2), NOW, &decoded, OUT)
ENTRY(verifier_verify_login_json, verifier, IN(0), IN(1), IN(2), NOW, OUT)
ENTRY(verifier_verify_publish, verifier, IN(0), IN(1), IN(2), IN(3), NOW, &decoded, OUT)
ENTRY(verifier_verify_publish_json, verifier, IN(0), IN(1), IN(2), IN(3), NOW, OUT)
ENTRY(inspect_json, IN(0), OUT)
ENTRY(explain_json, IN(0), IN(1), APP, IN(2), IN(3), IN(4), -1, 30, NOW, OUT)

/* clang-format off */
#define USER      {{"user1", 5}, 64, 0, 3, 3, 3}
#define ROOM      {{"room1", 5}, 128, 0, 8, 8, 8}
#define SECRET    {{SECRET_TEXT, 32}, 32, 0, 5, 5, 5}
#define WRONG     {{SECRET_TEXT, 32}, 32, 23, 5, 5, 5}
#define PAYLOAD   {{"p", 1}, 0, NONE, 7, 0, 0}
#define TOKEN     {{token, 0}, 87418, 20, 20, 20, 20}
#define ANY(code) {{NULL, 0}, 0, NONE, code, NONE, 0}
/* Ids to compare with: one that is empty, NULL or longer than any token never matches. */
#define IS_USER   {{"user1", 5}, 0, NONE, 31, 31, 31}
#define IS_ROOM   {{"room1", 5}, 0, NONE, 35, 35, 35}
#define IS_STREAM {{"s1", 2}, 0, NONE, 36, 36, 36}

static const entry entries[] = {
    {"generate", generate, 3, {USER, SECRET, PAYLOAD}},
    {"generator_generate", generator_generate, 2, {USER, PAYLOAD}},
    {"generator_issue", generator_issue, 2, {USER, PAYLOAD}},
    {"privileges_payload", privileges_payload, 1, {ROOM}},
    {"kit_token", kit_token, 4, {TOKEN, ROOM, USER, ANY(3)}},
    {"decode", decode, 2, {TOKEN, WRONG}},
    {"decode_json", decode_json, 2, {TOKEN, WRONG}},
    {"verifier_verify", verifier_verify, 1, {TOKEN}},
    {"verifier_verify_json", verifier_verify_json, 1, {TOKEN}},
    {"verifier_verify_user", verifier_verify_user, 2, {TOKEN, IS_USER}},
    {"verifier_verify_user_json", verifier_verify_user_json, 2, {TOKEN, IS_USER}},
    {"verifier_verify_login", verifier_verify_login, 3, {TOKEN, IS_USER, IS_ROOM}},
    {"verifier_verify_login_json", verifier_verify_login_json, 3, {TOKEN, IS_USER, IS_ROOM}},
    {"verifier_verify_publish", verifier_verify_publish, 4, {TOKEN, IS_USER, IS_ROOM, IS_STREAM}},
    {"verifier_verify_publish_json", verifier_verify_publish_json, 4,
     {TOKEN, IS_USER, IS_ROOM, IS_STREAM}},
    {"inspect_json", inspect_json, 1, {{{token, 0}, 0, NONE, 20, 20, 20}}},
    {"explain_json", explain_json, 5,
     {{{token, 0}, 0, NONE, 0, 0, 0}, ANY(0), ANY(0), ANY(0), ANY(0)}},
};
/* clang-format on */

#define ENTRIES (sizeof entries / sizeof *entries)

/* The good values of an entry. */
static inline void good(const entry *e, text *in)
{
    for (int i = 0; i < e->inputs; ++i)
    {
        in[i] = e->in[i].good;
        if (in[i].data == token) in[i].length = token_length;
    }
}

#endif
