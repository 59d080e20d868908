/* Every pointer argument NULL, every buffer one byte too small, every length at its limits. */

#include "entries.h"

static char large[TOKEN04_EXPLAIN_SIZE + TOKEN04_TOKEN_MAX];

/* Calls with a large buffer; the result is the empty string on any error. */
static int32_t call(const entry *e, const text *in)
{
    size_t length = 1;
    large[0] = '?';
    const int32_t status = e->call(in, large, sizeof large, &length);
    if (status != 0) CHECK(length == 0 && large[0] == 0, "%s: not empty on %d", e->name, status);
    return status;
}

static void try_input(const entry *e, int i)
{
    /* `explain` reads the first bytes of a string that is too long; other functions read none. */
    static char whole[TOKEN04_TEXT_MAX + 1];
    const char *const x = e->call == explain_json ? memset(whole, 'x', sizeof whole) : "x";
    const input *field = &e->in[i];
    const struct
    {
        text value;
        int32_t wanted;
    } cases[] = {
        {{NULL, 1}, 91},
        {{NULL, SIZE_MAX}, 91},
        {{NULL, 0}, field->left_out},
        {{"", 0}, field->empty},
        {{x, SIZE_MAX}, field->over},
        {{x, (size_t)PTRDIFF_MAX + 1}, field->over},
    };
    text in[MOST];
    good(e, in);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c)
    {
        in[i] = cases[c].value;
        const int32_t status = cases[c].wanted == NONE ? NONE : call(e, in);
        CHECK(status == cases[c].wanted, "%s, input %d, case %zu: %d", e->name, i, c, status);
    }
    if (field->limit == 0) return;
    char *exact = room_of(field->limit, 'a'), *over = room_of(1, 'a');
    in[i] = (text){exact, field->limit};
    CHECK(call(e, in) == field->at_limit, "%s, input %d at its limit", e->name, i);
    /* Must not be read: there is only one byte. */
    in[i] = (text){over, field->limit + 1};
    CHECK(call(e, in) == field->over, "%s, input %d over its limit", e->name, i);
    free(exact);
    free(over);
}

/* A buffer of each size up to one that is large enough; nothing is written beyond it. */
static void try_sizes(const entry *e)
{
    text in[MOST];
    size_t needed = 0, length;
    good(e, in);
    CHECK(e->call(in, NULL, 0, &length) == 91 && length == 0, "%s: no buffer", e->name);
    CHECK(e->call(in, large, sizeof large, NULL) == 91 && large[0] == 0, "%s: no length", e->name);
    CHECK(e->call(in, NULL, 99, NULL) == 91, "%s: neither", e->name);
    for (size_t capacity = 0; capacity < 2000 && needed == 0; ++capacity)
    {
        char *room = room_of(capacity, '?');
        const int32_t status = e->call(in, room, capacity, &length);
        const int is_bytes = e->call == decode || e->call == verifier_verify ||
                             e->call == verifier_verify_user || e->call == verifier_verify_login ||
                             e->call == verifier_verify_publish;
        if (status == 0)
        {
            needed = capacity;
            CHECK(length <= capacity - !is_bytes, "%s: %zu in %zu", e->name, length, capacity);
            CHECK(is_bytes || room[length] == 0, "%s: no NUL", e->name);
            CHECK(is_bytes || strlen(room) == length, "%s: wrong length", e->name);
        }
        else
        {
            CHECK(status == 92, "%s in %zu: %d", e->name, capacity, status);
            CHECK(length > capacity, "%s in %zu: wants %zu", e->name, capacity, length);
            CHECK(capacity == 0 || room[0] == 0, "%s in %zu: not empty", e->name, capacity);
            size_t same = 1;
            while (same < capacity && room[same] == '?') ++same;
            CHECK(same >= capacity, "%s in %zu: wrote at %zu", e->name, capacity, same);
            /* That capacity is large enough. */
            char *wanted = room_of(length, '?');
            const size_t size = length;
            CHECK(e->call(in, wanted, size, &length) == 0, "%s in %zu", e->name, size);
            free(wanted);
        }
        free(room);
    }
    CHECK(needed > 1, "%s: never fits", e->name);
}

