// The conformance driver for C++: one JSON request per line, one reply per line. It does not check
// requests; it checks the header instead: a function that throws and its noexcept twin must agree.

#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include <ZegoServerAssistant.h>
#include <token04.hpp>

#include "../c/json.h"

namespace
{

using token04::Seconds;

const char *const version_reply =
    R"({"language":"cpp","version":")" TOKEN04_VERSION R"(","ops":["version","generate",)"
    R"("identity_token","privilege_token","issue","generate_batch","generate_token04","kit_token",)"
    R"("decode","verify","verify_user","verify_login","verify_publish","inspect","explain"],)"
    R"("can":["bytes","wide_app_id","wide_ttl","huge_duration","wide_now","negative_leeway",)"
    R"("mode_text","dropin_bytes","dropin_wide_ttl"]})";

// Not a status of the library: the two ways of calling disagree.
const int contradiction = -1;

struct Arena : arena
{
    Arena() : arena() {}
    ~Arena() { arena_clear(this); }
    Arena(const Arena &) = delete;
    Arena &operator=(const Arena &) = delete;
};

class Request
{
  public:
    Request(arena &memory, const json *object) : memory_(memory), object_(object) {}
    const json *get(const char *field) const { return json_get(object_, field); }
    bool has(const char *field) const { return get(field) != nullptr; }
    Request object(const char *field) const { return Request(memory_, get(field)); }
    std::string text(const char *field) const { return text(get(field)); }
    int64_t integer(const char *field) const { return json_integer(get(field)); }
    Seconds ttl() const { return Seconds(integer("ttl")); }
    bool boolean(const char *field) const { return has(field) && get(field)->integer != 0; }
    token04::UnixTime now() const { return has("now") ? integer("now") : token04::clock_now(); }
    std::vector<std::string> texts(const char *field) const
    {
        std::vector<std::string> out;
        for (const json *i = has(field) ? get(field)->items : nullptr; i != nullptr; i = i->next)
            out.push_back(text(i));
        return out;
    }
    token04::Mode mode() const
    {
        const std::string name = has("mode") ? text("mode") : "cbc";
        if (name == "gcm") return token04::Mode::gcm;
        return name == "cbc" ? token04::Mode::cbc : static_cast<token04::Mode>(-1);
    }

  private:
    std::string text(const json *value) const
    {
        const bytes found = json_bytes(&memory_, value);
        return found.data == nullptr ? std::string() : std::string(found.data, found.length);
    }
    arena &memory_;
    const json *object_;
};

std::string quoted(const std::string &text)
{
    Arena memory;
    writer out = {&memory, nullptr, 0, 0};
    write_string(&out, text.data(), text.size());
    return std::string(out.text, out.length);
}

std::string error(int code)
{
    return "{\"error\":{\"code\":" + std::to_string(code) +
           ",\"name\":" + quoted(token04::error_name(code)) +
           ",\"message\":" + quoted(token04::error_message(code)) + "}}";
}

std::string token_reply(const std::string &token) { return "{\"token\":" + quoted(token) + "}"; }

// Calls both forms: replies with the result of the throwing one, with which the twin must agree.
// Tokens are random, so only their presence is compared; `same` compares other results.
template <typename Result, typename Throwing, typename Twin, typename Same>
Result both(Throwing throwing, Twin twin, Same same)
{
    Result quiet;
    const int code = twin(quiet);
    try
    {
        Result loud = throwing();
        if (code != TOKEN04_OK || !same(loud, quiet)) throw token04::Error(contradiction);
        return loud;
    }
    catch (const token04::Error &failure)
    {
        const bool is_message =
            std::strcmp(failure.what(), token04::error_message(failure.code())) == 0;
        if (failure.code() == code && is_message) throw;
        throw token04::Error(contradiction);
    }
}

template <typename Throwing, typename Twin> std::string both_make(Throwing throwing, Twin twin)
{
    return both<std::string>(throwing, twin, [](const std::string &a, const std::string &b) {
        return a.empty() == b.empty();
    });
}

template <typename Throwing, typename Twin> std::string both_read(Throwing throwing, Twin twin)
{
    return both<std::string>(throwing, twin,
                             [](const std::string &a, const std::string &b) { return a == b; });
}

token04::TokenGenerator generator(const Request &r)
{
    return both<token04::TokenGenerator>(
        [&] { return token04::TokenGenerator(r.integer("app_id"), r.text("secret"), r.mode()); },
        [&](token04::TokenGenerator &out) {
            return token04::TokenGenerator::try_create(r.integer("app_id"), r.text("secret"),
                                                       r.mode(), out);
        },
        [](const token04::TokenGenerator &, const token04::TokenGenerator &) { return true; });
}

using token04::RoomPrivileges;

RoomPrivileges privileges(const Request &r)
{
    const std::string shape = r.text("shape"), room = r.text("room_id");
    const std::vector<std::string> streams = r.texts("stream_ids");
    const auto make = [&] {
        if (shape == "login_only") return RoomPrivileges::login_only(room);
        if (shape == "publish_only") return RoomPrivileges::publish_only(room, streams);
        if (shape == "login_and_publish") return RoomPrivileges::login_and_publish(room, streams);
        if (shape == "flags")
            return RoomPrivileges::from_flags(room, r.boolean("login"), r.boolean("publish"),
                                              streams);
        return RoomPrivileges::login_and_publish_any(room);
    };
    const auto twin = [&](RoomPrivileges &out) {
        if (shape == "login_only") return RoomPrivileges::try_login_only(room, out);
        if (shape == "publish_only") return RoomPrivileges::try_publish_only(room, streams, out);
        if (shape == "login_and_publish")
            return RoomPrivileges::try_login_and_publish(room, streams, out);
        if (shape == "flags")
            return RoomPrivileges::try_from_flags(room, r.boolean("login"), r.boolean("publish"),
                                                  streams, out);
        return RoomPrivileges::try_login_and_publish_any(room, out);
    };
    return both<RoomPrivileges>(
        make, twin, [](const RoomPrivileges &a, const RoomPrivileges &b) { return a == b; });
}

template <typename Payload>
std::string generate(const Request &r, const token04::TokenGenerator &g, const Payload &payload)
{
    const std::string user = r.text("user_id");
    return token_reply(both_make(
        [&] { return g.generate(user, r.ttl(), payload, r.now()); },
        [&](std::string &out) { return g.try_generate(user, r.ttl(), payload, r.now(), out); }));
}

std::string generate(const Request &r)
{
    const token04::TokenGenerator g = generator(r);
    if (r.has("privileges")) return generate(r, g, privileges(r.object("privileges")));
    return generate(r, g, r.text("payload"));
}

std::string identity(const Request &r)
{
    const token04::TokenGenerator g = generator(r);
    const std::string user = r.text("user_id");
    return token_reply(both_make(
        [&] { return g.identity_token(user, r.ttl(), r.now()); },
        [&](std::string &out) { return g.try_identity_token(user, r.ttl(), r.now(), out); }));
}

std::string privilege(const Request &r)
{
    const token04::TokenGenerator g = generator(r);
    const RoomPrivileges p = privileges(r);
    const std::string user = r.text("user_id");
    return token_reply(both_make(
        [&] { return g.privilege_token(user, r.ttl(), p, r.now()); },
        [&](std::string &out) { return g.try_privilege_token(user, r.ttl(), p, r.now(), out); }));
}

template <typename Payload>
std::string issue(const Request &r, const token04::TokenGenerator &g, const Payload &payload)
{
    const std::string user = r.text("user_id");
    using token04::IssuedToken;
    const IssuedToken issued = both<IssuedToken>(
        [&] { return g.issue(user, r.ttl(), payload, r.now()); },
        [&](IssuedToken &out) { return g.try_issue(user, r.ttl(), payload, r.now(), out); },
        [&](const IssuedToken &a, const IssuedToken &b) {
            return !r.has("now") || a.refresh_at == b.refresh_at;
        });
    return "{\"token\":" + quoted(issued.token) +
           ",\"issued_at\":" + std::to_string(issued.issued_at) +
           ",\"expires_at\":" + std::to_string(issued.expires_at) +
           ",\"refresh_at\":" + std::to_string(issued.refresh_at) + "}";
}

std::string issue(const Request &r)
{
    const token04::TokenGenerator g = generator(r);
    if (r.has("privileges")) return issue(r, g, privileges(r.object("privileges")));
    return issue(r, g, r.text("payload"));
}

template <typename Payload>
std::string batch(const Request &r, const token04::TokenGenerator &g, const Payload &payload)
{
    const std::vector<std::string> users = r.texts("user_ids");
    using Items = std::vector<token04::BatchItem>;
    const Items items = both<Items>(
        [&] { return g.generate_batch(users, r.ttl(), payload, r.now()); },
        [&](Items &out) { return g.try_generate_batch(users, r.ttl(), payload, r.now(), out); },
        [](const Items &a, const Items &b) { return a.size() == b.size(); });
    std::string out = "{\"results\":[";
    for (const token04::BatchItem &item : items)
    {
        if (out.back() == '}') out += ",";
        out += item.code == TOKEN04_OK ? token_reply(item.token) : error(item.code);
    }
    return out + "]}";
}

std::string batch(const Request &r)
{
    const token04::TokenGenerator g = generator(r);
    if (r.has("privileges")) return batch(r, g, privileges(r.object("privileges")));
    return batch(r, g, r.text("payload"));
}

std::string drop_in(const Request &r)
{
    using namespace ZEGO::SERVER_ASSISTANT;
    const ZegoToken04Result result = ZegoServerAssistant::GenerateToken04(
        static_cast<uint32_t>(r.integer("app_id")), r.text("user_id"), r.text("secret"),
        r.integer("ttl"), r.text("payload"));
    if (result.errorInfo.errorCode == success) return token_reply(result.token);
    return "{\"error\":{\"code\":" + std::to_string(result.errorInfo.errorCode) +
           ",\"message\":" + quoted(result.errorInfo.errorMessage) + "}}";
}

std::string kit(const Request &r)
{
    const std::string token = r.text("token"), room = r.text("room_id"), user = r.text("user_id"),
                      name = r.text("user_name");
    const int64_t app = r.integer("app_id");
    return token_reply(both_read([&] { return token04::kit_token(token, room, user, name, app); },
                                 [&](std::string &out) {
                                     return token04::try_kit_token(token, room, user, name, app,
                                                                   out);
                                 }));
}

std::string privileges_json(const token04::Privileges &p)
{
    std::string streams = "null";
    if (!p.any_stream)
    {
        streams = "[";
        for (const std::string &id : p.stream_ids)
            streams += (streams.size() > 1 ? "," : "") + quoted(id);
        streams += "]";
    }
    return "{\"room_id\":" + quoted(p.room_id) + ",\"login\":" + (p.login ? "true" : "false") +
           ",\"publish\":" + (p.publish ? "true" : "false") + ",\"stream_ids\":" + streams + "}";
}

// Without the last brace.
std::string decoded_json(const token04::DecodedToken &d)
{
    const token04::Payload &payload = d.claims.payload;
    const std::string value = payload.kind == token04::Payload::nothing ? "null"
                              : payload.kind == token04::Payload::text  ? quoted(payload.value)
                                                                        : payload.value;
    return std::string("{\"mode\":") + (d.mode == token04::Mode::gcm ? "\"gcm\"" : "\"cbc\"") +
           ",\"authenticated\":" + (d.authenticated ? "true" : "false") +
           ",\"claims\":{\"app_id\":" + std::to_string(d.claims.app_id) +
           ",\"user_id\":" + quoted(d.claims.user_id) +
           ",\"nonce\":" + std::to_string(d.claims.nonce) +
           ",\"ctime\":" + std::to_string(d.claims.ctime) +
           ",\"expire\":" + std::to_string(d.claims.expire) + ",\"payload\":" + value +
           "},\"envelope_expire\":" + std::to_string(d.envelope_expire) +
           ",\"privileges\":" + (d.has_privileges ? privileges_json(d.privileges) : "null") +
           ",\"payload_is_text\":" + (d.payload_is_text() ? "true" : "false");
}

std::string decode(const Request &r)
{
    using token04::DecodedToken;
    const std::string token = r.text("token"), secret = r.text("secret");
    return decoded_json(both<DecodedToken>(
               [&] { return token04::decode(token, secret); },
               [&](DecodedToken &out) { return token04::try_decode(token, secret, out); },
               [](const DecodedToken &a, const DecodedToken &b) { return a == b; })) +
           "}";
}

token04::TokenVerifier verifier(const Request &r)
{
    using token04::TokenVerifier;
    token04::VerifierOptions options;
    options.previous_secrets = r.texts("previous_secrets");
    if (r.has("leeway")) options.leeway = Seconds(r.integer("leeway"));
    return both<TokenVerifier>(
        [&] { return TokenVerifier(r.integer("app_id"), r.text("secret"), options); },
        [&](TokenVerifier &out) {
            return TokenVerifier::try_create(r.integer("app_id"), r.text("secret"), options, out);
        },
        [](const TokenVerifier &, const TokenVerifier &) { return true; });
}

std::string verify(const Request &r, const std::string &op)
{
    using token04::VerifiedToken;
    const token04::TokenVerifier v = verifier(r);
    const std::string token = r.text("token"), user = r.text("user_id"), room = r.text("room_id"),
                      stream = r.text("stream_id");
    const VerifiedToken verified = both<VerifiedToken>(
        [&] {
            if (op == "verify") return v.verify(token, r.now());
            if (op == "verify_user") return v.verify_user(token, user, r.now());
            if (op == "verify_login") return v.verify_login(token, user, room, r.now());
            return v.verify_publish(token, user, room, stream, r.now());
        },
        [&](VerifiedToken &out) {
            if (op == "verify") return v.try_verify(token, r.now(), out);
            if (op == "verify_user") return v.try_verify_user(token, user, r.now(), out);
            if (op == "verify_login") return v.try_verify_login(token, user, room, r.now(), out);
            return v.try_verify_publish(token, user, room, stream, r.now(), out);
        },
        [](const VerifiedToken &a, const VerifiedToken &b) { return a == b; });
    return decoded_json(verified) + ",\"secret_index\":" + std::to_string(verified.secret_index) +
           "}";
}

std::string inspect(const Request &r)
{
    const std::string token = r.text("token");
    return both_read([&] { return token04::inspect_json(token); },
                     [&](std::string &out) { return token04::try_inspect_json(token, out); });
}

std::string explain(const Request &r)
{
    token04::ExplainInput known;
    if (r.has("secret")) known.secret.set(r.text("secret"));
    if (r.has("expect_user_id")) known.user_id.set(r.text("expect_user_id"));
    if (r.has("expect_room_id")) known.room_id.set(r.text("expect_room_id"));
    if (r.has("expect_stream_id")) known.stream_id.set(r.text("expect_stream_id"));
    if (r.has("expect_app_id")) known.app_id = r.integer("expect_app_id");
    if (r.has("leeway")) known.leeway = Seconds(r.integer("leeway"));
    if (r.has("expect_kit"))
        known.kind = r.boolean("expect_kit") ? TOKEN04_KIND_KIT : TOKEN04_KIND_PLAIN;
    const std::string token = r.text("token");
    // The findings may show the time, which can change between the two calls.
    const auto loud = [&] { return token04::explain_json(token, known, r.now()); };
    const auto quiet = [&](std::string &out) {
        return token04::try_explain_json(token, known, r.now(), out);
    };
    return r.has("now") ? both_read(loud, quiet) : both_make(loud, quiet);
}

std::string reply(const Request &r)
{
    const std::string op = r.text("op");
    if (op == "version") return version_reply;
    if (op == "generate") return generate(r);
    if (op == "identity_token") return identity(r);
    if (op == "privilege_token") return privilege(r);
    if (op == "issue") return issue(r);
    if (op == "generate_batch") return batch(r);
    if (op == "generate_token04") return drop_in(r);
    if (op == "kit_token") return kit(r);
    if (op == "decode") return decode(r);
    if (op.compare(0, 6, "verify") == 0) return verify(r, op);
    if (op == "inspect") return inspect(r);
    if (op == "explain") return explain(r);
    return "{}";
}

} // namespace

int main()
{
    // The header and the linked library must have the same version.
    if (std::strcmp(token04_version(), TOKEN04_VERSION) != 0) return 2;
    std::string line;
    while (std::getline(std::cin, line))
    {
        Arena memory;
        const json *object = json_read(&memory, line.c_str());
        if (object == nullptr) return 3;
        std::string out;
        try
        {
            out = reply(Request(memory, object));
        }
        catch (const token04::Error &failure)
        {
            out = error(failure.code());
        }
        std::cout << out << '\n' << std::flush;
    }
    return 0;
}
