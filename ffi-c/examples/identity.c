/* Prints a token that says who the user is, valid for an hour.
 * Usage: identity USER_ID, with ZEGO_APP_ID and ZEGO_SERVER_SECRET in the environment. */

#include <stdio.h>
#include <string.h>

#include <token04.h>

int main(int argc, char **argv)
{
    token04_generator *generator = NULL;
    char token[1024]; /* enough for any user id */
    size_t length;
    int32_t status, variable = 0, fault = 0;

    if (argc != 2)
    {
        fprintf(stderr, "usage: identity USER_ID\n");
        return 2;
    }
    /* Once, at the start of your server: it prepares the key. Any thread may use it. */
    status = token04_generator_from_env(TOKEN04_MODE_CBC, &generator, &variable, &fault);
    /* For each user. No payload: an identity token. */
    if (status == TOKEN04_OK)
        status = token04_generator_generate(generator, argv[1], strlen(argv[1]), 3600, NULL, 0,
                                            token04_now(), token, sizeof token, &length);
    if (status == TOKEN04_OK) puts(token);
    else if (variable != 0) fprintf(stderr, "%s\n", token04_environment_message(variable, fault));
    else fprintf(stderr, "%s\n", token04_error_message(status));
    token04_generator_free(generator); /* NULL is allowed */
    return status == TOKEN04_OK ? 0 : 1;
}