/* Each size that is computed beforehand is large enough, even for the worst content. */
static void try_computed_sizes(void)
{
    char worst[128 + 1];
    size_t length;
    memset(worst, 1, sizeof worst); /* six characters of JSON each */
    for (size_t n = 1; n <= 128; ++n)
    {
        const size_t user = n <= 64 ? n : 64;
        for (int32_t mode = TOKEN04_MODE_CBC; mode <= TOKEN04_MODE_GCM; ++mode)
        {
            token04_generator *g = new_generator(mode);
            const size_t size = token04_token_size(user, n, mode);
            char *one = room_of(size, '?');
            const int32_t plain = token04_generator_generate(g, worst, user, 1, worst, n,
                                                             TOKEN04_NOW_MAX, one, size, &length);
            CHECK(plain == 0, "%zu: %d", n, plain);
            token04_generator_free(g);
            free(one);
        }
        const size_t size = token04_privileges_payload_size(n, n, 1),
                     kit = token04_kit_token_size(token_length, n, user, n);
        char *payload = room_of(size, '?'), *wrapped = room_of(kit, '?');
        CHECK(token04_privileges_payload(worst, n, 0, 1, 0, worst, &n, 1, payload, size, &length) ==
                  0,
              "%zu", n);
        CHECK(token04_kit_token(token, token_length, worst, n, worst, user, worst, n, APP, wrapped,
                                kit, &length) == 0,
              "%zu", n);
        free(payload);
        free(wrapped);
    }
    /* Lengths beyond all memory: no overflow. */
    const size_t most = token04_token_size(SIZE_MAX, SIZE_MAX, TOKEN04_MODE_CBC);
    CHECK(most > 87000 && most <= TOKEN04_TOKEN_MAX + 1, "%zu", most);
    CHECK(token04_token_size(1, 1, 77) == TOKEN04_TOKEN_MAX + 1, "an invalid mode");
    CHECK(token04_privileges_payload_size(SIZE_MAX, SIZE_MAX, SIZE_MAX) >= 65519, "payload");
    CHECK(token04_kit_token_size(SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX) > 87418, "kit");
    CHECK(token04_decoded_size(SIZE_MAX) > 0, "decoded");
}

