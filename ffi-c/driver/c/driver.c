/* The conformance driver of C: one JSON request a line, one reply a line. It does not check
 * requests; it checks the ABI instead: the sizes returned beforehand suffice, and where a result
 * comes both as a struct and as JSON, the two are equal.
 *
 * Its argument is the folder that the library must have been loaded from. */

#define _GNU_SOURCE
#ifndef _WIN32
#include <dlfcn.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <token04.h>

#include "json.h"
#ifdef _WIN32
#include "on_windows.h"
#endif

#define OPS                                                                                        \
    "\"version\",\"generate\",\"identity_token\",\"privilege_token\",\"issue\","                   \
    "\"generate_batch\",\"generate_token04\",\"kit_token\",\"decode\",\"verify\","                 \
    "\"verify_user\",\"verify_login\",\"verify_publish\",\"inspect\",\"explain\""
#define CAN                                                                                        \
    "\"bytes\",\"wide_app_id\",\"wide_ttl\",\"huge_duration\",\"wide_now\",\"negative_leeway\","   \
    "\"mode_text\",\"frozen_clock\",\"dropin_bytes\",\"dropin_wide_app_id\",\"dropin_wide_ttl\""

/* Statuses of the driver's own: the ABI contradicts itself; there is no such operation. */
enum
{
    CONTRADICTION = -1,
    NO_OP = -2
};

typedef struct call
{
    const json *request;
    arena *memory;
    writer *out;
} call;

static bytes text(const call *c, const char *field)
{
    return json_bytes(c->memory, json_get(c->request, field));
}

static int64_t integer(const call *c, const char *field)
{
    return json_integer(json_get(c->request, field));
}

static int64_t integer_or(const call *c, const char *field, int64_t absent)
{
    const json *value = json_get(c->request, field);
    return value == NULL ? absent : json_integer(value);
}

static int64_t now(const call *c) { return integer_or(c, "now", token04_now()); }

static int is(bytes text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.data, word, text.length) == 0;
}

/* Strings as the ABI takes them; `lengths` is NULL when the list is absent or null. */
typedef struct list
{
    const char *bytes;
    const size_t *lengths;
    size_t count;
    size_t total;
} list;

static list texts(const call *c, const char *field)
{
    const json *value = json_get(c->request, field);
    list out = {NULL, NULL, 0, 0};
    if (value == NULL || value->kind != JSON_LIST) return out;
    size_t *lengths = arena_take(c->memory, value->length * sizeof *lengths);
    writer all = {c->memory, NULL, 0, 0};
    for (const json *item = value->items; item != NULL; item = item->next)
    {
        const bytes one = json_bytes(c->memory, item);
        write_raw(&all, one.data, one.length);
        lengths[out.count++] = one.length;
    }
    out.bytes = all.text, out.lengths = lengths, out.total = all.length;
    return out;
}

static int32_t mode_of(const call *c)
{
    const bytes name = text(c, "mode");
    if (name.data == NULL || is(name, "cbc")) return TOKEN04_MODE_CBC;
    return is(name, "gcm") ? TOKEN04_MODE_GCM : -1;
}

static void write_error(writer *out, int32_t status)
{
    const char *name = token04_error_name(status), *message = token04_error_message(status);
    write_plain(out, "{\"error\":{\"code\":");
    write_integer(out, status);
    write_plain(out, ",\"name\":");
    write_string(out, name, strlen(name));
    write_plain(out, ",\"message\":");
    write_string(out, message, strlen(message));
    write_plain(out, "}}");
}

static void write_token(writer *out, const char *token, size_t length)
{
    write_plain(out, "{\"token\":");
    write_string(out, token, length);
    write_plain(out, "}");
}

/* A token of this status, or nothing. The size returned beforehand must have sufficed. */
static int32_t made(const call *c, int32_t status, const char *token, size_t length)
{
    if (status == TOKEN04_OK) write_token(c->out, token, length);
    return status == TOKEN04_ERROR_BUFFER_TOO_SMALL ? CONTRADICTION : status;
}

