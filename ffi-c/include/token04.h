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
#define TOKEN04_ABI_VERSION 2

/**
 * Success.
 */
#define TOKEN04_OK 0

/**
 * App id must be an integer from 1 to 4294967295.
 */
#define TOKEN04_ERROR_APP_ID_INVALID 1

/**
 * User id must be a UTF-8 string of 1 to 64 bytes without NUL.
 */
#define TOKEN04_ERROR_USER_ID_INVALID 3

/**
 * Server secret must be exactly 32 bytes, used as they are (a string of 64 hex characters is an
 * AppSign, a different credential).
 */
#define TOKEN04_ERROR_SECRET_INVALID 5

/**
 * Effective time (ttl) must be a whole number of seconds, at least 1, and the expiry must fit a
 * signed 64-bit timestamp.
 */
#define TOKEN04_ERROR_EFFECTIVE_TIME_INVALID 6

/**
 * Payload must be a UTF-8 string, short enough that the token's claims take at most 65519 bytes of
 * JSON.
 */
#define TOKEN04_ERROR_PAYLOAD_INVALID 7

/**
 * Room id must be a UTF-8 string of 1 to 128 bytes without NUL.
 */
#define TOKEN04_ERROR_ROOM_ID_INVALID 8

/**
 * Stream ids must be UTF-8 strings of 1 to 256 bytes without NUL, and the list of streams to
 * publish must not be missing or empty.
 */
#define TOKEN04_ERROR_STREAM_ID_INVALID 9

/**
 * Mode must be cbc or gcm.
 */
#define TOKEN04_ERROR_MODE_INVALID 10

/**
 * Leeway must be a whole number of seconds, at least 0.
 */
#define TOKEN04_ERROR_LEEWAY_INVALID 11

/**
 * Privileges must allow login, publishing, or both.
 */
#define TOKEN04_ERROR_PRIVILEGES_EMPTY 12

/**
 * The current time must be a unix timestamp in seconds, from 0 to 253402300799 (was it given in
 * milliseconds?).
 */
#define TOKEN04_ERROR_NOW_INVALID 13

/**
 * Token is malformed: expected 04 followed by canonical base64 of a complete envelope, with
 * nothing around it.
 */
#define TOKEN04_ERROR_TOKEN_FORMAT 20

/**
 * Token could not be decrypted: it was made under another server secret, or it is damaged.
 */
#define TOKEN04_ERROR_DECRYPT_FAILED 23

/**
 * Token was opened, but its content is not the claims of a Token04.
 */
#define TOKEN04_ERROR_CLAIMS_INVALID 24

/**
 * Token was issued for another app id.
 */
#define TOKEN04_ERROR_APP_ID_MISMATCH 30

/**
 * Token was issued for another user id.
 */
#define TOKEN04_ERROR_USER_ID_MISMATCH 31

/**
 * Token has expired: issue a new one.
 */
#define TOKEN04_ERROR_EXPIRED 32

/**
 * Token is not valid yet: its time of issue is in the future, check the clocks.
 */
#define TOKEN04_ERROR_NOT_YET_VALID 33

/**
 * Expiry in the token's envelope differs from the one in its claims.
 */
#define TOKEN04_ERROR_EXPIRE_MISMATCH 34

/**
 * Token does not allow logging in to this room.
 */
#define TOKEN04_ERROR_ROOM_NOT_ALLOWED 35

/**
 * Token does not allow publishing this stream.
 */
#define TOKEN04_ERROR_STREAM_NOT_ALLOWED 36

/**
 * Token carries no room privileges, so it allows no login and no publishing.
 */
#define TOKEN04_ERROR_PRIVILEGES_ABSENT 37

/**
 * Token was not authenticated: it comes from another generator, was minted under another server
 * secret, or was changed.
 */
#define TOKEN04_ERROR_UNAUTHENTICATED 38

/**
 * Internal error in token04: please report it.
 */
#define TOKEN04_ERROR_INTERNAL 90

/**
 * A required pointer argument was NULL.
 */
#define TOKEN04_ERROR_NULL_POINTER 91

