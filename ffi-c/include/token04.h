/* token04.h
 *
 * Mint and verify ZEGOCLOUD Token04 authentication tokens. Unofficial.
 *
 * Made by `cargo xtask header`; not edited by hand.
 *
 * What holds for every function:
 *
 *  - No memory changes hands. You bring the buffers, they stay yours, and nothing keeps a pointer
 *    to them. Only handles are the library's: each comes from a `_new` and goes into its `_free`.
 *  - The answer is a status: TOKEN04_OK (0) or one of TOKEN04_ERROR_*. token04_error_message()
 *    says it in words. Where several apply, each function names which is told first.
 *  - A text comes in as a pointer and its length in bytes. It needs no NUL, and a NUL inside is
 *    seen. NULL with length 0 is the empty text; NULL with another length is 91. A length over the
 *    field's limit has the field's error and is not read.
 *  - A text goes out into `out`, with a NUL behind it. *out_length is its length, the NUL not
 *    counted. When out_capacity is too small the status is 92 and *out_length a capacity (the NUL
 *    counted) with which the same call succeeds; no randomness was drawn. On any other error
 *    *out_length is 0. On both out[0] is 0. Buffers must not overlap inputs.
 *  - NULL for a handle, a buffer, or any other place for an answer is 91, before all other errors.
 *    That includes an `out` of NULL with capacity 0: to ask for a size there are the functions
 *    token04_..._size(), or a buffer that is too small, be it of one byte.
 *  - Nothing in here ends your program: a panic inside is caught and answered with 90.
 *  - Any function may be called from any thread at any time, also with one handle from many
 *    threads; only `_free` must be the last use. After fork() a child may go on with the handles
 *    it has: it never repeats its parent's randomness.
 *  - Moments are unix seconds, lifetimes are seconds, lengths are bytes.
 */

#ifndef TOKEN04_H
#define TOKEN04_H

#include <stddef.h>
#include <stdint.h>

/**
 * The version this header belongs to; token04_version() tells the library's own.
 */
#define TOKEN04_VERSION "0.1.0"
#define TOKEN04_VERSION_MAJOR 0
#define TOKEN04_VERSION_MINOR 1
#define TOKEN04_VERSION_PATCH 0

/**
 * major * 1000000 + minor * 1000 + patch.
 */
#define TOKEN04_VERSION_NUMBER 1000

/**
 * The version of this ABI; see token04_abi_version().
 */
#define TOKEN04_ABI_VERSION 1

/**
 * Success.
 */
#define TOKEN04_OK 0

/**
 * The app id is not an integer from 1 to 4294967295.
 */
#define TOKEN04_ERROR_APP_ID_INVALID 1

/**
 * The user id is not 1 to 64 bytes of UTF-8 without NUL.
 */
#define TOKEN04_ERROR_USER_ID_INVALID 3

/**
 * The server secret (or a previous one) is not exactly 32 bytes.
 */
#define TOKEN04_ERROR_SECRET_INVALID 5

/**
 * The lifetime is not a whole number of seconds of at least 1, or overflows the expiry.
 */
#define TOKEN04_ERROR_EFFECTIVE_TIME_INVALID 6

/**
 * The payload is not UTF-8 text, or too long for the token's 16-bit lengths.
 */
#define TOKEN04_ERROR_PAYLOAD_INVALID 7

/**
 * The room id is not 1 to 128 bytes of UTF-8 without NUL.
 */
#define TOKEN04_ERROR_ROOM_ID_INVALID 8

/**
 * A stream id is not 1 to 256 bytes of UTF-8 without NUL, or a stream list is empty.
 */
#define TOKEN04_ERROR_STREAM_ID_INVALID 9

/**
 * The mode is neither cbc nor gcm.
 */
#define TOKEN04_ERROR_MODE_INVALID 10

/**
 * The leeway is not a whole number of seconds of at least 0.
 */
#define TOKEN04_ERROR_LEEWAY_INVALID 11

/**
 * The text is not a well-formed Token04.
 */