static void try_privileges(void)
{
    char ids[257];
    size_t length;
    memset(ids, 's', sizeof ids);
    const size_t at[] = {256}, over[] = {257}, huge[] = {SIZE_MAX}, empty[] = {0}, one[] = {1};
    const struct
    {
        const char *ids;
        const size_t *lengths;
        size_t count;
        int32_t wanted;
    } lists[] = {
        {ids, at, 1, 0},    {ids, over, 1, 9},       {ids, huge, 1, 9},          {ids, empty, 1, 9},
        {NULL, one, 1, 91}, {NULL, empty, 1, 9},     {ids, NULL, 1, 91},         {NULL, NULL, 0, 9},
        {ids, one, 0, 9},   {ids, one, SIZE_MAX, 9}, {NULL, NULL, SIZE_MAX, 91},
    };
    for (size_t c = 0; c < sizeof lists / sizeof *lists; ++c)
        for (int32_t login = 0; login < 2; ++login)
        {
            const int32_t status =
                token04_privileges_payload("room1", 5, login, 1, 0, lists[c].ids, lists[c].lengths,
                                           lists[c].count, large, sizeof large, &length);
            CHECK(status == lists[c].wanted, "list %zu: %d", c, status);
        }
    /* Any number except 0 is true. The first error is returned: 12, 8, 9. */
    const struct
    {
        const char *room;
        int32_t login, publish, any;
        const size_t *lengths;
        int32_t wanted;
    } cases[] = {
        {"room1", 1, 0, 0, NULL, 0},  {"room1", 0, 1, 0, one, 0},    {"room1", 1, 1, 0, one, 0},
        {"room1", 1, 1, 1, NULL, 0},  {"room1", -1, 77, 2, NULL, 0}, {"room1", 0, 0, 0, NULL, 12},
        {"", 0, 0, 0, NULL, 12},      {"", 0, 0, 1, empty, 12},      {"", 1, 0, 0, NULL, 8},
        {"", 0, 1, 0, NULL, 8},       {"", 0, 1, 1, NULL, 8},        {"room1", 0, 1, 0, NULL, 9},
        {"room1", 1, 1, 0, empty, 9}, {"room1", 0, 1, 1, NULL, 9},   {"room1", 1, 1, 1, one, 9},
        {"room1", 1, 0, 0, empty, 0}, {"room1", 1, 0, 0, over, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c)
    {
        const int32_t status = token04_privileges_payload(
            cases[c].room, strlen(cases[c].room), cases[c].login, cases[c].publish, cases[c].any,
            cases[c].lengths == NULL ? NULL : ids, cases[c].lengths, cases[c].lengths != NULL,
            large, sizeof large, &length);
        CHECK(status == cases[c].wanted, "case %zu: %d", c, status);
    }
}

static void try_environment(void)
{
    const struct
    {
        const char *app, *secret, *previous;
        int32_t wanted, variable, fault;
    } cases[] = {
        {"4294967295", SECRET_TEXT, NULL, 0, 0, 0},
        {"1", SECRET_TEXT, "", 0, 0, 0},
        {"1", SECRET_TEXT, SECRET_TEXT, 0, 0, 0},
        {NULL, NULL, "x", 1, TOKEN04_ENV_APP_ID, TOKEN04_ENV_MISSING},
        {"", NULL, NULL, 1, TOKEN04_ENV_APP_ID, TOKEN04_ENV_EMPTY},
        {"4294967296", SECRET_TEXT, NULL, 1, TOKEN04_ENV_APP_ID, TOKEN04_ENV_INVALID},
        {"1", NULL, NULL, 5, TOKEN04_ENV_SERVER_SECRET, TOKEN04_ENV_MISSING},
        {"1", "", NULL, 5, TOKEN04_ENV_SERVER_SECRET, TOKEN04_ENV_EMPTY},
        {"1", "short", "x", 5, TOKEN04_ENV_SERVER_SECRET, TOKEN04_ENV_INVALID},
        {"1", SECRET_TEXT, "short", 5, TOKEN04_ENV_PREVIOUS_SERVER_SECRET, TOKEN04_ENV_INVALID},
    };
#define VALUE(name) cases[c].name, cases[c].name == NULL ? 0 : strlen(cases[c].name)
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c)
    {
        int64_t app = 7;
        int32_t variable = 7, fault = 7;
        const int32_t status = token04_environment(VALUE(app), VALUE(secret), VALUE(previous), &app,
                                                   &variable, &fault);
        CHECK(status == cases[c].wanted, "case %zu: %d", c, status);
        CHECK(variable == cases[c].variable && fault == cases[c].fault, "case %zu: %d %d", c,
              variable, fault);
        CHECK((app == 0) == (status != 0), "case %zu: %lld", c, (long long)app);
    }
    int64_t app = 7;
    int32_t variable = 7, fault = 7;
    CHECK(token04_environment(NULL, 0, NULL, 0, NULL, 0, NULL, &variable, &fault) == 91, "no app");
    CHECK(token04_environment(NULL, 0, NULL, 0, NULL, 0, &app, NULL, &fault) == 91, "no variable");
    CHECK(token04_environment(NULL, 0, NULL, 0, NULL, 0, &app, &variable, NULL) == 91, "no fault");
    CHECK(token04_environment(NULL, 1, NULL, 0, NULL, 0, &app, &variable, &fault) == 91, "null");
    CHECK(token04_environment("x", SIZE_MAX, NULL, 0, NULL, 0, &app, &variable, &fault) == 1,
          "not read");
    CHECK(strncmp(token04_environment_message(TOKEN04_ENV_APP_ID, TOKEN04_ENV_MISSING),
                  "environment variable ZEGO_APP_ID is not set: app id", 51) == 0,
          "sentence");
    for (int32_t i = -1; i < 6; ++i)
        for (int32_t j = -1; j < 6; ++j)
        {
            const char *sentence = token04_environment_message(i, j);
            const int known = i >= 1 && i <= 3 && j >= 1 && j <= 3;
            CHECK((strcmp(sentence, "unknown") == 0) == !known, "%d %d: %s", i, j, sentence);
        }
}

