/*
 * For dump.py: stops itself with a generator and a verifier in use, and again when both are freed, so
 * that its whole memory can be searched. The secret comes from stdin as hex; with the argument `keep`
 * nothing is freed.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <token04.h>
#include <unistd.h>

#define CHECK(holds) \
    if (!(holds)) return fprintf(stderr, "line %d\n", __LINE__), 1

int main(int count, char **arguments) {
    char hex[64], secret[32], token[TOKEN04_TOKEN_MAX + 1], json[8192];
    size_t length = 0, json_length = 0;
    const int64_t now = 1700000000;
    CHECK(read(0, hex, sizeof hex) == sizeof hex);
    for (int at = 0; at < 32; at += 1) {
        int high = hex[2 * at] <= '9' ? hex[2 * at] - '0' : hex[2 * at] - 'a' + 10;
        int low = hex[2 * at + 1] <= '9' ? hex[2 * at + 1] - '0' : hex[2 * at + 1] - 'a' + 10;
        secret[at] = (char)(16 * high + low);
    }
    for (int32_t mode = TOKEN04_MODE_CBC; mode <= TOKEN04_MODE_GCM; mode += 1) {
        token04_generator *generator = NULL;
        token04_verifier *verifier = NULL;
        CHECK(token04_generator_new(7, secret, 32, mode, &generator) == 0);
        CHECK(token04_verifier_new(7, secret, 32, NULL, NULL, 0, 0, &verifier) == 0);
        CHECK(token04_generator_generate(generator, "user1", 5, 60, "", 0, now, token, sizeof token, &length) == 0);
        CHECK(token04_verifier_verify_json(verifier, token, length, now, json, sizeof json, &json_length) == 0);
        if (mode == TOKEN04_MODE_GCM) raise(SIGSTOP);
        if (count > 1 && strcmp(arguments[1], "keep") == 0) continue;
        token04_generator_free(generator);
        token04_verifier_free(verifier);
    }
    explicit_bzero(secret, sizeof secret);
    explicit_bzero(hex, sizeof hex);
    raise(SIGSTOP);
    return 0;
}