#define TOKEN04_ERROR_TOKEN_FORMAT 20

/**
 * Wrong secret or damaged token; for CBC also claims that do not parse.
 */
#define TOKEN04_ERROR_DECRYPT_FAILED 23

/**
 * A GCM token whose authenticated plaintext is not the claims of a token.
 */
#define TOKEN04_ERROR_CLAIMS_INVALID 24

/**
 * The token belongs to another app.
 */
#define TOKEN04_ERROR_APP_ID_MISMATCH 30

/**
 * The token belongs to another user.
 */
#define TOKEN04_ERROR_USER_ID_MISMATCH 31

/**
 * The token has expired.
 */
#define TOKEN04_ERROR_EXPIRED 32

/**
 * The token's moment of issue lies in the future.
 */
#define TOKEN04_ERROR_NOT_YET_VALID 33

/**
 * The envelope's expiry differs from that of the claims.
 */
#define TOKEN04_ERROR_EXPIRE_MISMATCH 34

/**
 * The token does not allow logging in to the named room.
 */
#define TOKEN04_ERROR_ROOM_NOT_ALLOWED 35

/**
 * The token does not allow publishing the named stream.
 */
#define TOKEN04_ERROR_STREAM_NOT_ALLOWED 36

/**
 * A room or stream was named, but the token carries no privileges.
 */
#define TOKEN04_ERROR_PRIVILEGES_ABSENT 37

/**
 * A CBC token where an authenticated (GCM) one was demanded.
 */
#define TOKEN04_ERROR_UNAUTHENTICATED 38

/**
 * A panic inside the library was caught.
 */
#define TOKEN04_ERROR_INTERNAL 90

/**
 * A pointer argument was NULL where a value is required.
 */
#define TOKEN04_ERROR_NULL_POINTER 91

/**
 * The caller's buffer is too small.
 */
#define TOKEN04_ERROR_BUFFER_TOO_SMALL 92

/**
 * The loaded library speaks another ABI version than its wrapper.
 */
#define TOKEN04_ERROR_ABI_MISMATCH 93

/**
 * No randomness could be had.
 */
#define TOKEN04_ERROR_RANDOM_UNAVAILABLE 94

/**
 * AES-256-CBC, what every server and SDK of the vendor understands. The default. Its claims are
 * not protected against changes.
 */
#define TOKEN04_MODE_CBC 0

/**
 * AES-256-GCM: the claims are authenticated.
 */
#define TOKEN04_MODE_GCM 1

/**
 * The user may log in to the room and publish nothing.
 */
#define TOKEN04_LOGIN_ONLY 0

/**
 * The user may publish the named streams, and not log in.
 */
#define TOKEN04_PUBLISH_ONLY 1

/**
 * The user may log in and publish the named streams, or any.
 */
#define TOKEN04_LOGIN_AND_PUBLISH 2

/**
 * The payload was missing or null.
 */
#define TOKEN04_PAYLOAD_NOTHING 0

/**
 * The payload is a text, as the format has it.
 */
#define TOKEN04_PAYLOAD_TEXT 1

/**
 * The payload was another JSON value; what is told is its JSON text.
 */
#define TOKEN04_PAYLOAD_JSON 2

/**
 * As `now`: the moment it is by the system's clock (INT64_MIN).
 */
#define TOKEN04_NOW_CLOCK (-9223372036854775807 - 1)

/**
 * As an app id that is expected: none is (INT64_MIN).
 */
#define TOKEN04_APP_ID_NOT_NAMED (-9223372036854775807 - 1)

/**
 * As the kind of token that is expected: either will do.
 */
#define TOKEN04_KIND_NOT_NAMED (-1)

/**
 * As the kind of token that is expected: a plain one.
 */
#define TOKEN04_KIND_PLAIN 0

/**
 * As the kind of token that is expected: one of the web UI kit.
 */
#define TOKEN04_KIND_KIT 1

/**
 * Bytes of a server secret, exactly.
 */
#define TOKEN04_SECRET_BYTES 32

/**
 * Most bytes of a user id.
 */
