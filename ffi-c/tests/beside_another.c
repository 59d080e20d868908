/* beside_another: two Rust archives in one program, each with its own standard library. */

#include "check.h"

size_t other_length(uint64_t number);

int main(void)
{
    char token[1024];
    size_t length;
    token04_generator *generator = new_generator(TOKEN04_MODE_GCM);
    CHECK(other_length(12345) == 5, "the other works");
    CHECK(other_length(UINT64_MAX) == 0, "the other unwinds");
    const int32_t status = token04_generator_generate(generator, "user1", 5, 60, NULL, 0,
                                                      token04_now(), token, sizeof token, &length);
    CHECK(status == 0 && strlen(token) == length, "ours works: %d", status);
    token04_generator_free(generator);
    return finish("two Rust archives in one program");
}