/* A time outside 0 to the year 9999 is 13: after the user id, before all that depends on time. */
static void try_now(void)
{
    const int64_t good[] = {0, NOW, TOKEN04_NOW_MAX},
                  bad[] = {-1, INT64_MIN, TOKEN04_NOW_MAX + 1, INT64_MAX, NOW * (int64_t)1000};
    const size_t one[] = {1};
    size_t length, sizes[1];
    int32_t st[1];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i)
    {
        const int64_t now = bad[i];
#define SHORT "u", 1
#define TO large, sizeof large, &length
        CHECK(token04_generator_generate(generator, SHORT, 0, NULL, 0, now, TO) == 13, "%zu", i);
        CHECK(token04_generator_generate(generator, "", 0, 0, NULL, 0, now, TO) == 3, "%zu", i);
        CHECK(token04_generator_issue(generator, SHORT, 0, NULL, 0, now, times, TO) == 13, "%zu",
              i);
        CHECK(token04_generate(APP, SHORT, SECRET_TEXT, 32, 0, NULL, 0, now, TO) == 13, "%zu", i);
        CHECK(token04_generator_batch(generator, "u", one, 1, 0, NULL, 0, now, large, 999, sizes,
                                      st) == 13 &&
                  st[0] == 13,
              "%zu", i);
        CHECK(token04_verifier_verify(verifier, "x", 1, now, &decoded, TO) == 13, "%zu", i);
        CHECK(token04_verifier_verify_json(verifier, "x", 1, now, TO) == 13, "%zu", i);
        CHECK(token04_verifier_verify_user(verifier, "x", 1, SHORT, now, &decoded, TO) == 13, "%zu",
              i);
        CHECK(token04_verifier_verify_login(verifier, "x", 1, SHORT, SHORT, now, &decoded, TO) ==
                  13,
              "%zu", i);
        CHECK(token04_verifier_verify_publish(verifier, "x", 1, SHORT, SHORT, SHORT, now, &decoded,
                                              TO) == 13,
              "%zu", i);
        CHECK(token04_explain_json(token, token_length, NULL, 0, TOKEN04_APP_ID_NOT_NAMED, NULL, 0,
                                   NULL, 0, NULL, 0, TOKEN04_KIND_NOT_NAMED, 30, now, TO) == 0,
              "%zu", i);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; ++i)
        CHECK(token04_generator_generate(generator, SHORT, 1, NULL, 0, good[i], TO) == 0, "%zu", i);
    CHECK(token04_now() > NOW && token04_now() < TOKEN04_NOW_MAX, "the clock");
}