#define TOKEN04_USER_ID_MAX 64

/**
 * Most bytes of a room id.
 */
#define TOKEN04_ROOM_ID_MAX 128

/**
 * Most bytes of a stream id.
 */
#define TOKEN04_STREAM_ID_MAX 256

/**
 * Most bytes of a token, the NUL not counted. A buffer of one more holds any token.
 */
#define TOKEN04_TOKEN_MAX 87418

/**
 * Most bytes of the JSON text of token04_explain_json(), the NUL counted.
 */
#define TOKEN04_EXPLAIN_SIZE 65536

/**
 * Tolerance of a verifier for clocks that differ, where you have no reason for another.
 */
#define TOKEN04_DEFAULT_LEEWAY_SECONDS 30

/**
 * A token should be renewed this long before it expires.
 */
#define TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS 30

/**
 * A prepared key that makes tokens: see token04_generator_new().
 */
typedef struct token04_generator token04_generator;

/**
 * What a user may do in one room, written down once: see token04_privileges_new().
 */
typedef struct token04_privileges token04_privileges;

/**
 * Prepared keys that verify tokens: see token04_verifier_new().
 */
typedef struct token04_verifier token04_verifier;

/**
 * A text in the buffer that was filled beside: `length` bytes from `offset`, with a NUL behind
 * them that is not counted. The text itself may hold NULs.
 */
typedef struct token04_span {
  /**
   * Bytes from the start of the buffer.
   */
  uint32_t offset;
  /**
   * Bytes of the text.
   */
  uint32_t length;
} token04_span;

/**
 * What a token says. The texts lie in the buffer that was filled in the same call.
 */
typedef struct token04_decoded {
  /**
   * A random number; tokens of other makers hold any 64-bit integer.
   */
  int64_t nonce;
  /**
   * The moment of issue, in unix seconds.
   */
  int64_t ctime;
  /**
   * The moment of expiry, in unix seconds.
   */
  int64_t expire;
  /**
   * The expiry in the envelope, in unix seconds; nothing protects it.
   */
  int64_t envelope_expire;
  /**
   * The app, 1 to 4294967295.
   */
  uint32_t app_id;
  /**
   * TOKEN04_MODE_CBC or TOKEN04_MODE_GCM.
   */
  int32_t mode;
  /**
   * 1 when the claims are protected against changes (GCM), else 0.
   */
  int32_t authenticated;
  /**
   * TOKEN04_PAYLOAD_NOTHING, TOKEN04_PAYLOAD_TEXT or TOKEN04_PAYLOAD_JSON.
   */
  int32_t payload_kind;
  /**
   * Which secret opened it: 0 the current one, 1 the first of the previous ones, and so on.
   */
  uint32_t secret_index;
  /**
   * 1 when the payload holds the privileges of a room; else 0, as is all that tells of them.
   */
  int32_t has_privileges;
  /**
   * 1 when the user may log in to the room, else 0.
   */
  int32_t login;
  /**
   * 1 when the user may publish, else 0.
   */
  int32_t publish;
  /**
   * 1 when any stream may be published, 0 when only those listed.
   */
  int32_t any_stream;
  /**
   * How many streams are listed.
   */
  uint32_t stream_count;
  /**
   * The user.
   */
  struct token04_span user_id;
  /**
   * The payload; empty for none.
   */
  struct token04_span payload;
  /**
   * The room of the privileges.
   */
  struct token04_span room_id;
  /**
   * The table of the streams listed: `stream_count` spans, one after the other, in the buffer.
   * It is aligned within the buffer only: read span i with
   * memcpy(&span, buffer + decoded.streams.offset + i * sizeof span, sizeof span).
   */
  struct token04_span streams;
} token04_decoded;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the ABI the library speaks. Compare it with `TOKEN04_ABI_VERSION` when you load
 * the library by hand. It changes only when a program built against an older header would
 * break; so does the SONAME. No errors. Any thread, any time.
 */
uint32_t token04_abi_version(void);

