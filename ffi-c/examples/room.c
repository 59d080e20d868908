/* Prints a token for each user, with which they may log in to one room and publish any stream.
 * Usage: room ROOM_ID USER_ID..., with ZEGO_APP_ID and ZEGO_SERVER_SECRET in the environment. */

#include <stdio.h>
#include <string.h>

#include <token04.h>

int main(int argc, char **argv)
{
    token04_generator *generator = NULL;
    char payload[1024], token[2048]; /* enough for any room id and user id */
    size_t payload_length, length;
    int32_t status;
    int i;

    if (argc < 3)
    {
        fprintf(stderr, "usage: room ROOM_ID USER_ID...\n");
        return 2;
    }
    status = token04_generator_from_env(TOKEN04_MODE_CBC, &generator, NULL, NULL);
    /* Once for the room. login 1, publish 1, any_stream 1: no list of streams. */
    if (status == TOKEN04_OK)
        status = token04_privileges_payload(argv[1], strlen(argv[1]), 1, 1, 1, NULL, NULL, 0,
                                            payload, sizeof payload, &payload_length);
    /* For each user. */
    for (i = 2; status == TOKEN04_OK && i < argc; ++i)
    {
        status =
            token04_generator_generate(generator, argv[i], strlen(argv[i]), 3600, payload,
                                       payload_length, token04_now(), token, sizeof token, &length);
        if (status == TOKEN04_OK) puts(token);
    }
    if (status != TOKEN04_OK) fprintf(stderr, "%s\n", token04_error_message(status));
    token04_generator_free(generator);
    return status == TOKEN04_OK ? 0 : 1;
}
