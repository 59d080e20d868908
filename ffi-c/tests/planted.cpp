// planted KIND: one deliberate bug, to verify that the sanitizer or tool that must catch it is on.

#include <climits>

#include <token04.hpp>

#include "check.h"

// Volatile, so that no compiler can see the bug or optimise it away.
static volatile size_t eight = 8;
static volatile int largest = INT_MAX;

int main(int argc, char **argv)
{
    const std::string kind = argc == 2 ? argv[1] : "";
    token04_generator *generator = new_generator(TOKEN04_MODE_CBC);
    char token[1024];
    size_t length = 0;
    int32_t status = 0;
    if (kind == "rust-reads-beyond")
    {
        // A count larger than the number of lengths: the library reads beyond them.
        size_t *lengths = new size_t[1]{5};
        size_t lengths_out[8];
        int32_t statuses[8];
        status = token04_generator_batch(generator, "user1", lengths, eight, 60, nullptr, 0, NOW,
                                         token, 1, lengths_out, statuses);
        delete[] lengths;
    }
    if (kind == "rust-writes-beyond")
    {
        // A stated capacity larger than the buffer: the library writes beyond it.
        char *room = room_of(8, '?');
        status = token04_generator_generate(generator, "user1", 5, 60, nullptr, 0, NOW, room,
                                            eight * 128, &length);
        std::free(room);
    }
    if (kind == "rust-leaks") generator = nullptr;
    if (kind == "rust-uses-freed")
    {
        token04_generator_free(generator);
        status = token04_generator_generate(generator, "user1", 5, 60, nullptr, 0, NOW, token,
                                            sizeof token, &length);
        generator = nullptr;
    }
    if (kind == "c-reads-beyond")
    {
        char *room = room_of(8, 'r');
        status = room[eight];
        std::free(room);
    }
    if (kind == "c-overflows") status = largest + static_cast<int>(eight);
    if (kind == "cpp-uses-freed")
    {
        token04::DecodedToken *read = new token04::DecodedToken();
        delete read;
        status = read->claims.payload.kind;
    }
    if (kind == "c-leaks") std::memset(room_of(8, 'l'), 'l', eight);
    std::printf("%s was not detected (%d)\n", kind.c_str(), status);
    token04_generator_free(generator);
    return 0;
}