/**
 * The version of the library, such as "0.1.0". A static text: never NULL, never freed. No errors.
 * Any thread, any time.
 */
const char *token04_version(void);

/**
 * The stable name of a status, such as "user_id_invalid"; "ok" for 0, "unknown" for a number
 * that is no status. A static text: never NULL, never freed. No errors. Any thread, any time.
 */
const char *token04_error_name(int32_t status);

/**
 * What a status means and what was expected, in one sentence. A constant of its status: it
 * holds no secret and no claim. "ok" for 0, "unknown" for a number that is no status. A static
 * text: never NULL, never freed. No errors. Any thread, any time.
 */
const char *token04_error_message(int32_t status);

/**
 * A capacity that suffices for the token of token04_generate() and
 * token04_generator_generate(), the NUL counted; at most TOKEN04_TOKEN_MAX + 1. It allows for
 * the worst content: a buffer of a few hundred bytes nearly always suffices, and 92 tells when
 * it does not. Lengths in bytes; mode: of the generator (TOKEN04_MODE_CBC for token04_generate()).
 * No errors. Any thread, any time.
 */
size_t token04_token_size(size_t user_id_length,
                          size_t payload_length,
                          int32_t mode);

/**
 * A capacity that suffices for the token of token04_generator_privilege_token() and
 * token04_generator_prepared_privilege_token(), the NUL counted. stream_ids_length: the bytes of all stream ids together. Otherwise as
 * token04_token_size(). No errors. Any thread, any time.
 */
size_t token04_privilege_token_size(size_t user_id_length,
                                    size_t room_id_length,
                                    size_t stream_ids_length,
                                    size_t stream_count,
                                    int32_t mode);

/**
 * A capacity that suffices for the text of token04_privilege_payload(), the NUL counted. Lengths
 * in bytes. No errors. Any thread, any time.
 */
size_t token04_privilege_payload_size(size_t room_id_length,
                                      size_t stream_ids_length,
                                      size_t stream_count);

/**
 * A capacity that suffices for the token of token04_kit_token(), the NUL counted. Lengths in
 * bytes. No errors. Any thread, any time.
 */
size_t token04_kit_token_size(size_t token_length,
                              size_t room_id_length,
                              size_t user_id_length,
                              size_t user_name_length);

/**
 * A capacity that suffices for what is read from a token of this length: the buffer of
 * token04_decode() and token04_verifier_verify(), and the texts of token04_decode_json(),
 * token04_verifier_verify_json() and token04_inspect_json(), the NUL counted. No errors. Any
 * thread, any time.
 */
size_t token04_decoded_size(size_t token_length);

/**
 * Makes a CBC token in one call. Whoever makes more than one prepares a generator instead, which
 * spares the key's preparation.
 *
 * app_id: 1 to 4294967295. user_id: 1 to 64 bytes of UTF-8 without NUL. secret: exactly 32
 * bytes, as they stand. ttl: seconds from now to the expiry, at least 1. payload: UTF-8, empty
 * for an identity token. now: unix seconds, or TOKEN04_NOW_CLOCK.
 * out: the token and a NUL; token04_token_size() tells a capacity that suffices.
 *
 * Errors, the first that applies: 91, 1, 3, 5, 6, 7; then 92, 94. Any thread, any time.
 */
int32_t token04_generate(int64_t app_id,
                         const char *user_id,
                         size_t user_id_length,
                         const char *secret,
                         size_t secret_length,
                         int64_t ttl,
                         const char *payload,
                         size_t payload_length,
                         int64_t now,
                         char *out,
                         size_t out_capacity,
                         size_t *out_length);

