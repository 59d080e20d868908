/* Every pointer argument NULL, every buffer one byte too small, every length at its limits. */

#include "entries.h"

static char large[TOKEN04_EXPLAIN_SIZE + TOKEN04_TOKEN_MAX];

/* Calls with room to spare; the answer is the empty text on any error. */
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
        {{"x", SIZE_MAX}, field->over},
        {{"x", (size_t)PTRDIFF_MAX + 1}, field->over},
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
    /* Not read: there is one byte only. */
    in[i] = (text){over, field->limit + 1};
    CHECK(call(e, in) == field->over, "%s, input %d over its limit", e->name, i);
    free(exact);
    free(over);
}

/* A buffer of each size up to the one that suffices. Guards stand before and behind. */
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
        const int is_bytes = e->call == decode || e->call == verifier_verify;
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
            CHECK(length > capacity, "%s in %zu: told %zu", e->name, capacity, length);
            CHECK(capacity == 0 || room[0] == 0, "%s in %zu: not empty", e->name, capacity);
            size_t same = 1;
            while (same < capacity && room[same] == '?') ++same;
            CHECK(same >= capacity, "%s in %zu: wrote at %zu", e->name, capacity, same);
            /* What was told suffices. */
            char *told = room_of(length, '?');
            const size_t size = length;
            CHECK(e->call(in, told, size, &length) == 0, "%s in %zu as told", e->name, size);
            free(told);
        }
        free(room);
    }
    CHECK(needed > 1, "%s: never fits", e->name);
}

/* Each size that is told beforehand suffices, with the worst content too. */
static void try_told_sizes(void)
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
            const size_t size = token04_token_size(user, n, mode),
                         more = token04_privilege_token_size(user, n, n, 1, mode);
            char *one = room_of(size, '?'), *two = room_of(more, '?');
            const int32_t plain = token04_generator_generate(g, worst, user, 1, worst, n,
                                                             INT64_MAX - 1, one, size, &length);
            CHECK(plain == 0, "%zu: %d", n, plain);
            const int32_t rich =
                token04_generator_privilege_token(g, worst, user, 1, TOKEN04_PUBLISH_ONLY, worst, n,
                                                  worst, &n, 1, INT64_MIN + 1, two, more, &length);
            CHECK(rich == 0, "%zu: %d", n, rich);
            token04_privileges *p = NULL;
            CHECK(token04_privileges_new(TOKEN04_PUBLISH_ONLY, worst, n, worst, &n, 1, &p) == 0,
                  "%zu", n);
            const int32_t prepared = token04_generator_prepared_privilege_token(
                g, worst, user, 1, p, INT64_MIN + 1, two, more, &length);
            CHECK(prepared == 0, "%zu: %d", n, prepared);
            token04_privileges_free(p);
            token04_generator_free(g);
            free(one);
            free(two);
        }
        const size_t size = token04_privilege_payload_size(n, n, 1),
                     kit = token04_kit_token_size(token_length, n, user, n);
        char *payload = room_of(size, '?'), *wrapped = room_of(kit, '?');
        CHECK(token04_privilege_payload(TOKEN04_PUBLISH_ONLY, worst, n, worst, &n, 1, payload, size,
                                        &length) == 0,
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
    CHECK(token04_privilege_token_size(SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, 1) ==
              TOKEN04_TOKEN_MAX + 1,
          "privilege token");
    CHECK(token04_token_size(1, 1, 77) == TOKEN04_TOKEN_MAX + 1, "a mode that is none");
    CHECK(token04_privilege_payload_size(SIZE_MAX, SIZE_MAX, SIZE_MAX) >= 65519, "payload");
    CHECK(token04_kit_token_size(SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX) > 87418, "kit");
    CHECK(token04_decoded_size(SIZE_MAX) > 0, "decoded");
}