static void try_handles(void)
{
    token04_generator *g = (token04_generator *)large;
    token04_verifier *v = (token04_verifier *)large;
    const size_t right[] = {32}, wrong[] = {31}, huge[] = {SIZE_MAX};
    text in[MOST] = {{NULL, 0}};
    size_t length;

    CHECK(token04_generator_new(APP, SECRET_TEXT, 32, 0, NULL) == 91, "no place");
    CHECK(token04_generator_new(APP, NULL, 32, 0, &g) == 91 && g == NULL, "no secret");
    CHECK(token04_generator_new(APP, NULL, 0, 0, &g) == 5 && g == NULL, "an empty secret");
    CHECK(token04_generator_new(APP, "x", SIZE_MAX, 0, &g) == 5 && g == NULL, "not read");
    CHECK(token04_generator_new(0, NULL, 0, 9, &g) == 1, "the first error");
    CHECK(token04_generator_new(INT64_MAX, SECRET_TEXT, 32, 0, &g) == 1, "app id");
    CHECK(token04_generator_new(4294967296 + APP, SECRET_TEXT, 32, 0, &g) == 1, "no wrapping");
    CHECK(token04_generator_new(APP, SECRET_TEXT, 32, 2, &g) == 10 && g == NULL, "mode");
    CHECK(token04_generator_from_env(0, NULL, NULL, NULL) == 91, "no place");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, 30, NULL) == 91, "no place");
    CHECK(token04_verifier_new(APP, NULL, 1, NULL, NULL, 0, 30, &v) == 91 && v == NULL, "null");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, right, 1, 30, &v) == 91, "null");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, NULL, 1, 30, &v) == 91, "null");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, wrong, 1, 30, &v) == 5, "31");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, huge, 1, 30, &v) == 5, "huge");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, "x", right, SIZE_MAX, 30, &v) == 5, "count");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, -1, &v) == 11, "leeway");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, INT64_MIN, &v) == 11, "min");
    CHECK(token04_verifier_from_env(30, NULL, NULL, NULL) == 91, "no place");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, right, 1, INT64_MAX, &v) == 0,
          "as stated");
    token04_verifier_free(v);
    token04_verifier_free(NULL);
    token04_generator_free(NULL);

    /* A NULL handle, and a NULL output for numbers, come before all other errors. */
    CHECK(token04_generator_generate(NULL, "", 0, 0, NULL, 1, NOW, large, 9, &length) == 91,
          "as stated");
    CHECK(token04_generator_issue(NULL, "", 0, 0, NULL, 0, NOW, times, large, 9, &length) == 91,
          "as stated");
    times[0] = times[1] = times[2] = 1;
    CHECK(token04_generator_issue(generator, "", 0, 60, NULL, 0, NOW, times, large, 99, &length) ==
              3,
          "as stated");
    CHECK(times[0] == 0 && times[1] == 0 && times[2] == 0, "times are 0 on an error");
    CHECK(token04_generator_issue(generator, "u", 1, 60, NULL, 0, NOW, NULL, large, 999, &length) ==
              91,
          "as stated");
    CHECK(token04_verifier_verify(NULL, "", 0, -1, &decoded, large, 99, &length) == 91, "handle");
    CHECK(token04_verifier_verify_json(NULL, "", 0, -1, large, 99, &length) == 91, "handle");
    CHECK(token04_verifier_verify_user(NULL, "", 0, "", 0, -1, &decoded, large, 99, &length) == 91,
          "handle");
    CHECK(token04_verifier_verify(verifier, token, token_length, NOW, NULL, large, 999, &length) ==
              91,
          "no struct");
    CHECK(token04_verifier_verify_user(verifier, token, token_length, "user1", 5, NOW, NULL, large,
                                       999, &length) == 91,
          "no struct");
    CHECK(token04_verifier_verify_login(verifier, token, token_length, "user1", 5, "room1", 5, NOW,
                                        NULL, large, 999, &length) == 91,
          "no struct");
    CHECK(token04_verifier_verify_publish(verifier, token, token_length, "user1", 5, "room1", 5,
                                          "s1", 2, NOW, NULL, large, 999, &length) == 91,
          "no struct");
    CHECK(token04_decode(token, token_length, SECRET_TEXT, 32, NULL, large, 999, &length) == 91,
          "as stated");
    memset(&decoded, 1, sizeof decoded);
    CHECK(decode(in, large, 99, &length) == 5 && decoded.expire == 0 && decoded.app_id == 0,
          "zeroed");

    /* The limits of numbers. */
    const int64_t ttls[] = {0, -1, INT64_MIN, INT64_MAX, INT64_MAX - NOW + 1};
    for (size_t i = 0; i < sizeof ttls / sizeof *ttls; ++i)
        CHECK(token04_generator_generate(generator, "u", 1, ttls[i], NULL, 0, NOW, large, 999,
                                         &length) == 6,
              "ttl %zu", i);
    CHECK(token04_generator_generate(generator, "u", 1, INT64_MAX - NOW, NULL, 0, NOW, large, 999,
                                     &length) == 0,
          "the last ttl");
}