/**
 * Writes the payload of a privilege token, {"room_id":..,"privilege":{..},"stream_id_list":..}.
 * Privileges take effect only after the vendor has enabled the check for your account.
 *
 * shape: TOKEN04_LOGIN_ONLY, TOKEN04_PUBLISH_ONLY or TOKEN04_LOGIN_AND_PUBLISH. room_id: 1 to 128
 * bytes of UTF-8 without NUL. stream_ids: the streams that may be published, one after the other,
 * each 1 to 256 bytes of UTF-8 without NUL, with their lengths and count. stream_id_lengths says
 * whether there is a list: NULL (with count 0) allows any stream; not NULL with count 0 is an
 * empty list, error 9. So give a list that may be empty an address, such as one more element.
 * TOKEN04_PUBLISH_ONLY needs a stream; TOKEN04_LOGIN_ONLY allows none, whatever the list says.
 * out: the payload and a NUL; token04_privilege_payload_size() tells a capacity that suffices.
 *
 * Errors, the first that applies: 91, 7 for an unknown shape, 8, 9, 92. Any thread, any time.
 */
int32_t token04_privilege_payload(int32_t shape,
                                  const char *room_id,
                                  size_t room_id_length,
                                  const char *stream_ids,
                                  const size_t *stream_id_lengths,
                                  size_t stream_count,
                                  char *out,
                                  size_t out_capacity,
                                  size_t *out_length);

/**
 * Prepares privileges that are used for more than one token, so that they are written once: for
 * token04_generator_prepared_privilege_token(). They keep a copy of what they are made of, never
 * change, and may be used by many threads at once, with generators of any app and mode.
 *
 * shape, room_id and the streams: as for token04_privilege_payload(). *out: the privileges, yours
 * to free with token04_privileges_free(); NULL on any error.
 *
 * The ids are not judged here but with each token, after its user id and lifetime: 8, 9, and 7 for
 * more than fits. To know at once, write the payload with token04_privilege_payload().
 *
 * Errors, the first that applies: 91, 7 for an unknown shape. Any thread, any time.
 */
int32_t token04_privileges_new(int32_t shape,
                               const char *room_id,
                               size_t room_id_length,
                               const char *stream_ids,
                               const size_t *stream_id_lengths,
                               size_t stream_count,
                               struct token04_privileges **out);

/**
 * Frees privileges. NULL is allowed. No errors. No other thread may use them any more.
 */
void token04_privileges_free(struct token04_privileges *privileges);

/**
 * Prepares a key. The generator never changes and may be used by many threads at once; it keeps
 * a copy of the secret, which is wiped when it is freed.
 *
 * app_id: 1 to 4294967295. secret: exactly 32 bytes. mode: TOKEN04_MODE_CBC or
 * TOKEN04_MODE_GCM. *out: the generator, yours to free with token04_generator_free(); NULL on
 * any error.
 *
 * Errors, the first that applies: 91, 1, 5, 10. Any thread, any time.
 */
int32_t token04_generator_new(int64_t app_id,
                              const char *secret,
                              size_t secret_length,
                              int32_t mode,
                              struct token04_generator **out);

/**
 * Prepares a key from the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET; otherwise as
 * token04_generator_new(). Not in the WebAssembly build.
 *
 * Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET (each also when
 * the variable is not set or empty); 10. Any thread, but not while another one changes the
 * environment.
 */
int32_t token04_generator_from_env(int32_t mode,
                                   struct token04_generator **out);

/**
 * Frees a generator and wipes its key. NULL is allowed. No errors. No other thread may use it
 * any more.
 */
void token04_generator_free(struct token04_generator *generator);

/**
 * Makes a token with any payload text.
 *
 * user_id: 1 to 64 bytes of UTF-8 without NUL. ttl: seconds from now to the expiry, at least 1.
 * payload: UTF-8, empty for an identity token. now: unix seconds, or TOKEN04_NOW_CLOCK.
 * out: the token and a NUL; token04_token_size() tells a capacity that suffices.
 *
 * Errors, the first that applies: 91, 3, 6, 7; then 92, 94. Any thread, any time.
 */
int32_t token04_generator_generate(const struct token04_generator *generator,
                                   const char *user_id,
                                   size_t user_id_length,
                                   int64_t ttl,
                                   const char *payload,
                                   size_t payload_length,
                                   int64_t now,
                                   char *out,
                                   size_t out_capacity,
                                   size_t *out_length);

