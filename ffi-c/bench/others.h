/* What the C ABI is compared with. */

#ifndef OTHERS_H
#define OTHERS_H

#include <stddef.h>
#include <stdint.h>

/* The core, called from Rust: lib.rs. */
size_t core_calls(uint32_t kind, uint32_t calls);

/* The signature of token04_generator_generate(), and the characters of a token: empty.c. */
int32_t empty_generate(const void *generator, const char *user_id, size_t user_id_length,
                       int64_t ttl, const char *payload, size_t payload_length, int64_t now,
                       char *out, size_t out_capacity, size_t *out_length);

/* The same tokens written plainly with OpenSSL, and a JWT with libjwt: plain.c. The length, or 0.
 */
size_t plain_cbc(const char *user_id, const char *payload, char *out);
size_t plain_gcm(const char *user_id, const char *payload, char *out);
size_t jwt_hs256(const char *user_id, char *out, size_t capacity);

#endif