/**
 * Output buffer is too small: the required size is in the length output.
 */
#define TOKEN04_ERROR_BUFFER_TOO_SMALL 92

/**
 * The loaded token04 library has a different ABI version than this package expects.
 */
#define TOKEN04_ERROR_ABI_MISMATCH 93

/**
 * No cryptographic randomness is available.
 */
#define TOKEN04_ERROR_RANDOM_UNAVAILABLE 94

/**
 * AES-256-CBC, which every server and SDK of the vendor accepts. The default.
 */
#define TOKEN04_MODE_CBC 0

/**
 * AES-256-GCM: newer; the vendor recommends it.
 */
#define TOKEN04_MODE_GCM 1

/**
 * The payload was missing or null.
 */
#define TOKEN04_PAYLOAD_NOTHING 0

/**
 * The payload is a string, as the format demands.
 */
#define TOKEN04_PAYLOAD_TEXT 1

/**
 * The payload was another JSON value; it is given as JSON.
 */
#define TOKEN04_PAYLOAD_JSON 2

/**
 * As the expected app id of token04_explain_json(): none (INT64_MIN).
 */
#define TOKEN04_APP_ID_NOT_NAMED (-9223372036854775807 - 1)

/**
 * As the expected kind of token: either is accepted.
 */
#define TOKEN04_KIND_NOT_NAMED (-1)

/**
 * As the expected kind of token: a plain one.
 */
#define TOKEN04_KIND_PLAIN 0

/**
 * As the expected kind of token: one of the web UI kit.
 */
#define TOKEN04_KIND_KIT 1

/**
 * The variable ZEGO_APP_ID.
 */
#define TOKEN04_ENV_APP_ID 1

/**
 * The variable ZEGO_SERVER_SECRET.
 */
#define TOKEN04_ENV_SERVER_SECRET 2

/**
 * The variable ZEGO_PREVIOUS_SERVER_SECRET.
 */
#define TOKEN04_ENV_PREVIOUS_SERVER_SECRET 3

/**
 * A variable that is not set.
 */
#define TOKEN04_ENV_MISSING 1

/**
 * A variable that is set to an empty value.
 */
#define TOKEN04_ENV_EMPTY 2

/**
 * A variable with an invalid value.
 */
#define TOKEN04_ENV_INVALID 3

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
 * Most bytes of a token. The NUL is not counted: a buffer of one more holds any token.
 */
#define TOKEN04_TOKEN_MAX 87418

/**
 * Most bytes that are read of a string without a shorter limit: a token to inspect, the user name
 * of a kit token, and the strings of explain, whose rest is ignored.
 */
#define TOKEN04_TEXT_MAX 349672

/**
 * The latest time of issue or judging, a unix timestamp in seconds: the end of the year 9999.
 */
#define TOKEN04_NOW_MAX 253402300799

/**
 * Tolerance of a verifier for clocks that differ, in seconds, unless you choose another: a token
 * is accepted until its expiry plus this, and from its time of issue minus this.
 */
#define TOKEN04_DEFAULT_LEEWAY_SECONDS 30

/**
 * A token should be renewed this long before it expires.
 */
#define TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS 30

/**
 * Most bytes of the JSON of token04_explain_json(), the NUL counted.
 */
#define TOKEN04_EXPLAIN_SIZE 65536

/**
 * A prepared key that makes tokens: see token04_generator_new().
 */
typedef struct token04_generator token04_generator;

/**
 * Prepared keys that verify tokens: see token04_verifier_new().
 */
typedef struct token04_verifier token04_verifier;

/**
 * A string in the buffer that was filled in the same call: `length` bytes from `offset`, with a
 * NUL behind them that is not counted. The string itself may contain NULs.
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
 * The content of a token. The strings are in the buffer that was filled in the same call.
 */