static void try_streams(void)
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
    } cases[] = {
        {ids, at, 1, 0},    {ids, over, 1, 9},       {ids, huge, 1, 9},          {ids, empty, 1, 9},
        {NULL, one, 1, 91}, {NULL, empty, 1, 9},     {ids, NULL, 1, 91},         {NULL, NULL, 0, 0},
        {ids, one, 0, 9},   {ids, one, SIZE_MAX, 9}, {NULL, NULL, SIZE_MAX, 91},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c)
    {
        const int32_t payload = token04_privilege_payload(
            TOKEN04_LOGIN_AND_PUBLISH, "room1", 5, cases[c].ids, cases[c].lengths, cases[c].count,
            large, sizeof large, &length);
        const int32_t whole = token04_generator_privilege_token(
            generator, "user1", 5, 60, TOKEN04_LOGIN_AND_PUBLISH, "room1", 5, cases[c].ids,
            cases[c].lengths, cases[c].count, NOW, large, sizeof large, &length);
        CHECK(payload == cases[c].wanted, "case %zu: %d", c, payload);
        CHECK(whole == cases[c].wanted, "case %zu: %d", c, whole);
        /* Prepared, pointers are told at once, and ids where they are used. */
        token04_privileges *p = (token04_privileges *)large;
        const int32_t made =
            token04_privileges_new(TOKEN04_LOGIN_AND_PUBLISH, "room1", 5, cases[c].ids,
                                   cases[c].lengths, cases[c].count, &p);
        CHECK(made == (cases[c].wanted == 91 ? 91 : 0) && (p == NULL) == (made != 0),
              "case %zu: %d", c, made);
        const int32_t used = token04_generator_prepared_privilege_token(
            generator, "user1", 5, 60, p, NOW, large, sizeof large, &length);
        CHECK(used == cases[c].wanted, "case %zu: %d", c, used);
        token04_privileges_free(p);
    }
    for (int32_t shape = -2; shape < 6; ++shape)
    {
        const int32_t wanted = shape < 0 || shape > 2 ? 7 : 0;
        CHECK(token04_privilege_payload(shape, "room1", 5, ids, at, 1, large, sizeof large,
                                        &length) == wanted,
              "shape %d", shape);
        token04_privileges *p = NULL;
        CHECK(token04_privileges_new(shape, "room1", 5, ids, at, 1, &p) == wanted &&
                  (p == NULL) == (wanted != 0),
              "shape %d", shape);
        token04_privileges_free(p);
    }
}

/* Prepared privileges say what the same ones say that are given anew, each time they are used, and
 * are judged after the user and the lifetime. */