/* The payload of the privileges that a request describes. */
static int32_t privileges(const call *c, bytes *payload)
{
    const bytes shape = text(c, "shape"), room = text(c, "room_id");
    const list streams = texts(c, "stream_ids");
    const json *login = json_get(c->request, "login"), *publish = json_get(c->request, "publish");
    const int flags = is(shape, "flags"), any = is(shape, "login_and_publish_any");
    const int32_t logs_in = flags ? login != NULL && login->integer : !is(shape, "publish_only"),
                  publishes =
                      flags ? publish != NULL && publish->integer : !is(shape, "login_only");
    const size_t capacity =
        token04_privileges_payload_size(room.length, streams.total, streams.count);
    char *out = arena_take(c->memory, capacity);
    const int32_t status = token04_privileges_payload(
        room.data, room.length, logs_in, publishes, any, any ? NULL : streams.bytes,
        any ? NULL : streams.lengths, any ? 0 : streams.count, out, capacity, &payload->length);
    payload->data = out;
    return status == TOKEN04_ERROR_BUFFER_TOO_SMALL ? CONTRADICTION : status;
}

static int32_t issue(const call *c, const token04_generator *generator, bytes payload)
{
    const bytes user = text(c, "user_id");
    static const char *const names[] = {",\"issued_at\":", ",\"expires_at\":", ",\"refresh_at\":"};
    int64_t times[3];
    size_t length;
    const size_t capacity = token04_token_size(user.length, payload.length, mode_of(c));
    char *token = arena_take(c->memory, capacity);
    const int32_t status =
        token04_generator_issue(generator, user.data, user.length, integer(c, "ttl"), payload.data,
                                payload.length, now(c), times, token, capacity, &length);
    if (made(c, status, token, length) != TOKEN04_OK) return status;
    --c->out->length; /* the brace */
    for (int i = 0; i < 3; ++i)
    {
        write_plain(c->out, names[i]);
        write_integer(c->out, times[i]);
    }
    write_plain(c->out, "}");
    return TOKEN04_OK;
}

static int32_t batch(const call *c, const token04_generator *generator, bytes payload)
{
    const list users = texts(c, "user_ids");
    const size_t stride = token04_token_size(TOKEN04_USER_ID_MAX, payload.length, mode_of(c));
    char *rows = arena_take(c->memory, stride * users.count);
    size_t *lengths = arena_take(c->memory, users.count * sizeof *lengths);
    int32_t *statuses = arena_take(c->memory, users.count * sizeof *statuses);
    const int32_t status = token04_generator_batch(
        generator, users.bytes, users.lengths, users.count, integer(c, "ttl"), payload.data,
        payload.length, now(c), rows, stride, lengths, statuses);
    if (status != TOKEN04_OK) return status;
    write_plain(c->out, "{\"results\":[");
    for (size_t i = 0; i < users.count; ++i)
    {
        if (i > 0) write_plain(c->out, ",");
        if (statuses[i] == TOKEN04_OK) write_token(c->out, rows + i * stride, lengths[i]);
        else write_error(c->out, statuses[i]);
    }
    write_plain(c->out, "]}");
    return TOKEN04_OK;
}

static int32_t one(const call *c, const token04_generator *generator, bytes payload)
{
    const bytes user = text(c, "user_id");
    size_t length;
    const size_t capacity = token04_token_size(user.length, payload.length, mode_of(c));
    char *token = arena_take(c->memory, capacity);
    const int32_t status =
        token04_generator_generate(generator, user.data, user.length, integer(c, "ttl"),
                                   payload.data, payload.length, now(c), token, capacity, &length);
    return made(c, status, token, length);
}

static int32_t with_generator(const call *c,
                              int32_t (*use)(const call *, const token04_generator *, bytes))
{
    const bytes secret = text(c, "secret");
    token04_generator *generator = NULL;
    int32_t status = token04_generator_new(integer(c, "app_id"), secret.data, secret.length,
                                           mode_of(c), &generator);
    bytes payload = text(c, "payload");
    call given = *c;
    given.request =
        is(text(c, "op"), "privilege_token") ? c->request : json_get(c->request, "privileges");
    if (status == TOKEN04_OK && given.request != NULL) status = privileges(&given, &payload);
    if (status == TOKEN04_OK) status = use(c, generator, payload);
    token04_generator_free(generator);
    return status;
}

