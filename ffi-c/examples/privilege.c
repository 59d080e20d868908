/* Prints a token with which the user may log in to one room and publish two streams in it.
 * Usage: privilege USER_ID ROOM_ID STREAM_ID STREAM_ID, with ZEGO_APP_ID and ZEGO_SERVER_SECRET
 * in the environment. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <token04.h>

/* A list of strings is passed as their concatenated bytes and their lengths. */
static int32_t make(const token04_generator *generator, char **argv, char **token)
{
    const size_t user_length = strlen(argv[1]), room_length = strlen(argv[2]);
    size_t lengths[2], payload_capacity, payload_length, token_capacity, length;
    char *streams, *payload;
    int32_t status = TOKEN04_ERROR_INTERNAL;

    lengths[0] = strlen(argv[3]);
    lengths[1] = strlen(argv[4]);
    /* The library allocates no memory for you: ask for the size, then pass a buffer. */
    payload_capacity = token04_privileges_payload_size(room_length, lengths[0] + lengths[1], 2);
    token_capacity = token04_token_size(user_length, payload_capacity, TOKEN04_MODE_CBC);
    streams = malloc(lengths[0] + lengths[1] + 1);
    payload = malloc(payload_capacity);
    *token = malloc(token_capacity);
    if (streams != NULL && payload != NULL && *token != NULL)
    {
        memcpy(streams, argv[3], lengths[0]);
        memcpy(streams + lengths[0], argv[4], lengths[1]);
        /* login 1, publish 1, any_stream 0: only these two streams. */
        status = token04_privileges_payload(argv[2], room_length, 1, 1, 0, streams, lengths, 2,
                                            payload, payload_capacity, &payload_length);
        if (status == TOKEN04_OK)
            status = token04_generator_generate(generator, argv[1], user_length, 3600, payload,
                                                payload_length, token04_now(), *token,
                                                token_capacity, &length);
    }
    free(streams);
    free(payload);
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
    status = token04_generator_from_env(TOKEN04_MODE_CBC, &generator, NULL, NULL);
    if (status == TOKEN04_OK) status = make(generator, argv, &token);
    if (status == TOKEN04_OK) puts(token);
    else fprintf(stderr, "%s\n", token04_error_message(status));
    free(token);
    token04_generator_free(generator);
    return status == TOKEN04_OK ? 0 : 1;
}
