/* A token written the simple way, with snprintf and OpenSSL's EVP and base64; and a JWT. */

#include <jwt.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "others.h"

static const char secret[] = "fa94dd0f974cf2e293728a526b028271";

static int claims(char *out, size_t capacity, const char *user_id, const char *payload, int64_t now)
{
    uint32_t nonce;
    if (RAND_bytes((unsigned char *)&nonce, sizeof nonce) != 1) return -1;
    return snprintf(out, capacity,
                    "{\"app_id\":1234567890,\"user_id\":\"%s\",\"nonce\":%u,\"ctime\":%lld,"
                    "\"expire\":%lld,\"payload\":\"%s\"}",
                    user_id, nonce >> 1, (long long)now, (long long)(now + 3600), payload);
}

static void put(unsigned char *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i) out[i] = (unsigned char)(value >> 8 * (bytes - 1 - i));
}

static size_t plain(const char *user_id, const char *payload, int gcm, char *out)
{
    unsigned char envelope[2048];
    char text[1024];
    const int64_t now = time(NULL);
    const int iv_length = gcm ? 12 : 16, length = claims(text, sizeof text, user_id, payload, now);
    unsigned char *iv = envelope + 10, *cipher = iv + iv_length + 2;
    int first = 0, last = 0;
    if (length < 0 || RAND_bytes(iv, iv_length) != 1) return 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int good = EVP_EncryptInit_ex(context, gcm ? EVP_aes_256_gcm() : EVP_aes_256_cbc(), NULL,
                                  (const unsigned char *)secret, iv);
    good &= EVP_EncryptUpdate(context, cipher, &first, (const unsigned char *)text, length);
    good &= EVP_EncryptFinal_ex(context, cipher + first, &last);
    int total = first + last;
    if (gcm)
    {
        good &= EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, cipher + total);
        total += 16;
        cipher[total] = 1;
    }
    EVP_CIPHER_CTX_free(context);
    if (good != 1) return 0;
    put(envelope, (uint64_t)(now + 3600), 8);
    put(envelope + 8, (uint64_t)iv_length, 2);
    put(cipher - 2, (uint64_t)total, 2);
    memcpy(out, "04", 2);
    const int all = 12 + iv_length + total + gcm;
    return 2 + (size_t)EVP_EncodeBlock((unsigned char *)out + 2, envelope, all);
}

size_t plain_cbc(const char *user_id, const char *payload, char *out)
{
    return plain(user_id, payload, 0, out);
}

size_t plain_gcm(const char *user_id, const char *payload, char *out)
{
    return plain(user_id, payload, 1, out);
}

size_t jwt_hs256(const char *user_id, char *out, size_t capacity)
{
    jwt_t *jwt = NULL;
    const time_t now = time(NULL);
    if (jwt_new(&jwt) != 0) return 0;
    int bad = jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)secret, 32);
    bad |= jwt_add_grant(jwt, "sub", user_id);
    bad |= jwt_add_grant_int(jwt, "iat", now);
    bad |= jwt_add_grant_int(jwt, "exp", now + 3600);
    char *text = bad ? NULL : jwt_encode_str(jwt);
    const size_t length = text == NULL ? 0 : strlen(text);
    if (length > 0 && length < capacity) memcpy(out, text, length + 1);
    free(text);
    jwt_free(jwt);
    return length;
}