static int32_t batch(const token04_generator *g, const char *ids, const size_t *lengths,
                     size_t count, int64_t ttl, text payload, char *out, size_t stride,
                     size_t *sizes, int32_t *statuses)
{
    return token04_generator_batch(g, ids, lengths, count, ttl, payload.data, payload.length, NOW,
                                   out, stride, sizes, statuses);
}

static void try_batch(void)
{
    const size_t lengths[] = {1, 0, 64, 65, SIZE_MAX, 1}, wanted[] = {0, 3, 0, 3, 3, 0};
    const text none = {NULL, 0}, bad = {NULL, 1};
    const size_t stride = token04_token_size(64, 0, 0);
    char ids[200], *rows = room_of(6 * stride, '?');
    size_t sizes[6];
    int32_t st[6];
    memset(ids, 'u', sizeof ids);
    /* The last row's bytes would begin beyond all memory, since the row before claims so many. */
    CHECK(batch(generator, ids, lengths, 5, 60, none, rows, stride, sizes, st) == 0, "batch");
    for (size_t i = 0; i < 5; ++i)
    {
        CHECK(st[i] == (int32_t)wanted[i], "row %zu: %d", i, st[i]);
        CHECK(strlen(rows + i * stride) == sizes[i] && (sizes[i] == 0) == (st[i] != 0), "row %zu",
              i);
    }
    /* Rows that are too small, by one byte and by many; the returned size is large enough. */
    size_t small = 1, needed_size = 0;
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, small, sizes, st) == 0 && st[0] == 92,
          "as stated");
    needed_size = sizes[0];
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, needed_size - 1, sizes, st) == 0 &&
              st[0] == 92,
          "%zu", needed_size);
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, needed_size, sizes, st) == 0 &&
              st[0] == 0,
          "as stated");
    CHECK(batch(generator, ids, lengths, 3, 60, none, rows, 0, sizes, st) == 0 && st[0] == 92 &&
              st[1] == 3 && st[2] == 92,
          "stride 0");

    CHECK(batch(NULL, ids, lengths, 1, 60, none, rows, stride, sizes, st) == 91, "no handle");
    CHECK(st[0] == 91 && sizes[0] == 0 && rows[0] == 0, "every row");
    CHECK(batch(generator, NULL, lengths, 1, 60, none, rows, stride, sizes, st) == 91, "no ids");
    CHECK(batch(generator, ids, NULL, 1, 60, none, rows, stride, sizes, st) == 91, "no lengths");
    CHECK(batch(generator, ids, lengths, 1, 60, none, NULL, stride, sizes, st) == 91, "no rows");
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, stride, NULL, st) == 91, "no sizes");
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, stride, sizes, NULL) == 91,
          "no statuses");
    CHECK(batch(generator, ids, lengths, 1, 60, bad, rows, stride, sizes, st) == 91, "no payload");
    CHECK(batch(generator, ids, lengths, 1, 0, none, rows, stride, sizes, st) == 6 && st[0] == 6,
          "as stated");
    CHECK(batch(generator, ids, lengths, 2, 60, none, rows, SIZE_MAX, sizes, st) == 92 &&
              st[0] == 92 && st[1] == 92,
          "more than memory");
    CHECK(batch(generator, ids, lengths, SIZE_MAX, 60, none, rows, 1, sizes, st) == 92, "rows");
    CHECK(batch(generator, NULL, NULL, 0, 60, none, NULL, 0, NULL, NULL) == 0, "none");
    CHECK(batch(NULL, NULL, NULL, 0, 60, none, NULL, 0, NULL, NULL) == 91, "none of nothing");
    free(rows);
}

/* An id that is not UTF-8 matches nothing: not even a token that allows any stream, or one whose
 * ids are what a lenient reader turns such bytes into (U+FFFD). */
