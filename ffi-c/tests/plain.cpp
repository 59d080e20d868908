// What token04.hpp promises beyond what the conformance driver asks; built with and without
// exceptions, from C++11 on.

#include <thread>
#include <type_traits>

#include <ZegoServerAssistant.h>
#include <token04.hpp>

#include "check.h"

using namespace token04;

static const std::string secret = SECRET_TEXT;
static const Seconds hour(3600);

template <typename T> void check_handle()
{
    static_assert(!std::is_copy_constructible<T>::value, "handles are not copied");
    static_assert(!std::is_copy_assignable<T>::value, "handles are not copied");
    static_assert(std::is_nothrow_move_constructible<T>::value, "handles are moved");
    static_assert(std::is_nothrow_move_assignable<T>::value, "handles are moved");
    static_assert(std::is_nothrow_default_constructible<T>::value, "an empty handle costs nothing");
}

static void quiet()
{
    check_handle<TokenGenerator>();
    check_handle<TokenVerifier>();
    TokenGenerator none, generator;
    std::string token = "left from before";
    CHECK(none.try_generate("user1", hour, "", NOW, token) == 91 && token.empty(), "no handle");
    CHECK(TokenGenerator::try_create(0, secret, Mode::cbc, generator) == 1, "app id");
    CHECK(TokenGenerator::try_create(APP, secret, Mode::gcm, generator) == 0, "made");
    CHECK(generator.try_generate("user1", hour, "p", NOW, token) == 0 && !token.empty(), "token");
    CHECK(generator.try_generate(std::string("a\0b", 3), hour, "", NOW, token) == 3, "NUL");
    CHECK(token.empty(), "empty on an error");
    TokenGenerator moved(std::move(generator));
    CHECK(generator.try_generate("user1", hour, "", NOW, token) == 91, "moved from");
    CHECK(moved.try_generate("user1", hour, "p", NOW, token) == 0, "moved to");
    TokenGenerator another;
    CHECK(TokenGenerator::try_create(APP + 1, secret, Mode::gcm, another) == 0, "made");
    another = std::move(moved);
    CHECK(moved.try_generate("user1", hour, "", NOW, token) == 91, "assigned from");
    moved = std::move(another);
    TokenGenerator &same = moved;
    moved = std::move(same);
    CHECK(moved.try_generate("user1", hour, "p", NOW, token) == 0, "assigned to, and to itself");
    static_assert(noexcept(moved.try_generate(token, hour, token, NOW, token)), "does not throw");

    TokenVerifier verifier;
    VerifierOptions options;
    options.require_authenticated = true;
    VerifiedToken verified;
    CHECK(TokenVerifier::try_create(APP, secret, options, verifier) == 0, "made");
    CHECK(verifier.try_verify(token, Expectations().user_id("user1"), NOW, verified) == 0,
          "verified");
    CHECK(verified.claims.user_id == "user1" && verified.authenticated, "claims");
    CHECK(verifier.try_verify(token, Expectations().user_id(""), NOW, verified) == 31,
          "named, empty");
    const char *nobody = nullptr;
    CHECK(verifier.try_verify(token, Expectations().user_id(nobody), NOW, verified) == 31,
          "named, of no user");
    CHECK(verified.claims.user_id.empty() && verified.claims.expire == 0, "empty on an error");

    // Rows that are larger than usual are made again, with the same reading of the clock.
    std::vector<BatchItem> items;
    const std::string controls(64, '\1');
    CHECK(moved.try_generate_batch({"a", "", controls}, hour, std::string(3000, '\1'), clock_now,
                                   items) == 0,
          "batch");
    CHECK(items.size() == 3 && items[0].code == 0 && items[1].code == 3 && items[2].code == 0,
          "items");
    CHECK(items[1].token.empty() && items[2].token.size() > 20000, "%zu", items[2].token.size());
    // More than a part of a batch holds, of users of many lengths: each has its own token.
    std::vector<std::string> many;
    for (size_t i = 0; i < 3000; ++i)
        many.push_back(std::string(1 + i % 64, 'a') + (i % 7 ? "" : "#"));
    CHECK(moved.try_generate_batch(many, hour, "p", NOW, items) == 0, "many");
    for (size_t i = 0; i < many.size(); ++i)
    {
        const int wanted = many[i].size() > 64 ? 3 : 0;
        CHECK(items[i].code == wanted, "%zu: %d", i, items[i].code);
        const auto whose = Expectations().user_id(many[i]);
        if (wanted == 0)
            CHECK(verifier.try_verify(items[i].token, whose, NOW, verified) == 0, "%zu", i);
    }
    CHECK(moved.try_generate_batch({}, hour, "", clock_now, items) == 0 && items.empty(), "none");
    CHECK(moved.try_generate_batch({"a"}, Seconds(0), "", clock_now, items) == 6 && items.empty(),
          "ttl");

    // Long texts in and out of tokens.
    const std::string longest(60000, 'p');
    DecodedToken read;
    CHECK(moved.try_generate("user1", hour, longest, NOW, token) == 0, "long");
    CHECK(try_decode(token, secret, read) == 0 && read.claims.payload.value == longest, "read");
    std::string told;
    CHECK(try_inspect_json(token, told) == 0 && told.find("gcm") != std::string::npos, "inspect");
    CHECK(try_explain_json("", ExplainInput(), NOW, told) == 0 && told[0] == '{', "explain");
    CHECK(RoomPrivileges::publish_only("room1", {}).try_payload(told) == 9, "streams");
    CHECK(RoomPrivileges::login_only("room1").try_payload(told) == 0, "payload");
    CHECK(told == "{\"room_id\":\"room1\",\"privilege\":{\"1\":1,\"2\":0},\"stream_id_list\":null}",
          "%s", told.c_str());

    // Privileges are kept, copied and moved, and never empty.
    RoomPrivileges kept = RoomPrivileges::login_and_publish("room1", {"s1", "s2"});
    const RoomPrivileges copy = kept, taken = std::move(kept);
    const TokenGenerator &minter = moved;
    const RoomPrivileges *const all[] = {&kept, &copy, &taken, &kept};
    for (const RoomPrivileges *p : all)
    {
        CHECK(minter.try_privilege_token("user1", hour, *p, NOW, token) == 0, "kept");
        CHECK(try_decode(token, secret, read) == 0 && read.has_privileges, "read");
        CHECK(read.privileges.room_id == "room1" && read.privileges.stream_ids.size() == 2, "ids");
    }
    kept = RoomPrivileges::publish_only("room2", {});
    CHECK(minter.try_privilege_token("user1", hour, kept, NOW, token) == 9 && token.empty(), "new");
    CHECK(minter.try_privilege_token("", hour, kept, NOW, token) == 3, "the user first");
    CHECK(minter.try_privilege_token("user1", hour, copy, NOW, token) == 0, "the old one");
}