static int32_t drop_in(const call *c)
{
    const bytes user = text(c, "user_id"), secret = text(c, "secret"), payload = text(c, "payload");
    size_t length;
    const size_t capacity = token04_token_size(user.length, payload.length, TOKEN04_MODE_CBC);
    char *token = arena_take(c->memory, capacity);
    const int32_t status = token04_generate(
        integer(c, "app_id"), user.data, user.length, secret.data, secret.length, integer(c, "ttl"),
        payload.data, payload.length, now(c), token, capacity, &length);
    return made(c, status, token, length);
}

static int32_t kit(const call *c)
{
    const bytes token = text(c, "token"), room = text(c, "room_id"), user = text(c, "user_id"),
                name = text(c, "user_name");
    size_t length;
    const size_t capacity =
        token04_kit_token_size(token.length, room.length, user.length, name.length);
    char *out = arena_take(c->memory, capacity);
    const int32_t status =
        token04_kit_token(token.data, token.length, room.data, room.length, user.data, user.length,
                          name.data, name.length, integer(c, "app_id"), out, capacity, &length);
    return made(c, status, out, length);
}

/* A token that was read. */
typedef struct decoded
{
    token04_decoded flat;
    char *buffer;
    size_t capacity;
    char *json;
    size_t length;
} decoded;

static decoded room_for(const call *c, bytes token)
{
    decoded out;
    out.capacity = token04_decoded_size(token.length);
    out.buffer = arena_take(c->memory, out.capacity);
    out.json = arena_take(c->memory, out.capacity);
    return out;
}

static void write_span(writer *out, const char *buffer, token04_span span)
{
    write_string(out, buffer + span.offset, span.length);
}

static void write_privileges(writer *out, const token04_decoded *flat, const char *buffer)
{
    write_plain(out, "{\"room_id\":");
    write_span(out, buffer, flat->room_id);
    write_plain(out, flat->login ? ",\"login\":true" : ",\"login\":false");
    write_plain(out, flat->publish ? ",\"publish\":true" : ",\"publish\":false");
    write_plain(out, flat->any_stream ? ",\"stream_ids\":null" : ",\"stream_ids\":[");
    for (uint32_t i = 0; i < flat->stream_count; ++i)
    {
        token04_span span;
        memcpy(&span, buffer + flat->streams.offset + i * sizeof span, sizeof span);
        if (i > 0) write_plain(out, ",");
        write_span(out, buffer, span);
    }
    write_plain(out, flat->any_stream ? "}" : "]}");
}

/* The struct as the JSON that the library writes itself. */
static void write_decoded(writer *out, const token04_decoded *flat, const char *buffer,
                          int verified)
{
    write_plain(out, flat->mode == TOKEN04_MODE_GCM ? "{\"mode\":\"gcm\"" : "{\"mode\":\"cbc\"");
    write_plain(out, flat->authenticated ? ",\"authenticated\":true" : ",\"authenticated\":false");
    write_plain(out, ",\"claims\":{\"app_id\":");
    write_integer(out, flat->app_id);
    write_plain(out, ",\"user_id\":");
    write_span(out, buffer, flat->user_id);
    write_plain(out, ",\"nonce\":");
    write_integer(out, flat->nonce);
    write_plain(out, ",\"ctime\":");
    write_integer(out, flat->ctime);
    write_plain(out, ",\"expire\":");
    write_integer(out, flat->expire);
    write_plain(out, ",\"payload\":");
    if (flat->payload_kind == TOKEN04_PAYLOAD_NOTHING) write_plain(out, "null");
    else if (flat->payload_kind == TOKEN04_PAYLOAD_TEXT) write_span(out, buffer, flat->payload);
    else write_raw(out, buffer + flat->payload.offset, flat->payload.length);
    write_plain(out, "},\"envelope_expire\":");
    write_integer(out, flat->envelope_expire);
    write_plain(out, ",\"privileges\":");
    if (flat->has_privileges) write_privileges(out, flat, buffer);
    else write_plain(out, "null");
    write_plain(out, flat->payload_kind == TOKEN04_PAYLOAD_JSON ? ",\"payload_is_text\":false"
                                                                : ",\"payload_is_text\":true");
    if (verified)
    {
        write_plain(out, ",\"secret_index\":");
        write_integer(out, flat->secret_index);
    }
    write_plain(out, "}");
}

