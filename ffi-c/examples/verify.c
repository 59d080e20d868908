/* Verifies a token: that it is of this app, has not expired, and is this user's; and, when a room
 * is named, that it allows logging in to it.
 * Usage: verify TOKEN USER_ID [ROOM_ID], with ZEGO_APP_ID and ZEGO_SERVER_SECRET (during a
 * rotation also ZEGO_PREVIOUS_SERVER_SECRET) in the environment. Ends with 0 or, refused, with 1.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <token04.h>

static int32_t check(const token04_verifier *verifier, int argc, char **argv)
{
    /* NULL: not named, and so not checked. Never let that happen to the user: where your session
     * may have none, refuse first. */
    const char *room = argc == 4 ? argv[3] : NULL;
    const size_t token_length = strlen(argv[1]), capacity = token04_decoded_size(token_length);
    char *texts = malloc(capacity); /* the texts that `decoded` points into */
    token04_decoded decoded;
    size_t used;
    int32_t status;

    if (texts == NULL) return TOKEN04_ERROR_INTERNAL;
    status = token04_verifier_verify(verifier, argv[1], token_length, argv[2], strlen(argv[2]),
                                     room, room == NULL ? 0 : strlen(room), NULL, 0,
                                     TOKEN04_NOW_CLOCK, &decoded, texts, capacity, &used);
    if (status == TOKEN04_OK)
        printf("welcome, %s; until %lld\n", texts + decoded.user_id.offset,
               (long long)decoded.expire);
    free(texts);
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
    status = token04_verifier_from_env(TOKEN04_DEFAULT_LEEWAY_SECONDS, 0, &verifier);
    if (status == TOKEN04_OK) status = check(verifier, argc, argv);
    if (status != TOKEN04_OK)
        fprintf(stderr, "%s: %s\n", token04_error_name(status), token04_error_message(status));
    token04_verifier_free(verifier);
    return status == TOKEN04_OK ? 0 : 1;
}
