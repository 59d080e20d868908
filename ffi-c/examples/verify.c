/* Verifies a token: that it was made by this library with this app's secret, has not expired, and
 * is this user's; and, when a room is given, that it allows logging in to it. Usage: verify TOKEN
 * USER_ID [ROOM_ID], with ZEGO_APP_ID and ZEGO_SERVER_SECRET (during a rotation also
 * ZEGO_PREVIOUS_SERVER_SECRET) in the environment. The exit code is 0, or 1 when the token is
 * refused. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <token04.h>

static int32_t check(const token04_verifier *verifier, int argc, char **argv)
{
    const char *token = argv[1], *user = argv[2];
    const size_t token_length = strlen(token), user_length = strlen(user);
    const size_t capacity = token04_decoded_size(token_length);
    char *strings = malloc(capacity); /* `decoded` refers to the strings in it */
    token04_decoded decoded;
    size_t used;
    int32_t status;

    if (strings == NULL) return TOKEN04_ERROR_INTERNAL;
    /* An empty id never matches. */
    if (argc == 4)
        status = token04_verifier_verify_login(verifier, token, token_length, user, user_length,
                                               argv[3], strlen(argv[3]), token04_now(), &decoded,
                                               strings, capacity, &used);
    else
        status = token04_verifier_verify_user(verifier, token, token_length, user, user_length,
                                              token04_now(), &decoded, strings, capacity, &used);
    if (status == TOKEN04_OK)
        printf("welcome, %s; until %lld\n", strings + decoded.user_id.offset,
               (long long)decoded.expire);
    free(strings);
    return status;
}

int main(int argc, char **argv)
{
    token04_verifier *verifier = NULL;
    int32_t status;

    if (argc != 3 && argc != 4)
    {
        fprintf(stderr, "usage: verify TOKEN USER_ID [ROOM_ID]\n");
        return 2;
    }
    status = token04_verifier_from_env(TOKEN04_DEFAULT_LEEWAY_SECONDS, &verifier, NULL, NULL);
    if (status == TOKEN04_OK) status = check(verifier, argc, argv);
    if (status != TOKEN04_OK)
        fprintf(stderr, "%s: %s\n", token04_error_name(status), token04_error_message(status));
    token04_verifier_free(verifier);
    return status == TOKEN04_OK ? 0 : 1;
}