/**
 * Makes a token that carries the privileges of one room: payload and token in one call. For more
 * than one token with the same privileges: token04_privileges_new(). Privileges take effect only
 * after the vendor has enabled the check for your account.
 *
 * user_id, ttl, now, out: as for token04_generator_generate(). shape, room_id and the streams: as
 * for token04_privilege_payload(). token04_privilege_token_size() tells a capacity that suffices.
 *
 * Errors, the first that applies: 91, 7 for an unknown shape, 3, 6, 8, 9, 7; then 92, 94. Any
 * thread, any time.
 */
int32_t token04_generator_privilege_token(const struct token04_generator *generator,
                                          const char *user_id,
                                          size_t user_id_length,
                                          int64_t ttl,
                                          int32_t shape,
                                          const char *room_id,
                                          size_t room_id_length,
                                          const char *stream_ids,
                                          const size_t *stream_id_lengths,
                                          size_t stream_count,
                                          int64_t now,
                                          char *out,
                                          size_t out_capacity,
                                          size_t *out_length);

/**
 * Makes a token that carries the privileges of token04_privileges_new(): the same token as that of
 * token04_generator_privilege_token(), a tenth faster, and more with long lists of streams.
 *
 * user_id, ttl, now, out: as for token04_generator_generate(). token04_privilege_token_size()
 * tells a capacity that suffices, of the lengths that the privileges were made of; 92 tells it
 * without them.
 *
 * Errors, the first that applies: 91, 3, 6, 8, 9, 7; then 92, 94. Any thread, any time.
 */
int32_t token04_generator_prepared_privilege_token(const struct token04_generator *generator,
                                                   const char *user_id,
                                                   size_t user_id_length,
                                                   int64_t ttl,
                                                   const struct token04_privileges *privileges,
                                                   int64_t now,
                                                   char *out,
                                                   size_t out_capacity,
                                                   size_t *out_length);

/**
 * Makes a token and tells its moments: what an app server answers to its client.
 *
 * moments: room for three numbers, in unix seconds: when the token was issued, when it expires,
 * and when to fetch a new one (30 seconds before the expiry, not before the issue). All 0 on any
 * error. Otherwise as token04_generator_generate().
 *
 * Errors, the first that applies: 91, 3, 6, 7; then 92, 94. Any thread, any time.
 */
int32_t token04_generator_issue(const struct token04_generator *generator,
                                const char *user_id,
                                size_t user_id_length,
                                int64_t ttl,
                                const char *payload,
                                size_t payload_length,
                                int64_t now,
                                int64_t *moments,
                                char *out,
                                size_t out_capacity,
                                size_t *out_length);

/**
 * Makes one token for each user id, with one reading of the clock.
 *
 * user_ids: the user ids, one after the other without anything between; user_id_lengths: the
 * length of each; count: how many. ttl, payload, now: as for token04_generator_generate().
 * out: count rows of out_stride bytes, each for one token and its NUL; token04_token_size(
 * TOKEN04_USER_ID_MAX, ...) tells a stride that suffices for all. out_lengths, statuses: count
 * numbers each, for the length and the status of each row: 0, 3, 7, or 92 with a sufficient
 * stride as the length. A row that fails costs the others nothing. With count 0 every pointer
 * but the generator may be NULL.
 *
 * Errors of the whole call: 91; 6; 94; 92 when count times out_stride is more than memory can
 * hold. Every row then has this status, and no token. Any thread, any time.
 */
int32_t token04_generator_batch(const struct token04_generator *generator,
                                const char *user_ids,
                                const size_t *user_id_lengths,
                                size_t count,
                                int64_t ttl,
                                const char *payload,
                                size_t payload_length,
                                int64_t now,
                                char *out,
                                size_t out_stride,
                                size_t *out_lengths,
                                int32_t *statuses);