static void try_invalid_ids(void)
{
    const char *const ids[] = {"user1", "\xEF\xBF\xBD"};
    const char *const bad[] = {"\xFF", "\xED\xA0\x80", "a\xC0\x80", "\xEF\xBF"};
    char payload[1024], out[1024], texts[4096];
    size_t payload_length, length, used, sizes[1];
#define TOKEN_IN out, length
#define STRUCT NOW, &decoded, texts, sizeof texts, &used
#define JSON NOW, texts, sizeof texts, &used
    for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i)
        for (int32_t any = 0; any < 2; ++any)
        {
            const char *id = ids[i];
            const size_t n = strlen(id);
            sizes[0] = n;
            CHECK(token04_privileges_payload(id, n, 1, 1, any, any ? NULL : id, any ? NULL : sizes,
                                             any ? 0 : 1, payload, sizeof payload,
                                             &payload_length) == 0,
                  "payload");
            CHECK(token04_generator_generate(generator, id, n, 60, payload, payload_length, NOW,
                                             out, sizeof out, &length) == 0,
                  "token");
            CHECK(token04_verifier_verify_publish(verifier, TOKEN_IN, id, n, id, n, id, n,
                                                  STRUCT) == 0,
                  "its own");
            for (size_t j = 0; j < sizeof bad / sizeof *bad; ++j)
            {
                const char *no = bad[j];
                const size_t m = strlen(no);
                const int32_t status[] = {
                    token04_verifier_verify_user(verifier, TOKEN_IN, no, m, STRUCT),
                    token04_verifier_verify_user_json(verifier, TOKEN_IN, no, m, JSON),
                    token04_verifier_verify_login(verifier, TOKEN_IN, no, m, id, n, STRUCT),
                    token04_verifier_verify_publish(verifier, TOKEN_IN, no, m, id, n, id, n,
                                                    STRUCT),
                    token04_verifier_verify_login(verifier, TOKEN_IN, id, n, no, m, STRUCT),
                    token04_verifier_verify_login_json(verifier, TOKEN_IN, id, n, no, m, JSON),
                    token04_verifier_verify_publish(verifier, TOKEN_IN, id, n, no, m, id, n,
                                                    STRUCT),
                    token04_verifier_verify_publish_json(verifier, TOKEN_IN, id, n, no, m, id, n,
                                                         JSON),
                    token04_verifier_verify_publish(verifier, TOKEN_IN, id, n, id, n, no, m,
                                                    STRUCT),
                    token04_verifier_verify_publish_json(verifier, TOKEN_IN, id, n, id, n, no, m,
                                                         JSON),
                };
                const int32_t wanted[] = {31, 31, 31, 31, 35, 35, 35, 35, 36, 36};
                for (size_t k = 0; k < sizeof wanted / sizeof *wanted; ++k)
                    CHECK(status[k] == wanted[k], "%zu %d %zu %zu: %d", i, any, j, k, status[k]);
            }
        }
}

