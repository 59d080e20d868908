// What token04.hpp promises beyond what the conformance driver checks; built with and without
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

// Privileges are checked when they are made, never change, and are a payload like any other.
static void privileges(const TokenGenerator &generator, const TokenVerifier &verifier)
{
    RoomPrivileges made, other;
    const RoomPrivileges nothing;
    CHECK(RoomPrivileges::try_login_only("room1", made) == 0, "made");
    CHECK(made.payload() ==
              "{\"room_id\":\"room1\",\"privilege\":{\"1\":1,\"2\":0},\"stream_id_list\":null}",
          "%s", made.payload().c_str());
    CHECK(RoomPrivileges::try_from_flags("room1", true, false, {"ignored", ""}, other) == 0, "row");
    CHECK(made == other && made != nothing, "equal");
    CHECK(RoomPrivileges::try_from_flags("", false, false, {}, other) == 12, "no flag");
    CHECK(other == nothing, "empty on an error");
    CHECK(RoomPrivileges::try_login_and_publish("", {}, other) == 8, "room");
    CHECK(RoomPrivileges::try_login_and_publish("room1", {}, other) == 9, "no streams");
    CHECK(RoomPrivileges::try_publish_only("room1", {}, other) == 9, "no streams");
    CHECK(RoomPrivileges::try_publish_only("room1", {"s1", ""}, other) == 9, "a stream");
    CHECK(RoomPrivileges::try_login_and_publish_any("room1", made) == 0, "any");
    CHECK(RoomPrivileges::try_login_and_publish("room1", {"s1", "s2"}, made) == 0, "two");

    // Copies and moves: no object becomes empty.
    const RoomPrivileges copy = made, taken = std::move(made);
    CHECK(copy == made && taken == made, "copies");
    std::string token;
    IssuedToken issued;
    std::vector<BatchItem> items;
    VerifiedToken read;
    const RoomPrivileges *const all[] = {&made, &copy, &taken, &made};
    for (const RoomPrivileges *p : all)
    {
        CHECK(generator.try_privilege_token("user1", hour, *p, NOW, token) == 0, "kept");
        CHECK(verifier.try_verify_publish(token, "user1", "room1", "s2", NOW, read) == 0, "read");
        CHECK(read.privileges.room_id == "room1" && read.privileges.stream_ids.size() == 2, "ids");
        CHECK(generator.try_issue("user1", hour, *p, NOW, issued) == 0, "issued");
        CHECK(verifier.try_verify_login(issued.token, "user1", "room1", NOW, read) == 0, "read");
        CHECK(generator.try_generate_batch({"user1", ""}, hour, *p, NOW, items) == 0, "batch");
        CHECK(items[0].code == 0 && items[1].code == 3, "items");
        CHECK(verifier.try_verify_publish(items[0].token, "user1", "room1", "s1", NOW, read) == 0,
              "read");
    }
    CHECK(generator.try_generate("", hour, made, NOW, token) == 3 && token.empty(), "user");

    // An empty object is not an empty payload: that would be an identity token.
    CHECK(generator.try_generate("", hour, nothing, -1, token) == 8 && token.empty(), "nothing");
    CHECK(generator.try_privilege_token("user1", hour, nothing, NOW, token) == 8, "nothing");
    CHECK(generator.try_issue("user1", hour, nothing, NOW, issued) == 8, "nothing");
    CHECK(issued == IssuedToken(), "empty on an error");
    CHECK(generator.try_generate_batch({"user1"}, hour, nothing, NOW, items) == 8, "nothing");
    CHECK(items.empty(), "empty on an error");
    CHECK(TokenGenerator().try_generate("u", hour, nothing, NOW, token) == 91, "no generator");
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
    VerifiedToken verified;
    CHECK(TokenVerifier::try_create(APP, secret, VerifierOptions(), verifier) == 0, "made");
    CHECK(verifier.try_verify_user(token, "user1", NOW, verified) == 0, "verified");
    CHECK(verified.claims.user_id == "user1" && verified.authenticated, "claims");
    VerifiedToken again = verified;
    CHECK(again == verified && again.claims == verified.claims, "equal");
    again.claims.user_id = "user2";
    CHECK(again != verified && again.claims != verified.claims, "not equal");
    // An empty id, or the null pointer of a failed lookup, never matches.
    const char *nobody = nullptr;
    CHECK(verifier.try_verify_user(token, "", NOW, verified) == 31, "empty");
    CHECK(verifier.try_verify_user(token, nobody, NOW, verified) == 31, "null");
    CHECK(verified.claims.user_id.empty() && verified.claims.expire == 0, "empty on an error");
    CHECK(verified == VerifiedToken(), "empty on an error");
    CHECK(verifier.try_verify_login(token, nobody, nobody, NOW, verified) == 31, "null");
    CHECK(verifier.try_verify_login(token, "user1", nobody, NOW, verified) == 37, "no privileges");
    CHECK(verifier.try_verify(token, -1, verified) == 13, "now");
    CHECK(verifier.try_verify("x", NOW, verified) == 20, "format");
    CHECK(TokenVerifier().try_verify(token, NOW, verified) == 91, "no handle");

    // Rows that are larger than usual are made again, with the same time of issue.
    std::vector<BatchItem> items;
    const std::string controls(64, '\1');
    CHECK(moved.try_generate_batch({"a", "", controls}, hour, std::string(3000, '\1'), clock_now(),
                                   items) == 0,
          "batch");
    CHECK(items.size() == 3 && items[0].code == 0 && items[1].code == 3 && items[2].code == 0,
          "items");
    CHECK(items[1].token.empty() && items[2].token.size() > 20000, "%zu", items[2].token.size());
    // More users than fit one part of a batch, with ids of many lengths: each gets its own token.
    std::vector<std::string> many;
    for (size_t i = 0; i < 3000; ++i)
        many.push_back(std::string(1 + i % 64, 'a') + (i % 7 ? "" : "#"));
    CHECK(moved.try_generate_batch(many, hour, "p", NOW, items) == 0, "many");
    for (size_t i = 0; i < many.size(); ++i)
    {
        const int wanted = many[i].size() > 64 ? 3 : 0;
        CHECK(items[i].code == wanted, "%zu: %d", i, items[i].code);
        if (wanted == 0)
            CHECK(verifier.try_verify_user(items[i].token, many[i], NOW, verified) == 0, "%zu", i);
    }
    CHECK(moved.try_generate_batch({}, hour, "", clock_now(), items) == 0 && items.empty(), "none");
    CHECK(moved.try_generate_batch({"a"}, Seconds(0), "", clock_now(), items) == 6 && items.empty(),
          "ttl");

    // Long strings in and out of tokens.
    const std::string longest(60000, 'p');
    DecodedToken read;
    CHECK(moved.try_generate("user1", hour, longest, NOW, token) == 0, "long");
    CHECK(try_decode(token, secret, read) == 0 && read.claims.payload.value == longest, "read");
    std::string json;
    CHECK(try_inspect_json(token, json) == 0 && json.find("gcm") != std::string::npos, "inspect");
    CHECK(try_explain_json("", ExplainInput(), NOW, json) == 0 && json[0] == '{', "explain");
    privileges(moved, verifier);
}