static int32_t same(const call *c, int32_t status, int32_t json_status, const decoded *read,
                    int verified)
{
    if (status != json_status || status == TOKEN04_ERROR_BUFFER_TOO_SMALL) return CONTRADICTION;
    if (status != TOKEN04_OK) return status;
    write_decoded(c->out, &read->flat, read->buffer, verified);
    if (c->out->length == read->length && memcmp(c->out->text, read->json, read->length) == 0)
        return TOKEN04_OK;
    return CONTRADICTION;
}

static int32_t decode(const call *c)
{
    const bytes token = text(c, "token"), secret = text(c, "secret");
    decoded read = room_for(c, token);
    size_t used;
    const int32_t status = token04_decode(token.data, token.length, secret.data, secret.length,
                                          &read.flat, read.buffer, read.capacity, &used);
    const int32_t json_status =
        token04_decode_json(token.data, token.length, secret.data, secret.length, read.json,
                            read.capacity, &read.length);
    return same(c, status, json_status, &read, 0);
}

/* Each checks what the one before does, and more. */
static const char *const verify_ops[] = {"verify", "verify_user", "verify_login", "verify_publish"};

static int32_t verify(const call *c, int checks)
{
    const bytes token = text(c, "token"), secret = text(c, "secret"), user = text(c, "user_id"),
                room = text(c, "room_id"), stream = text(c, "stream_id");
    const list previous = texts(c, "previous_secrets");
    token04_verifier *v = NULL;
    const int32_t bad = token04_verifier_new(
        integer(c, "app_id"), secret.data, secret.length, previous.bytes, previous.lengths,
        previous.count, integer_or(c, "leeway", TOKEN04_DEFAULT_LEEWAY_SECONDS), &v);
    if (bad != TOKEN04_OK) return bad;
    decoded read = room_for(c, token);
    size_t used;
    const int64_t time = now(c);
    int32_t status, json_status;
#define TOKEN token.data, token.length
#define STRUCT time, &read.flat, read.buffer, read.capacity, &used
#define JSON time, read.json, read.capacity, &read.length
#define USER user.data, user.length
#define ROOM room.data, room.length
#define STREAM stream.data, stream.length
    switch (checks)
    {
    case 0:
        status = token04_verifier_verify(v, TOKEN, STRUCT);
        json_status = token04_verifier_verify_json(v, TOKEN, JSON);
        break;
    case 1:
        status = token04_verifier_verify_user(v, TOKEN, USER, STRUCT);
        json_status = token04_verifier_verify_user_json(v, TOKEN, USER, JSON);
        break;
    case 2:
        status = token04_verifier_verify_login(v, TOKEN, USER, ROOM, STRUCT);
        json_status = token04_verifier_verify_login_json(v, TOKEN, USER, ROOM, JSON);
        break;
    default:
        status = token04_verifier_verify_publish(v, TOKEN, USER, ROOM, STREAM, STRUCT);
        json_status = token04_verifier_verify_publish_json(v, TOKEN, USER, ROOM, STREAM, JSON);
    }
    token04_verifier_free(v);
    return same(c, status, json_status, &read, 1);
}

static int32_t inspect(const call *c)
{
    const bytes token = text(c, "token");
    decoded read = room_for(c, token);
    const int32_t status =
        token04_inspect_json(token.data, token.length, read.json, read.capacity, &read.length);
    if (status == TOKEN04_OK) write_raw(c->out, read.json, read.length);
    return status == TOKEN04_ERROR_BUFFER_TOO_SMALL ? CONTRADICTION : status;
}

