enum {
  TOKEN04_VERSION_MAJOR = 0,
  TOKEN04_VERSION_MINOR = 1,
  TOKEN04_VERSION_PATCH = 0,
  TOKEN04_VERSION_NUMBER = 1000,
  TOKEN04_ABI_VERSION = 1,
  TOKEN04_OK = 0,
  TOKEN04_ERROR_APP_ID_INVALID = 1,
  TOKEN04_ERROR_USER_ID_INVALID = 3,
  TOKEN04_ERROR_SECRET_INVALID = 5,
  TOKEN04_ERROR_EFFECTIVE_TIME_INVALID = 6,
  TOKEN04_ERROR_PAYLOAD_INVALID = 7,
  TOKEN04_ERROR_ROOM_ID_INVALID = 8,
  TOKEN04_ERROR_STREAM_ID_INVALID = 9,
  TOKEN04_ERROR_MODE_INVALID = 10,
  TOKEN04_ERROR_LEEWAY_INVALID = 11,
  TOKEN04_ERROR_TOKEN_FORMAT = 20,
  TOKEN04_ERROR_DECRYPT_FAILED = 23,
  TOKEN04_ERROR_CLAIMS_INVALID = 24,
  TOKEN04_ERROR_APP_ID_MISMATCH = 30,
  TOKEN04_ERROR_USER_ID_MISMATCH = 31,
  TOKEN04_ERROR_EXPIRED = 32,
  TOKEN04_ERROR_NOT_YET_VALID = 33,
  TOKEN04_ERROR_EXPIRE_MISMATCH = 34,
  TOKEN04_ERROR_ROOM_NOT_ALLOWED = 35,
  TOKEN04_ERROR_STREAM_NOT_ALLOWED = 36,
  TOKEN04_ERROR_PRIVILEGES_ABSENT = 37,
  TOKEN04_ERROR_UNAUTHENTICATED = 38,
  TOKEN04_ERROR_INTERNAL = 90,
  TOKEN04_ERROR_NULL_POINTER = 91,
  TOKEN04_ERROR_BUFFER_TOO_SMALL = 92,
  TOKEN04_ERROR_ABI_MISMATCH = 93,
  TOKEN04_ERROR_RANDOM_UNAVAILABLE = 94,
  TOKEN04_MODE_CBC = 0,
  TOKEN04_MODE_GCM = 1,
  TOKEN04_LOGIN_ONLY = 0,
  TOKEN04_PUBLISH_ONLY = 1,
  TOKEN04_LOGIN_AND_PUBLISH = 2,
  TOKEN04_PAYLOAD_NOTHING = 0,
  TOKEN04_PAYLOAD_TEXT = 1,
  TOKEN04_PAYLOAD_JSON = 2,
  TOKEN04_KIND_NOT_NAMED = -1,
  TOKEN04_KIND_PLAIN = 0,
  TOKEN04_KIND_KIT = 1,
  TOKEN04_SECRET_BYTES = 32,
  TOKEN04_USER_ID_MAX = 64,
  TOKEN04_ROOM_ID_MAX = 128,
  TOKEN04_STREAM_ID_MAX = 256,
  TOKEN04_TOKEN_MAX = 87418,
  TOKEN04_EXPLAIN_SIZE = 65536,
  TOKEN04_DEFAULT_LEEWAY_SECONDS = 30,
  TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS = 30,
};
typedef struct token04_generator token04_generator;
typedef struct token04_privileges token04_privileges;
typedef struct token04_verifier token04_verifier;
typedef struct token04_span {
  uint32_t offset;
  uint32_t length;
} token04_span;
typedef struct token04_decoded {
  int64_t nonce;
  int64_t ctime;
  int64_t expire;
  int64_t envelope_expire;
  uint32_t app_id;
  int32_t mode;
  int32_t authenticated;
  int32_t payload_kind;
  uint32_t secret_index;
  int32_t has_privileges;
  int32_t login;
  int32_t publish;
  int32_t any_stream;
  uint32_t stream_count;
  struct token04_span user_id;
  struct token04_span payload;
  struct token04_span room_id;
  struct token04_span streams;
} token04_decoded;
uint32_t token04_abi_version(void);
const char *token04_version(void);
const char *token04_error_name(int32_t status);
const char *token04_error_message(int32_t status);
size_t token04_token_size(size_t user_id_length,
                          size_t payload_length,
                          int32_t mode);
size_t token04_privilege_token_size(size_t user_id_length,
                                    size_t room_id_length,
                                    size_t stream_ids_length,
                                    size_t stream_count,
                                    int32_t mode);
size_t token04_privilege_payload_size(size_t room_id_length,
                                      size_t stream_ids_length,
                                      size_t stream_count);
size_t token04_kit_token_size(size_t token_length,
                              size_t room_id_length,
                              size_t user_id_length,
                              size_t user_name_length);
size_t token04_decoded_size(size_t token_length);
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
int32_t token04_privilege_payload(int32_t shape,
                                  const char *room_id,
                                  size_t room_id_length,
                                  const char *stream_ids,
                                  const size_t *stream_id_lengths,
                                  size_t stream_count,
                                  char *out,
                                  size_t out_capacity,
                                  size_t *out_length);
int32_t token04_privileges_new(int32_t shape,
                               const char *room_id,
                               size_t room_id_length,
                               const char *stream_ids,
                               const size_t *stream_id_lengths,
                               size_t stream_count,
                               struct token04_privileges **out);
void token04_privileges_free(struct token04_privileges *privileges);
int32_t token04_generator_new(int64_t app_id,
                              const char *secret,
                              size_t secret_length,
                              int32_t mode,
                              struct token04_generator **out);
int32_t token04_generator_from_env(int32_t mode,
                                   struct token04_generator **out);
void token04_generator_free(struct token04_generator *generator);
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
int32_t token04_generator_prepared_privilege_token(const struct token04_generator *generator,
                                                   const char *user_id,
                                                   size_t user_id_length,
                                                   int64_t ttl,
                                                   const struct token04_privileges *privileges,
                                                   int64_t now,
                                                   char *out,
                                                   size_t out_capacity,
                                                   size_t *out_length);
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
int32_t token04_verifier_new(int64_t app_id,
                             const char *secret,
                             size_t secret_length,
                             const char *previous_secrets,
                             const size_t *previous_secret_lengths,
                             size_t previous_secret_count,
                             int64_t leeway,
                             int32_t require_authenticated,
                             struct token04_verifier **out);
int32_t token04_verifier_from_env(int64_t leeway,
                                  int32_t require_authenticated,
                                  struct token04_verifier **out);
void token04_verifier_free(struct token04_verifier *verifier);
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
int32_t token04_decode(const char *token,
                       size_t token_length,
                       const char *secret,
                       size_t secret_length,
                       struct token04_decoded *decoded,
                       char *buffer,
                       size_t buffer_capacity,
                       size_t *buffer_length);
int32_t token04_decode_json(const char *token,
                            size_t token_length,
                            const char *secret,
                            size_t secret_length,
                            char *out,
                            size_t out_capacity,
                            size_t *out_length);
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
int32_t token04_inspect_json(const char *token,
                             size_t token_length,
                             char *out,
                             size_t out_capacity,
                             size_t *out_length);
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
int32_t token04_app_id_from_text(const char *text,
                                 size_t text_length,
                                 int64_t *app_id);