/**
 * Prepares a verifier. It never changes and may be used by many threads at once; it keeps copies
 * of the secrets, which are wiped when it is freed.
 *
 * app_id: 1 to 4294967295. secret: exactly 32 bytes. previous_secrets: secrets from before a
 * rotation that are still accepted, one after the other, with their lengths (32 each) and count;
 * NULL, NULL, 0 for none. leeway: tolerance for clocks that differ, in seconds, at least 0;
 * usually TOKEN04_DEFAULT_LEEWAY_SECONDS. require_authenticated: not 0 refuses CBC tokens.
 * *out: the verifier, yours to free with token04_verifier_free(); NULL on any error.
 *
 * Errors, the first that applies: 91, 1, 5, 11. Any thread, any time.
 */
int32_t token04_verifier_new(int64_t app_id,
                             const char *secret,
                             size_t secret_length,
                             const char *previous_secrets,
                             const size_t *previous_secret_lengths,
                             size_t previous_secret_count,
                             int64_t leeway,
                             int32_t require_authenticated,
                             struct token04_verifier **out);

/**
 * Prepares a verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where
 * it is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET; otherwise as token04_verifier_new(). Not
 * in the WebAssembly build.
 *
 * Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET (each also when
 * the variable is not set or empty); 5 of ZEGO_PREVIOUS_SERVER_SECRET, which it is when
 * token04_generator_from_env() has nothing against the other two; 11. Any thread, but not while
 * another one changes the environment.
 */
int32_t token04_verifier_from_env(int64_t leeway,
                                  int32_t require_authenticated,
                                  struct token04_verifier **out);

/**
 * Frees a verifier and wipes its keys. NULL is allowed. No errors. No other thread may use it
 * any more.
 */
void token04_verifier_free(struct token04_verifier *verifier);

/**
 * Verifies a token: its app, its moment, and what you name.
 *
 * WARNING: a user_id of NULL is not named, and then the user is NOT checked: a token of anybody
 * passes. Where the user comes from a session that may hold none, refuse before you ask, or name
 * the empty text ("" with length 0), which never matches.
 *
 * token: a plain token, without the NUL. user_id, room_id, stream_id: what the token must be
 * for; NULL is not named and not checked, and a text of length 0, or one that is not UTF-8, is
 * named and never matches. now: unix seconds, or TOKEN04_NOW_CLOCK; a token is accepted until its
 * expiry and the leeway. decoded, buffer: as for token04_decode().
 *
 * Errors, the first that applies: 91, 20, 38, 23, 24, 34, 30, 32, 33, 31, 37, 35, 36, 92. Any
 * thread, any time.
 */
int32_t token04_verifier_verify(const struct token04_verifier *verifier,
                                const char *token,
                                size_t token_length,
                                const char *user_id,
                                size_t user_id_length,
                                const char *room_id,
                                size_t room_id_length,
                                const char *stream_id,
                                size_t stream_id_length,
                                int64_t now,
                                struct token04_decoded *decoded,
                                char *buffer,
                                size_t buffer_capacity,
                                size_t *buffer_length);

/**
 * As token04_verifier_verify(), as a JSON text with a NUL behind it: that of
 * token04_decode_json() with "secret_index":.. at its end.
 *
 * Errors as token04_verifier_verify(). Any thread, any time.
 */
int32_t token04_verifier_verify_json(const struct token04_verifier *verifier,
                                     const char *token,
                                     size_t token_length,
                                     const char *user_id,
                                     size_t user_id_length,
                                     const char *room_id,
                                     size_t room_id_length,
                                     const char *stream_id,
                                     size_t stream_id_length,
                                     int64_t now,
                                     char *out,
                                     size_t out_capacity,
                                     size_t *out_length);

/**
 * Decrypts and reads a token, and compares nothing: for tools and logs, not for letting people
 * in (that is token04_verifier_verify()).
 *
 * token: a plain token, without the NUL. secret: exactly 32 bytes. decoded: filled on success,
 * zeroed on any error. buffer: receives the texts, *buffer_length how many bytes they take;
 * token04_decoded_size() tells a capacity that suffices. All of it is yours.
 *
 * Errors, the first that applies: 91, 5, 20, 23, 24, 92. Any thread, any time.
 */
