// Strings of a quarter of a gigabyte where only some bytes are allowed: refused without a copy.

#include <fstream>

#include <token04.hpp>

#include "check.h"

using namespace token04;

static const size_t huge = size_t(256) << 20;
static const Seconds hour(3600);

// A value from /proc/self/status, in MiB.
static long status(const std::string &name)
{
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;)
    {
        long kib = 0;
        if (word == name + ":" && file >> kib) return kib / 1024;
    }
    std::abort();
}

template <typename Call> static void refused(const char *what, int wanted, Call call)
{
    // Resets the peak, so that it is that of the call.
    std::ofstream("/proc/self/clear_refs") << 5 << std::flush;
    const long before = status("VmRSS");
    const int code = call();
    const long grown = status("VmHWM") - before;
    CHECK(code == wanted, "%s: %d", what, code);
    CHECK(grown < 16, "%s: %ld MiB more", what, grown);
}

int main()
{
    TokenGenerator generator;
    CHECK(TokenGenerator::try_create(APP, SECRET_TEXT, Mode::cbc, generator) == 0, "generator");
    std::vector<std::string> strings(2, "user1");
    strings[0].assign(huge, 'x');
    const std::string &longest = strings[0];
    std::vector<BatchItem> items;
    refused("a user id of a batch", 0,
            [&] { return generator.try_generate_batch(strings, hour, "", NOW, items); });
    CHECK(items.size() == 2 && items[0].code == 3 && items[1].code == 0, "items");
    refused("a payload of a batch", 0, [&] {
        return generator.try_generate_batch({"user1", "user2"}, hour, longest, NOW, items);
    });
    CHECK(items.size() == 2 && items[0].code == 7 && items[1].code == 7, "items");
    std::string token;
    DecodedToken decoded;
    refused("a user id", 3, [&] { return generator.try_generate(longest, hour, "", NOW, token); });
    refused("a payload", 7, [&] { return generator.try_generate("u", hour, longest, NOW, token); });
    refused("a secret", 5,
            [&] { return TokenGenerator::try_create(APP, longest, Mode::cbc, generator); });
    refused("a token", 20, [&] { return try_decode(longest, SECRET_TEXT, decoded); });
    refused("a token to inspect", 20, [&] { return try_inspect_json(longest, token); });
    refused("a token to explain", 0,
            [&] { return try_explain_json(longest, ExplainInput(), NOW, token); });
    RoomPrivileges privileges;
    refused("a room id", 8, [&] { return RoomPrivileges::try_login_only(longest, privileges); });
    refused("a stream id", 9,
            [&] { return RoomPrivileges::try_publish_only("room1", strings, privileges); });
    VerifierOptions options;
    options.previous_secrets.swap(strings);
    TokenVerifier verifier;
    refused("a previous secret", 5,
            [&] { return TokenVerifier::try_create(APP, SECRET_TEXT, options, verifier); });
    return finish("no long string is copied before it is refused");
}