/* What each call checks, and that the right to log in is not needed for publishing. */
static void try_verifying(void)
{
    static const struct
    {
        int32_t login, publish, any;
        int32_t log_in, stream, other_room, other_stream; /* statuses */
    } cases[] = {
        {1, 0, 0, 0, 36, 35, 36}, {0, 1, 0, 35, 0, 35, 36},  {1, 1, 0, 0, 0, 35, 36},
        {1, 1, 1, 0, 0, 35, 0},   {0, 0, 0, 37, 37, 37, 37}, /* an identity token */
    };
    char payload[1024], out[1024], texts[4096];
    size_t length, used;
    const size_t two[] = {2};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c)
    {
        const int listed = cases[c].publish && !cases[c].any;
        size_t payload_length = 0;
        if (cases[c].login || cases[c].publish)
            CHECK(token04_privileges_payload("room1", 5, cases[c].login, cases[c].publish,
                                             cases[c].any, listed ? "s1" : NULL,
                                             listed ? two : NULL, listed ? 1 : 0, payload,
                                             sizeof payload, &payload_length) == 0,
                  "payload");
        CHECK(token04_generator_generate(generator, "user1", 5, 60, payload, payload_length, NOW,
                                         out, sizeof out, &length) == 0,
              "token");
#define USER1 "user1", 5
        const int32_t status[] = {
            token04_verifier_verify(verifier, TOKEN_IN, STRUCT),
            token04_verifier_verify_user(verifier, TOKEN_IN, USER1, STRUCT),
            token04_verifier_verify_user(verifier, TOKEN_IN, "user2", 5, STRUCT),
            token04_verifier_verify_login(verifier, TOKEN_IN, USER1, "room1", 5, STRUCT),
            token04_verifier_verify_login(verifier, TOKEN_IN, USER1, "room2", 5, STRUCT),
            token04_verifier_verify_login(verifier, TOKEN_IN, "user2", 5, "room2", 5, STRUCT),
            token04_verifier_verify_publish(verifier, TOKEN_IN, USER1, "room1", 5, "s1", 2, STRUCT),
            token04_verifier_verify_publish(verifier, TOKEN_IN, USER1, "room1", 5, "s2", 2, STRUCT),
            token04_verifier_verify_publish(verifier, TOKEN_IN, USER1, "room2", 5, "s1", 2, STRUCT),
            token04_verifier_verify_publish(verifier, TOKEN_IN, "user2", 5, "room2", 5, "s2", 2,
                                            STRUCT),
        };
        const int32_t wanted[] = {
            0,
            0,
            31,
            cases[c].log_in,
            cases[c].other_room,
            31,
            cases[c].stream,
            cases[c].other_stream,
            cases[c].other_room,
            31,
        };
        for (size_t k = 0; k < sizeof wanted / sizeof *wanted; ++k)
            CHECK(status[k] == wanted[k], "case %zu, call %zu: %d", c, k, status[k]);
    }
}

/* The longest possible token is minted and read back. */
static void try_longest(void)
{
    size_t length, used;
    for (int32_t mode = TOKEN04_MODE_CBC; mode <= TOKEN04_MODE_GCM; ++mode)
    {
        token04_generator *g = new_generator(mode);
        char *payload = room_of(65519, 'p'), *whole = room_of(TOKEN04_TOKEN_MAX + 1, '?');
        size_t most = 65519;
        while (most > 65000 && token04_generator_generate(g, "u", 1, 60, payload, most, NOW, whole,
                                                          TOKEN04_TOKEN_MAX + 1, &length) == 7)
            --most;
        CHECK(most > 65000 && length > 87000, "%zu", most);
        const size_t size = token04_decoded_size(length);
        char *buffer = room_of(size, '?');
        CHECK(token04_decode(whole, length, SECRET_TEXT, 32, &decoded, buffer, size, &used) == 0,
              "as stated");
        CHECK(decoded.payload.length == most && used <= size, "%u", decoded.payload.length);
        CHECK(buffer[decoded.payload.offset + most] == 0, "a NUL after the string");
        free(buffer);
        free(payload);
        free(whole);
        token04_generator_free(g);
    }
}

int main(void)
{
    set_up();
    for (size_t i = 0; i < ENTRIES; ++i)
    {
        text in[MOST];
        good(&entries[i], in);
        CHECK(call(&entries[i], in) == 0, "%s: the good values", entries[i].name);
        for (int field = 0; field < entries[i].inputs; ++field) try_input(&entries[i], field);
        try_sizes(&entries[i]);
    }
    try_computed_sizes();
    try_privileges();
    try_environment();
    try_now();
    try_handles();
    try_batch();
    try_invalid_ids();
    try_verifying();
    try_longest();
    CHECK(token04_abi_version() == TOKEN04_ABI_VERSION, "ABI");
    CHECK(strcmp(token04_version(), TOKEN04_VERSION) == 0, "version");
    CHECK(strcmp(token04_error_name(3), "user_id_invalid") == 0, "name");
    CHECK(strcmp(token04_error_message(-5), "unknown") == 0, "unknown");
    tear_down();
    return finish("pointers, buffers and lengths");
}