int32_t token04_decode(const char *token,
                       size_t token_length,
                       const char *secret,
                       size_t secret_length,
                       struct token04_decoded *decoded,
                       char *buffer,
                       size_t buffer_capacity,
                       size_t *buffer_length);

/**
 * As token04_decode(), as a JSON text with a NUL behind it:
 * {"mode":..,"authenticated":..,"claims":{..},"envelope_expire":..,"privileges":..,
 * "payload_is_text":..}.
 *
 * Errors, the first that applies: 91, 5, 20, 23, 24, 92. Any thread, any time.
 */
int32_t token04_decode_json(const char *token,
                            size_t token_length,
                            const char *secret,
                            size_t secret_length,
                            char *out,
                            size_t out_capacity,
                            size_t *out_length);

/**
 * Wraps a token for the vendor's web UI kit, which otherwise makes one in the browser, where the
 * secret would have to be.
 *
 * token: a plain token of this user, without the NUL. room_id: 1 to 128 bytes, user_id: 1 to 64
 * bytes, of UTF-8 without NUL. user_name: UTF-8. app_id: 1 to 4294967295.
 * out: the kit token and a NUL; token04_kit_token_size() tells a capacity that suffices.
 *
 * Errors, the first that applies: 91, 1, 3, 8, 3 for a user_name that is not UTF-8, 20, 92. Any
 * thread, any time.
 */
int32_t token04_kit_token(const char *token,
                          size_t token_length,
                          const char *room_id,
                          size_t room_id_length,
                          const char *user_id,
                          size_t user_id_length,
                          const char *user_name,
                          size_t user_name_length,
                          int64_t app_id,
                          char *out,
                          size_t out_capacity,
                          size_t *out_length);

/**
 * Tells what a token shows without its secret, as a JSON text with a NUL behind it:
 * {"version":..,"mode":..,"expire":..,"iv_length":..,"ciphertext_length":..,"kit":..}. Nothing of
 * it is protected by anything.
 *
 * token: a plain token or one of the web UI kit, without the NUL.
 *
 * Errors, the first that applies: 91, 20, 92. Any thread, any time.
 */
int32_t token04_inspect_json(const char *token,
                             size_t token_length,
                             char *out,
                             size_t out_capacity,
                             size_t *out_length);

/**
 * Tells why a token was refused, most likely cause first, as a JSON text with a NUL behind it:
 * {"findings":[{"id":..,"severity":..,"message":..,"advice":..,"sdk_codes":[..]},..]}.
 * A developer's tool: never send its answer to a remote client.
 *
 * token: as it was passed on, whatever it is. secret: as it is configured, of any length; NULL
 * for none. app_id: what is expected, or TOKEN04_APP_ID_NOT_NAMED. user_id, room_id, stream_id:
 * what is expected, NULL for nothing. kind: TOKEN04_KIND_PLAIN, TOKEN04_KIND_KIT, or any other
 * number for either. leeway: in seconds; a negative one counts as 0. now: unix seconds, or
 * TOKEN04_NOW_CLOCK.
 * out: a capacity of TOKEN04_EXPLAIN_SIZE suffices for any answer.
 *
 * Errors, the first that applies: 91, 92. Any thread, any time.
 */
int32_t token04_explain_json(const char *token,
                             size_t token_length,
                             const char *secret,
                             size_t secret_length,
                             int64_t app_id,
                             const char *user_id,
                             size_t user_id_length,
                             const char *room_id,
                             size_t room_id_length,
                             const char *stream_id,
                             size_t stream_id_length,
                             int32_t kind,
                             int64_t leeway,
                             int64_t now,
                             char *out,
                             size_t out_capacity,
                             size_t *out_length);

/**
 * Reads an app id written in decimal digits, as in an environment variable: *app_id is set to
 * it, or to 0 on any error.
 *
 * Errors, the first that applies: 91, 1. Any thread, any time.
 */
int32_t token04_app_id_from_text(const char *text,
                                 size_t text_length,
                                 int64_t *app_id);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TOKEN04_H */
