/* Prints a token for each user, with which they may log in to one room and publish any stream.
 * Usage: room ROOM_ID USER_ID..., with ZEGO_APP_ID and ZEGO_SERVER_SECRET in the environment. */

#include <stdio.h>
#include <string.h>

#include <token04.h>

int main(int argc, char **argv)
{
    token04_generator *generator = NULL;
    token04_privileges *privileges = NULL;
    char token[2048]; /* what each user id of 64 and room id of 128 bytes fits into */
    size_t length;
    int32_t status;
    int i;

    if (argc < 3)
    {
        fprintf(stderr, "usage: room ROOM_ID USER_ID...\n");
        return 2;
    }
    status = token04_generator_from_env(TOKEN04_MODE_CBC, &generator);
    /* Once for the room: NULL, NULL, 0 is any stream. */
    if (status == TOKEN04_OK)
        status = token04_privileges_new(TOKEN04_LOGIN_AND_PUBLISH, argv[1], strlen(argv[1]), NULL,
                                        NULL, 0, &privileges);
    /* For each user. A room id that is refused is told here, as error 8. */
    for (i = 2; status == TOKEN04_OK && i < argc; ++i)
    {
        status = token04_generator_prepared_privilege_token(generator, argv[i], strlen(argv[i]),
                                                            3600, privileges, TOKEN04_NOW_CLOCK,
                                                            token, sizeof token, &length);
        if (status == TOKEN04_OK) puts(token);
    }
    if (status != TOKEN04_OK) fprintf(stderr, "%s\n", token04_error_message(status));
    token04_privileges_free(privileges);
    token04_generator_free(generator);
    return status == TOKEN04_OK ? 0 : 1;
}