typedef struct token04_decoded {
  /**
   * A random number; tokens of other makers hold any 64-bit integer.
   */
  int64_t nonce;
  /**
   * The time of issue, a unix timestamp in seconds.
   */
  int64_t ctime;
  /**
   * The expiry, a unix timestamp in seconds.
   */
  int64_t expire;
  /**
   * The expiry in the envelope, a unix timestamp in seconds.
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
   * 1 when this library made the token under this secret, else 0.
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
 * The version of the library's ABI. Compare it with `TOKEN04_ABI_VERSION` when you load
 * the library by hand. It changes only when a program built against an older header would
 * break; so does the SONAME. No errors. Any thread, any time.
 */
uint32_t token04_abi_version(void);

/**
 * The version of the library, such as "0.1.0". A static string: never NULL, never freed. No errors.
 * Any thread, any time.
 */
const char *token04_version(void);

/**
 * The stable name of a status, such as "user_id_invalid"; "ok" for 0, "unknown" for a number
 * that is no status. A static string: never NULL, never freed. No errors. Any thread, any time.
 */
const char *token04_error_name(int32_t status);

/**
 * What a status means and what was expected, in one sentence. A constant for each status: it
 * holds no secret and no claim. "ok" for 0, "unknown" for a number that is no status. A static
 * string: never NULL, never freed. No errors. Any thread, any time.
 */
const char *token04_error_message(int32_t status);

/**
 * The current time of the system's clock, a unix timestamp in seconds: for every argument named
 * now. A clock outside 0 to 253402300799 is error 13 of the function that takes it. Not in the
 * WebAssembly build. No errors. Any thread, any time.
 */
int64_t token04_now(void);

/**
 * A sufficient capacity for the token of token04_generate() and
 * token04_generator_generate(), the NUL counted; at most TOKEN04_TOKEN_MAX + 1. It allows for
 * the worst content: a buffer of a few hundred bytes nearly always suffices, and 92 tells when
 * it does not. Lengths in bytes; mode: of the generator (TOKEN04_MODE_CBC for token04_generate()).
 * No errors. Any thread, any time.
 */
size_t token04_token_size(size_t user_id_length,
                          size_t payload_length,
                          int32_t mode);

/**
 * A sufficient capacity for the output of token04_privileges_payload(), the NUL counted. Lengths
 * in bytes. No errors. Any thread, any time.
 */
size_t token04_privileges_payload_size(size_t room_id_length,
                                       size_t stream_ids_length,
                                       size_t stream_count);

/**
 * A sufficient capacity for the token of token04_kit_token(), the NUL counted. Lengths in
 * bytes. No errors. Any thread, any time.
 */
size_t token04_kit_token_size(size_t token_length,
                              size_t room_id_length,
                              size_t user_id_length,
                              size_t user_name_length);

/**
 * A sufficient capacity for what is read from a token of this length: the buffer of
 * token04_decode() and the token04_verifier_verify functions, and the JSON of
 * token04_decode_json(), their _json forms and token04_inspect_json(), the NUL counted. No errors. Any
 * thread, any time.
 */
size_t token04_decoded_size(size_t token_length);

/**
 * Checks the values of the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and
 * ZEGO_PREVIOUS_SERVER_SECRET, for packages that read their own environment.
 *
 * app_id, secret, previous_secret: the values, NULL for a variable that is not set. An empty
 * previous_secret counts as not set. *app_id_out: the app id, 0 on any error. *variable, *fault:
 * on the errors 1 and 5 which variable (TOKEN04_ENV_..) and what is wrong with it
 * (TOKEN04_ENV_MISSING, _EMPTY or _INVALID), for token04_environment_message(); otherwise 0.
 *
 * Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET; 5 of
 * ZEGO_PREVIOUS_SERVER_SECRET. Any thread, any time.
 */
int32_t token04_environment(const char *app_id,
                            size_t app_id_length,
                            const char *secret,
                            size_t secret_length,
                            const char *previous_secret,
                            size_t previous_secret_length,
                            int64_t *app_id_out,
                            int32_t *variable,
                            int32_t *fault);

/**
 * The sentence that names a variable and says what is wrong with it, such as "environment
 * variable ZEGO_APP_ID is not set: app id must be ..". A constant: it holds no value. "unknown"
 * for other numbers. A static string: never NULL, never freed. No errors. Any thread, any time.
 */
const char *token04_environment_message(int32_t variable,
                                        int32_t fault);

/**
 * Makes a CBC token in one call. For more than one token prepare a generator, which prepares the
 * key once.
 *
 * app_id: 1 to 4294967295. user_id: 1 to 64 bytes of UTF-8 without NUL. secret: exactly 32
 * bytes, as they are. ttl, payload, now, out: as for token04_generator_generate().
 *
 * Errors, the first that applies: 91, 1, 3, 5, 13, 6, 7; then 92, 94. Any thread, any time.
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
 * Writes the payload of a privilege token, {"room_id":..,"privilege":{..},"stream_id_list":..},
 * for token04_generator_generate() and all other functions that take a payload. Privileges take
 * effect only after the vendor has enabled the check for your account.
 *
 * room_id: 1 to 128 bytes of UTF-8 without NUL. login, publish: 0 or not 0, whether the user may
 * log in to the room and publish in it; at least one of them. stream_ids: the streams that may be
 * published, one after the other, each 1 to 256 bytes of UTF-8 without NUL, with their lengths
 * and count. Without publish they are ignored; with it at least one is required, unless
 * any_stream is not 0: then any stream may be published, login and publish are required, and
 * there must be no list (NULL, NULL, 0).
 * out: the payload and a NUL; token04_privileges_payload_size() returns a sufficient capacity.
 *
 * Errors, the first that applies: 91, 12, 8, 9, 92. Any thread, any time.
 */
int32_t token04_privileges_payload(const char *room_id,
                                   size_t room_id_length,
                                   int32_t login,
                                   int32_t publish,
                                   int32_t any_stream,
                                   const char *stream_ids,
                                   const size_t *stream_id_lengths,
                                   size_t stream_count,
                                   char *out,
                                   size_t out_capacity,
                                   size_t *out_length);

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
 * *variable, *fault: on the errors 1 and 5 which variable and what is wrong with it, as for
 * token04_environment(); otherwise 0. Both may be NULL.
 *
 * Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET; 10. Any thread,
 * but not while another one changes the environment.
 */
int32_t token04_generator_from_env(int32_t mode,
                                   struct token04_generator **out,
                                   int32_t *variable,
                                   int32_t *fault);

/**
 * Frees a generator and wipes its key. NULL is allowed. No errors. No other thread may use it
 * any more.
 */
void token04_generator_free(struct token04_generator *generator);

/**
 * Makes a token with any payload.
 *
 * user_id: 1 to 64 bytes of UTF-8 without NUL. ttl: seconds from now to the expiry, at least 1.
 * payload: UTF-8; empty for an identity token, or of token04_privileges_payload(). now: the time
 * of issue, a unix timestamp in seconds from 0 to 253402300799, as of token04_now().
 * out: the token and a NUL; token04_token_size() returns a sufficient capacity.
 *
 * Errors, the first that applies: 91, 3, 13, 6, 7; then 92, 94. Any thread, any time.
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
 * Makes a token and returns its timestamps: what an app server sends to its client.
 *
 * timestamps: room for three numbers, unix timestamps in seconds: when the token was issued, when
 * it expires, and when to fetch a new one (30 seconds before the expiry, not before the issue).
 * All 0 on any error. Otherwise as token04_generator_generate().
 *
 * Errors, the first that applies: 91, 3, 13, 6, 7; then 92, 94. Any thread, any time.
 */
int32_t token04_generator_issue(const struct token04_generator *generator,
                                const char *user_id,
                                size_t user_id_length,
                                int64_t ttl,
                                const char *payload,
                                size_t payload_length,
                                int64_t now,
                                int64_t *timestamps,
                                char *out,
                                size_t out_capacity,
                                size_t *out_length);

/**
 * Makes one token for each user id, all with the same time of issue.
 *
 * user_ids: the user ids, one after the other without anything between; user_id_lengths: the
 * length of each; count: how many. ttl, payload, now: as for token04_generator_generate().
 * out: count rows of out_stride bytes, each for one token and its NUL; token04_token_size(
 * TOKEN04_USER_ID_MAX, ...) tells a stride that suffices for all. out_lengths, statuses: count
 * numbers each, for the length and the status of each row: 0, 3, 7, or 92 with a sufficient
 * stride as the length. A row that fails costs the others nothing. With count 0 every pointer
 * but the generator may be NULL.
 *
 * Errors of the whole call: 91; 13; 6; 94; 92 when count times out_stride is more than memory can
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
 * usually TOKEN04_DEFAULT_LEEWAY_SECONDS. *out: the verifier, yours to free with token04_verifier_free(); NULL on any error.
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
                             struct token04_verifier **out);

/**
 * Prepares a verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where
 * it is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET; otherwise as token04_verifier_new(). Not
 * in the WebAssembly build.
 *
 * *variable, *fault: on the errors 1 and 5 which variable and what is wrong with it, as for
 * token04_environment(); otherwise 0. Both may be NULL.
 *
 * Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET; 5 of
 * ZEGO_PREVIOUS_SERVER_SECRET; 11. Any thread, but not while another one changes the environment.
 */
int32_t token04_verifier_from_env(int64_t leeway,
                                  struct token04_verifier **out,
                                  int32_t *variable,
                                  int32_t *fault);

/**
 * Frees a verifier and wipes its keys. NULL is allowed. No errors. No other thread may use it
 * any more.
 */
void token04_verifier_free(struct token04_verifier *verifier);

/**
 * Verifies that this library made a token under one of the secrets, for this app, and that it is
 * valid now. decoded says who the user is.
 *
 * token: a plain token, without the NUL. now: a unix timestamp in seconds, as of token04_now(); a
 * token is accepted until its expiry and the leeway. decoded, buffer: as for token04_decode().
 *
 * Errors, the first that applies: 91, 13, 20, 38, 24, 34, 30, 32, 33, 92. Any thread, any time.
 */
int32_t token04_verifier_verify(const struct token04_verifier *verifier,
                                const char *token,
                                size_t token_length,
                                int64_t now,
                                struct token04_decoded *decoded,
                                char *buffer,
                                size_t buffer_capacity,
                                size_t *buffer_length);

/**
 * As token04_verifier_verify(), as JSON with a NUL behind it: that of token04_decode_json() with
 * "secret_index":.. at its end.
 *
 * Errors as token04_verifier_verify(). Any thread, any time.
 */
int32_t token04_verifier_verify_json(const struct token04_verifier *verifier,
                                     const char *token,
                                     size_t token_length,
                                     int64_t now,
                                     char *out,
                                     size_t out_capacity,
                                     size_t *out_length);

/**
 * As token04_verifier_verify(), and that the token is this user's.
 *
 * user_id: the user. An empty one, also NULL with length 0, never matches: error 31.
 *
 * Errors, the first that applies: those of token04_verifier_verify() before 92, 31, 92. Any
 * thread, any time.
 */
int32_t token04_verifier_verify_user(const struct token04_verifier *verifier,
                                     const char *token,
                                     size_t token_length,
                                     const char *user_id,
                                     size_t user_id_length,
                                     int64_t now,
                                     struct token04_decoded *decoded,
                                     char *buffer,
                                     size_t buffer_capacity,
                                     size_t *buffer_length);

/**
 * As token04_verifier_verify_user(), as JSON with a NUL behind it: that of token04_decode_json() with
 * "secret_index":.. at its end.
 *
 * Errors as token04_verifier_verify_user(). Any thread, any time.
 */
int32_t token04_verifier_verify_user_json(const struct token04_verifier *verifier,
                                          const char *token,
                                          size_t token_length,
                                          const char *user_id,
                                          size_t user_id_length,
                                          int64_t now,
                                          char *out,
                                          size_t out_capacity,
                                          size_t *out_length);

/**
 * As token04_verifier_verify_user(), and that the token allows logging in to this room.
 *
 * user_id, room_id: an empty one, also NULL with length 0, never matches: error 31 or 35.
 *
 * Errors, the first that applies: those of token04_verifier_verify_user() before 92, 37, 35, 92.
 * Any thread, any time.
 */
int32_t token04_verifier_verify_login(const struct token04_verifier *verifier,
                                      const char *token,
                                      size_t token_length,
                                      const char *user_id,
                                      size_t user_id_length,
                                      const char *room_id,
                                      size_t room_id_length,
                                      int64_t now,
                                      struct token04_decoded *decoded,
                                      char *buffer,
                                      size_t buffer_capacity,
                                      size_t *buffer_length);

/**
 * As token04_verifier_verify_login(), as JSON with a NUL behind it: that of token04_decode_json() with
 * "secret_index":.. at its end.
 *
 * Errors as token04_verifier_verify_login(). Any thread, any time.
 */
int32_t token04_verifier_verify_login_json(const struct token04_verifier *verifier,
                                           const char *token,
                                           size_t token_length,
                                           const char *user_id,
                                           size_t user_id_length,
                                           const char *room_id,
                                           size_t room_id_length,
                                           int64_t now,
                                           char *out,
                                           size_t out_capacity,
                                           size_t *out_length);

/**
 * As token04_verifier_verify_user(), and that the token is for this room and allows publishing
 * this stream. The right to log in is not needed.
 *
 * user_id, room_id, stream_id: an empty one, also NULL with length 0, never matches: error 31, 35
 * or 36.
 *
 * Errors, the first that applies: those of token04_verifier_verify_user() before 92, 37, 35, 36,
 * 92. Any thread, any time.
 */
int32_t token04_verifier_verify_publish(const struct token04_verifier *verifier,
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
 * As token04_verifier_verify_publish(), as JSON with a NUL behind it: that of token04_decode_json() with
 * "secret_index":.. at its end.
 *
 * Errors as token04_verifier_verify_publish(). Any thread, any time.
 */
int32_t token04_verifier_verify_publish_json(const struct token04_verifier *verifier,
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
 * Decrypts and reads a token without judging it, whichever generator made it: for tools and logs.
 * To let people in, use token04_verifier_verify_user(). Never offer it to remote callers: with
 * its errors an attacker can forge tokens for the vendor's servers (a padding oracle).
 *
 * token: a plain token, without the NUL. secret: exactly 32 bytes. decoded: filled on success,
 * zeroed on any error. buffer: receives the texts, *buffer_length how many bytes they take;
 * token04_decoded_size() returns a sufficient capacity. All of it is yours.
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
 * As token04_decode(), as JSON with a NUL behind it:
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
 * bytes, of UTF-8 without NUL. user_name: UTF-8, at most TOKEN04_TEXT_MAX bytes. app_id: 1 to 4294967295.
 * out: the kit token and a NUL; token04_kit_token_size() returns a sufficient capacity.
 *
 * Errors, the first that applies: 91, 1, 3, 8, 3 for a user_name that is not UTF-8 or too long, 20, 92. Any
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
 * Writes what a token shows without its secret, as JSON with a NUL behind it:
 * {"version":..,"mode":..,"expire":..,"iv_length":..,"ciphertext_length":..,"kit":..}. Nothing
 * protects any of it.
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
 * Reports why a token was refused, most likely cause first, as JSON with a NUL behind it:
 * {"findings":[{"id":..,"severity":..,"message":..,"advice":..,"sdk_codes":[..]},..]}.
 * A developer's tool: never send its report to a remote client.
 *
 * token: as it was received, whatever it is. secret: as it is configured, of any length; NULL
 * for none. app_id: the expected one, or TOKEN04_APP_ID_NOT_NAMED. user_id, room_id, stream_id:
 * the expected ones, NULL for none. kind: TOKEN04_KIND_PLAIN, TOKEN04_KIND_KIT, or any other
 * number for either. leeway: in seconds; a negative one counts as 0. now: a unix timestamp in
 * seconds, as of token04_now(); one out of range is reported, and no times are judged. Of each
 * string at most TOKEN04_TEXT_MAX + 1 bytes are read.
 * out: a capacity of TOKEN04_EXPLAIN_SIZE suffices for any report.
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

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TOKEN04_H */