static void upstream()
{
    namespace up = ZEGO::SERVER_ASSISTANT;
    static_assert(up::success == 0 && up::appIDInvalid == 1 && up::userIDInvalid == 3, "numbers");
    static_assert(up::secretInvalid == 5 && up::effectiveTimeInSecondsInvalid == 6, "numbers");
    static_assert(up::payloadInvalid == 7 && up::internalError == 90, "numbers");
    static_assert(up::randomUnavailable == 94, "numbers");
    static_assert(up::kPrivilegeLogin == 1 && up::kPrivilegePublish == 2, "numbers");
    up::ZegoToken04Result (*const generate)(uint32_t, const std::string &, const std::string &,
                                            int64_t, const std::string &) =
        up::ZegoServerAssistant::GenerateToken04;
    up::ZegoToken04Result made = generate(APP, "user1", secret, 60, "");
    CHECK(made.errorInfo.errorCode == up::success && made.token.compare(0, 2, "04") == 0, "token");
    made = generate(APP, std::string("a\0b", 3), secret, 60, "");
    CHECK(made.errorInfo.errorCode == up::userIDInvalid && made.token.empty(), "NUL");
    CHECK(made.errorInfo.errorMessage == error_message(3), "message");
    made = generate(APP, "user1", secret, 60, std::string(60000, 'p'));
    CHECK(made.errorInfo.errorCode == up::success && made.token.size() > 80000, "a long payload");
}

#ifdef TOKEN04_HPP_THROWS
template <typename Call> int thrown(Call call)
{
    try
    {
        call();
        return 0;
    }
    catch (const std::runtime_error &error)
    {
        const Error &mine = dynamic_cast<const Error &>(error);
        CHECK(std::strcmp(mine.what(), error_message(mine.code())) == 0, "what");
        CHECK(std::strcmp(mine.name(), error_name(mine.code())) == 0, "name");
        return mine.code();
    }
}

static void loud()
{
    const TokenGenerator generator(APP, secret);
    CHECK(thrown([] { TokenGenerator(APP, "short"); }) == 5, "secret");
    CHECK(thrown([] { TokenVerifier(0, secret); }) == 1, "app id");
    CHECK(thrown([&] { generator.identity_token("", hour); }) == 3, "user");
    CHECK(thrown([&] { generator.identity_token("user1", Seconds(0)); }) == 6, "ttl");
    CHECK(thrown([] { decode("04", secret); }) == 20, "token");
    TokenGenerator full(APP, secret);
    const TokenGenerator taken(std::move(full));
    try
    {
        full.identity_token("user1", hour);
        CHECK(false, "a moved-from generator makes no token");
    }
    catch (const Error &error)
    {
        CHECK(error.code() == 91 && std::strstr(error.what(), "moved-from") != nullptr, "%s",
              error.what());
    }
    const IssuedToken issued = generator.issue("user1", hour);
    CHECK(issued.expires_at - issued.issued_at == 3600, "moments");
    CHECK(issued.refresh_at == issued.expires_at - 30, "moments");
    CHECK(issued.expires_at_time() > std::chrono::system_clock::now(), "time point");
    CHECK(issued.refresh_at_time() + Seconds(30) == issued.expires_at_time(), "time point");
    // No moment overflows.
    const IssuedToken last = generator.issue("user1", Seconds(INT64_MAX - NOW), "", NOW);
    CHECK(last.expires_at_time().time_since_epoch().count() == INT64_MAX, "the last moment");
    const VerifiedToken verified = TokenVerifier(APP, secret).verify(issued.token);
    CHECK(verified.claims.ctime == issued.issued_at && verified.secret_index == 0, "verified");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 1000; ++n) generator.identity_token("user1", hour);
        });
    for (std::thread &thread : threads) thread.join();
}
#else
static void loud() {}
#endif

int main()
{
    quiet();
    upstream();
    loud();
    return finish("token04.hpp and the drop-in");
}