static void try_prepared(void)
{
    char out[1024], texts[4096], payload[256];
    size_t length, used, payload_length;
    CHECK(token04_privilege_payload(TOKEN04_LOGIN_AND_PUBLISH, "room1", 5, "s1", &(size_t){2}, 1,
                                    payload, sizeof payload, &payload_length) == 0,
          "payload");
    for (int turn = 0; turn < 3; ++turn)
    {
        CHECK(token04_generator_prepared_privilege_token(generator, "user1", 5, 60, privileges, NOW,
                                                         out, sizeof out, &length) == 0,
              "turn %d", turn);
        CHECK(token04_decode(out, length, SECRET_TEXT, 32, &decoded, texts, sizeof texts, &used) ==
                  0,
              "turn %d", turn);
        CHECK(decoded.payload.length == payload_length &&
                  memcmp(texts + decoded.payload.offset, payload, payload_length) == 0,
              "turn %d", turn);
        CHECK(decoded.ctime == NOW && decoded.expire == NOW + 60, "turn %d", turn);
    }
    token04_privileges *p = (token04_privileges *)large;
    CHECK(token04_privileges_new(9, NULL, 0, NULL, NULL, 0, NULL) == 91, "no place");
    CHECK(token04_privileges_new(9, NULL, 1, NULL, NULL, 0, &p) == 91 && p == NULL, "no room");
    CHECK(token04_privileges_new(9, NULL, 0, NULL, NULL, 0, &p) == 7 && p == NULL, "no shape");
    CHECK(token04_privileges_new(TOKEN04_PUBLISH_ONLY, "x", SIZE_MAX, NULL, NULL, 0, &p) == 0,
          "judged later");
    const struct
    {
        const char *user;
        int64_t ttl;
        int32_t wanted;
    } cases[] = {{"", 0, 3}, {"u", 0, 6}, {"u", 60, 8}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c)
    {
        const int32_t status = token04_generator_prepared_privilege_token(
            generator, cases[c].user, strlen(cases[c].user), cases[c].ttl, p, NOW, out, sizeof out,
            &length);
        CHECK(status == cases[c].wanted && length == 0 && out[0] == 0, "case %zu: %d", c, status);
    }
    token04_privileges_free(p);
    CHECK(token04_privileges_new(TOKEN04_PUBLISH_ONLY, "r", 1, NULL, NULL, 0, &p) == 0, "later");
    CHECK(token04_generator_prepared_privilege_token(generator, "u", 1, 60, p, NOW, out, sizeof out,
                                                     &length) == 9,
          "no streams");
    token04_privileges_free(p);
    token04_privileges_free(NULL);
    CHECK(token04_generator_prepared_privilege_token(NULL, "", 0, 0, privileges, NOW, out,
                                                     sizeof out, &length) == 91,
          "no generator");
    CHECK(token04_generator_prepared_privilege_token(generator, "", 0, 0, NULL, NOW, out,
                                                     sizeof out, &length) == 91,
          "no privileges");
    CHECK(token04_generator_prepared_privilege_token(generator, NULL, 1, 0, privileges, NOW, out,
                                                     sizeof out, &length) == 91,
          "no user");
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
    CHECK(token04_generator_from_env(0, NULL) == 91, "no place");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, 30, 0, NULL) == 91, "no place");
    CHECK(token04_verifier_new(APP, NULL, 1, NULL, NULL, 0, 30, 0, &v) == 91 && v == NULL, "null");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, right, 1, 30, 0, &v) == 91, "null");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, NULL, 1, 30, 0, &v) == 91,
          "null");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, wrong, 1, 30, 0, &v) == 5, "31");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, huge, 1, 30, 0, &v) == 5, "huge");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, "x", right, SIZE_MAX, 30, 0, &v) == 5,
          "count");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, -1, 0, &v) == 11, "leeway");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, NULL, NULL, 0, INT64_MIN, 0, &v) == 11, "min");
    CHECK(token04_verifier_from_env(30, 0, NULL) == 91, "no place");
    CHECK(token04_verifier_new(APP, SECRET_TEXT, 32, SECRET_TEXT, right, 1, INT64_MAX, 1, &v) == 0,
          "as stated");
    token04_verifier_free(v);
    token04_verifier_free(NULL);
    token04_generator_free(NULL);

    /* A NULL handle, and a NULL place for numbers, come before everything else. */
    CHECK(token04_generator_generate(NULL, "", 0, 0, NULL, 1, NOW, large, 9, &length) == 91,
          "as stated");
    CHECK(token04_generator_issue(NULL, "", 0, 0, NULL, 0, NOW, moments, large, 9, &length) == 91,
          "as stated");
    moments[0] = moments[1] = moments[2] = 1;
    CHECK(token04_generator_issue(generator, "", 0, 60, NULL, 0, NOW, moments, large, 99,
                                  &length) == 3,
          "as stated");
    CHECK(moments[0] == 0 && moments[1] == 0 && moments[2] == 0, "moments are 0 on an error");
    CHECK(token04_generator_issue(generator, "u", 1, 60, NULL, 0, NOW, NULL, large, 999, &length) ==
              91,
          "as stated");
    CHECK(token04_generator_privilege_token(NULL, "", 0, 0, 0, "", 0, NULL, NULL, 0, NOW, large, 9,
                                            &length) == 91,
          "as stated");
    CHECK(token04_verifier_verify(NULL, "", 0, NULL, 0, NULL, 0, NULL, 0, NOW, &decoded, large, 99,
                                  &length) == 91,
          "as stated");
    CHECK(token04_verifier_verify(verifier, token, token_length, NULL, 0, NULL, 0, NULL, 0, NOW,
                                  NULL, large, 999, &length) == 91,
          "as stated");
    CHECK(token04_verifier_verify_json(NULL, "", 0, NULL, 0, NULL, 0, NULL, 0, NOW, large, 99,
                                       &length) == 91,
          "as stated");
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

    int64_t app = 7;
    CHECK(token04_app_id_from_text("4294967295", 10, &app) == 0 && app == 4294967295, "app id");
    CHECK(token04_app_id_from_text("4294967296", 10, &app) == 1 && app == 0, "too large");
    CHECK(token04_app_id_from_text(NULL, 0, &app) == 1, "empty");
    CHECK(token04_app_id_from_text(NULL, 1, &app) == 91, "null");
    CHECK(token04_app_id_from_text("x", SIZE_MAX, &app) == 1, "not read");
    CHECK(token04_app_id_from_text("1", 1, NULL) == 91, "no place");
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
    /* The last row's bytes would begin beyond all memory, since the one before claims so many. */
    CHECK(batch(generator, ids, lengths, 5, 60, none, rows, stride, sizes, st) == 0, "batch");
    for (size_t i = 0; i < 5; ++i)
    {
        CHECK(st[i] == (int32_t)wanted[i], "row %zu: %d", i, st[i]);
        CHECK(strlen(rows + i * stride) == sizes[i] && (sizes[i] == 0) == (st[i] != 0), "row %zu",
              i);
    }
    /* Rows that are too small, by one byte and wholly; what is told suffices. */
    size_t small = 1, told = 0;
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, small, sizes, st) == 0 && st[0] == 92,
          "as stated");
    told = sizes[0];
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, told - 1, sizes, st) == 0 &&
              st[0] == 92,
          "%zu", told);
    CHECK(batch(generator, ids, lengths, 1, 60, none, rows, told, sizes, st) == 0 && st[0] == 0,
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

/* What is named and no UTF-8 matches nothing: not even a token that allows any stream, nor one
 * whose ids are what a lenient reader makes of such bytes (U+FFFD). */
static void try_named_invalid(void)
{
    const char *const ids[] = {"user1", "\xEF\xBF\xBD"};
    const char *const bad[] = {"\xFF", "\xED\xA0\x80", "a\xC0\x80", "\xEF\xBF"};
    char out[1024], texts[4096];
    size_t length, used, sizes[1];
    for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i)
        for (size_t any = 0; any < 2; ++any)
        {
            const char *id = ids[i];
            const size_t n = strlen(id);
            sizes[0] = n;
            CHECK(token04_generator_privilege_token(
                      generator, id, n, 60, TOKEN04_LOGIN_AND_PUBLISH, id, n, any ? NULL : id,
                      any ? NULL : sizes, any ? 0 : 1, NOW, out, sizeof out, &length) == 0,
                  "token");
            CHECK(token04_verifier_verify(verifier, out, length, id, n, id, n, id, n, NOW, &decoded,
                                          texts, sizeof texts, &used) == 0,
                  "its own");
            for (size_t j = 0; j < sizeof bad / sizeof *bad; ++j)
            {
                const size_t m = strlen(bad[j]);
                int32_t status[6];
                status[0] = token04_verifier_verify(verifier, out, length, bad[j], m, NULL, 0, NULL,
                                                    0, NOW, &decoded, texts, sizeof texts, &used);
                status[1] = token04_verifier_verify(verifier, out, length, id, n, bad[j], m, NULL,
                                                    0, NOW, &decoded, texts, sizeof texts, &used);
                status[2] = token04_verifier_verify(verifier, out, length, id, n, id, n, bad[j], m,
                                                    NOW, &decoded, texts, sizeof texts, &used);
                status[3] = token04_verifier_verify_json(verifier, out, length, bad[j], m, NULL, 0,
                                                         NULL, 0, NOW, texts, sizeof texts, &used);
                status[4] = token04_verifier_verify_json(verifier, out, length, id, n, bad[j], m,
                                                         NULL, 0, NOW, texts, sizeof texts, &used);
                status[5] =
                    token04_verifier_verify_json(verifier, out, length, NULL, 0, NULL, 0, bad[j], m,
                                                 NOW, texts, sizeof texts, &used);
                for (int k = 0; k < 6; ++k) /* the user, the room, the stream; twice */
                {
                    const int32_t wanted[] = {31, 35, 36};
                    CHECK(status[k] == wanted[k % 3], "%zu %zu %zu: %d", i, any, j, status[k]);
                }
            }
        }
}

/* The longest token there is goes out and in again. */
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
        CHECK(buffer[decoded.payload.offset + most] == 0, "a NUL behind the text");
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
    try_told_sizes();
    try_streams();
    try_prepared();
    try_handles();
    try_batch();
    try_named_invalid();
    try_longest();
    CHECK(token04_abi_version() == TOKEN04_ABI_VERSION, "ABI");
    CHECK(strcmp(token04_version(), TOKEN04_VERSION) == 0, "version");
    CHECK(strcmp(token04_error_name(3), "user_id_invalid") == 0, "name");
    CHECK(strcmp(token04_error_message(-5), "unknown") == 0, "unknown");
    tear_down();
    return finish("pointers, buffers and lengths");
}