static void upstream()
{
    namespace up = ZEGO::SERVER_ASSISTANT;
    static_assert(up::success == 0 && up::appIDInvalid == 1 && up::userIDInvalid == 3, "numbers");
    static_assert(up::secretInvalid == 5 && up::effectiveTimeInSecondsInvalid == 6, "numbers");
    static_assert(up::payloadInvalid == 7 && up::internalError == 90, "numbers");
    static_assert(up::randomUnavailable == 94 && up::nowInvalid == 13, "numbers");
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
    CHECK(issued.expires_at - issued.issued_at == 3600, "times");
    CHECK(issued.refresh_at == issued.expires_at - 30, "times");
    CHECK(issued.expires_at_time() > std::chrono::system_clock::now(), "time point");
    CHECK(issued.refresh_at_time() + Seconds(30) == issued.expires_at_time(), "time point");
    // No time overflows.
    const IssuedToken last = generator.issue("user1", Seconds(INT64_MAX - NOW), "", NOW);
    CHECK(last.expires_at_time().time_since_epoch().count() == INT64_MAX, "the last time");
    const TokenVerifier verifier(APP, secret);
    const VerifiedToken verified = verifier.verify(issued.token);
    CHECK(verified.claims.ctime == issued.issued_at && verified.secret_index == 0, "verified");
    const RoomPrivileges p = RoomPrivileges::login_and_publish("room1", {"s1"});
    const std::string token = generator.privilege_token("user1", hour, p);
    CHECK(verifier.verify_user(token, "user1") == verifier.verify(token), "the same");
    CHECK(verifier.verify_login(token, "user1", "room1").privileges.login, "log in");
    CHECK(verifier.verify_publish(token, "user1", "room1", "s1").privileges.publish, "publish");
    CHECK(thrown([&] { verifier.verify_user(token, "user2"); }) == 31, "user");
    CHECK(thrown([&] { verifier.verify_login(token, "user1", "room2"); }) == 35, "room");
    CHECK(thrown([&] { verifier.verify_publish(token, "user1", "room1", "s2"); }) == 36, "stream");
    CHECK(thrown([&] { verifier.verify(token, INT64_MIN); }) == 13, "now");
    CHECK(thrown([&] { generator.generate("user1", hour, p, NOW * UnixTime(1000)); }) == 13, "ms");
    CHECK(thrown([&] { generator.issue("user1", hour, RoomPrivileges()); }) == 8, "nothing");
    CHECK(generator.generate_batch({"user1"}, hour, p).size() == 1, "batch");
    CHECK(thrown([] { RoomPrivileges::login_only(""); }) == 8, "room");
    CHECK(thrown([] { RoomPrivileges::publish_only("room1", {}); }) == 9, "streams");
    CHECK(thrown([] { RoomPrivileges::login_and_publish("room1", {}); }) == 9, "streams");
    CHECK(thrown([] { RoomPrivileges::login_and_publish_any(""); }) == 8, "room");
    CHECK(thrown([] { RoomPrivileges::from_flags("", false, false, {}); }) == 12, "flags");
    CHECK(RoomPrivileges::from_flags("room1", true, true, {"s1"}) == p, "equal");
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
