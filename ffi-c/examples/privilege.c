/* Prints a token with which the user may log in to one room and publish two streams in it.
 * Usage: privilege USER_ID ROOM_ID STREAM_ID STREAM_ID, with ZEGO_APP_ID and ZEGO_SERVER_SECRET
 * in the environment. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <token04.h>

/* A list of texts goes in as their bytes, one text after the other, and their lengths. */
static int32_t make(const token04_generator *generator, char **argv, char **token)
{
    size_t lengths[2], capacity, length;
    char *streams;
    int32_t status;

    lengths[0] = strlen(argv[3]);
    lengths[1] = strlen(argv[4]);
    /* The library allocates nothing for you: ask for the size, then bring the buffer. */
    capacity = token04_privilege_token_size(strlen(argv[1]), strlen(argv[2]),
                                            lengths[0] + lengths[1], 2, TOKEN04_MODE_CBC);
    streams = malloc(lengths[0] + lengths[1] + 1);
    *token = malloc(capacity);
    if (streams == NULL || *token == NULL)
    {
        free(streams);
        return TOKEN04_ERROR_INTERNAL;
    }
    memcpy(streams, argv[3], lengths[0]);
    memcpy(streams + lengths[0], argv[4], lengths[1]);
    status = token04_generator_privilege_token(
        generator, argv[1], strlen(argv[1]), 3600, TOKEN04_LOGIN_AND_PUBLISH, argv[2],
        strlen(argv[2]), streams, lengths, 2, TOKEN04_NOW_CLOCK, *token, capacity, &length);
    free(streams);
    return status;
}

int main(int argc, char **argv)
{
    token04_generator *generator = NULL;
    char *token = NULL;
    int32_t status;

    if (argc != 5)
    {
        fprintf(stderr, "usage: privilege USER_ID ROOM_ID STREAM_ID STREAM_ID\n");
        return 2;
    }
    status = token04_generator_from_env(TOKEN04_MODE_CBC, &generator);
    if (status == TOKEN04_OK) status = make(generator, argv, &token);
    if (status == TOKEN04_OK) puts(token);
    else fprintf(stderr, "%s\n", token04_error_message(status));
    free(token);
    token04_generator_free(generator);
    return status == TOKEN04_OK ? 0 : 1;
}