static int32_t explain(const call *c)
{
    const bytes token = text(c, "token"), secret = text(c, "secret"),
                user = text(c, "expect_user_id"), room = text(c, "expect_room_id"),
                stream = text(c, "expect_stream_id");
    const json *wants_kit = json_get(c->request, "expect_kit");
    const int32_t kind = wants_kit == NULL    ? TOKEN04_KIND_NOT_NAMED
                         : wants_kit->integer ? TOKEN04_KIND_KIT
                                              : TOKEN04_KIND_PLAIN;
    char *out = arena_take(c->memory, TOKEN04_EXPLAIN_SIZE);
    size_t length;
    const int32_t status =
        token04_explain_json(token.data, token.length, secret.data, secret.length,
                             integer_or(c, "expect_app_id", TOKEN04_APP_ID_NOT_NAMED), user.data,
                             user.length, room.data, room.length, stream.data, stream.length, kind,
                             integer_or(c, "leeway", TOKEN04_DEFAULT_LEEWAY_SECONDS), now(c), out,
                             TOKEN04_EXPLAIN_SIZE, &length);
    if (status == TOKEN04_OK) write_raw(c->out, out, length);
    return status == TOKEN04_ERROR_BUFFER_TOO_SMALL ? CONTRADICTION : status;
}

static int32_t reply(const call *c)
{
    const bytes op = text(c, "op");
    if (is(op, "version"))
    {
        write_plain(c->out, "{\"language\":\"c\",\"version\":\"");
        write_plain(c->out, token04_version());
        write_plain(c->out, "\",\"ops\":[" OPS "],\"can\":[" CAN "]}");
        return TOKEN04_OK;
    }
    if (is(op, "generate") || is(op, "identity_token")) return with_generator(c, one);
    if (is(op, "privilege_token")) return with_generator(c, one);
    if (is(op, "issue")) return with_generator(c, issue);
    if (is(op, "generate_batch")) return with_generator(c, batch);
    if (is(op, "generate_token04")) return drop_in(c);
    if (is(op, "kit_token")) return kit(c);
    if (is(op, "decode")) return decode(c);
    for (int checks = 0; checks < 4; ++checks)
        if (is(op, verify_ops[checks])) return verify(c, checks);
    if (is(op, "inspect")) return inspect(c);
    return is(op, "explain") ? explain(c) : NO_OP;
}

/* Tests run against what is installed. */
static int is_installed(const char *folder)
{
#ifdef _WIN32
    return is_below(folder, (const void *)GetProcAddress(GetModuleHandleA("token04.dll"),
                                                         "token04_version")) &&
           token04_abi_version() == TOKEN04_ABI_VERSION;
#else
    Dl_info info;
    void *symbol = dlsym(RTLD_DEFAULT, "token04_version");
    char *wanted = realpath(folder, NULL), *found = NULL;
    if (symbol != NULL && dladdr(symbol, &info) != 0) found = realpath(info.dli_fname, NULL);
    const int good = wanted != NULL && found != NULL && strncmp(wanted, found, strlen(wanted)) == 0;
    free(wanted);
    free(found);
    return good && token04_abi_version() == TOKEN04_ABI_VERSION;
#endif
}

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t capacity = 0;
    if (argc != 2 || !is_installed(argv[1])) return 2;
    while (getline(&line, &capacity, stdin) > 0)
    {
        arena memory = {NULL};
        writer out = {&memory, NULL, 0, 0};
        const call c = {json_read(&memory, line), &memory, &out};
        if (c.request == NULL) return 3;
        const int32_t status = reply(&c);
        if (status != TOKEN04_OK) out.length = 0, write_error(&out, status);
        write_plain(&out, "\n");
        fwrite(out.text, 1, out.length, stdout);
        fflush(stdout);
        arena_clear(&memory);
    }
    free(line);
    return 0;
}
