/* token04.hpp
 *
 * Mint and verify ZEGOCLOUD Token04 authentication tokens, for C++11 and later. Unofficial.
 *
 * Header only, over token04.h. Texts are std::string (any bytes; what is no UTF-8 has its error),
 * lifetimes std::chrono::seconds, moments unix seconds. Generator and verifier are move-only and
 * may be used by many threads at once; one that is empty (moved-from, or never made) answers 91.
 *
 * What can fail throws token04::Error. Each such function has a twin `try_...` that is noexcept
 * and answers the status (0, or TOKEN04_ERROR_* of token04.h), with the result in its last
 * argument, which is left empty on failure. Built with -fno-exceptions, only the twins are there.
 */

#ifndef TOKEN04_HPP
#define TOKEN04_HPP

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "token04.h"

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
#define TOKEN04_HPP_THROWS 1
#endif

/* A status that nobody looks at lets everybody in. */
#if __cplusplus >= 201703L
#define TOKEN04_NODISCARD [[nodiscard]]
#elif defined(__GNUC__)
#define TOKEN04_NODISCARD __attribute__((warn_unused_result))
#else
#define TOKEN04_NODISCARD
#endif

namespace token04
{

/** How a token's claims are encrypted. */
enum class Mode : int32_t
{
    cbc = TOKEN04_MODE_CBC, /**< What every server and SDK understands; not authenticated. */
    gcm = TOKEN04_MODE_GCM  /**< Authenticated. */
};

using UnixTime = int64_t;
using Seconds = std::chrono::seconds;
/** A moment in whole seconds, which holds every unix time; it converts to the clock's own. */
using TimePoint = std::chrono::time_point<std::chrono::system_clock, Seconds>;
/** As `now`: the moment it is. */
static const UnixTime clock_now = TOKEN04_NOW_CLOCK;

inline const char *error_name(int code) noexcept { return token04_error_name(code); }
inline const char *error_message(int code) noexcept { return token04_error_message(code); }

#ifdef TOKEN04_HPP_THROWS
/**
 * What went wrong: code(), name(), and what(), which is the code's message; before it stands the
 * environment variable at fault, or that an object is empty.
 */
class Error : public std::runtime_error
{
  public:
    explicit Error(int code) : std::runtime_error(token04_error_message(code)), code_(code) {}
    Error(int code, const std::string &cause)
        : std::runtime_error(cause + ": " + token04_error_message(code)), code_(code)
    {
    }
    int code() const noexcept { return code_; }
    const char *name() const noexcept { return token04_error_name(code_); }

  private:
    int code_;
};
#endif

/** A token with its moments, in unix seconds. */
struct IssuedToken
{
    std::string token;
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;
    UnixTime refresh_at = 0; /**< When to fetch a new one. */

    TimePoint issued_at_time() const noexcept { return TimePoint(Seconds(issued_at)); }
    TimePoint expires_at_time() const noexcept { return TimePoint(Seconds(expires_at)); }
    TimePoint refresh_at_time() const noexcept { return TimePoint(Seconds(refresh_at)); }
};

/** One answer of a batch: a status and, when it is 0, a token. */
struct BatchItem
{
    int code = TOKEN04_OK;
    std::string token;
};

namespace detail
{

#ifdef TOKEN04_HPP_THROWS
inline void check(int code)
{
    if (code != TOKEN04_OK) throw Error(code);
}

/** Of a call with an object's handle. */
inline void check(int code, const void *handle)
{
    if (code == TOKEN04_ERROR_NULL_POINTER && handle == nullptr)
        throw Error(code, "the object is empty (moved-from, or never made)");
    check(code);
}

/** Of a call that reads the environment: names the variable that the code is about. */
inline void check_env(int code)
{
    if (code != TOKEN04_ERROR_APP_ID_INVALID && code != TOKEN04_ERROR_SECRET_INVALID) check(code);
    if (code == TOKEN04_OK) return;
    const char *name = "ZEGO_APP_ID";
    if (code == TOKEN04_ERROR_SECRET_INVALID)
    {
        // A generator knows the current secret alone: what it takes is not at fault.
        token04_generator *probe = nullptr;
        const bool is_current = token04_generator_from_env(TOKEN04_MODE_CBC, &probe) == code;
        token04_generator_free(probe);
        name = is_current ? "ZEGO_SERVER_SECRET" : "ZEGO_PREVIOUS_SERVER_SECRET";
    }
    const char *value = std::getenv(name);
    const char *state = value == nullptr ? "not set" : *value == 0 ? "empty" : "refused";
    throw Error(code, std::string("environment variable ") + name + " is " + state);
}
#endif

/** Runs the body of a function that must not throw: what does is memory that cannot be had. */
template <typename Body> int guarded(Body body) noexcept
{
#ifdef TOKEN04_HPP_THROWS
    try
    {
        return body();
    }
    catch (...)
    {
        return TOKEN04_ERROR_INTERNAL;
    }
#else
    return body();
#endif
}

/** Calls with a buffer on the stack and, when it is too small, with one of the size told. */
template <typename Call> int text(std::string &out, Call call)
{
    char small[1024];
    size_t length = 0;
    out.clear();
    int code = call(small, sizeof small, &length);
    if (code == TOKEN04_OK) out.assign(small, length);
    if (code == TOKEN04_ERROR_BUFFER_TOO_SMALL)
    {
        out.resize(length);
        code = call(&out[0], out.size(), &length);
        out.resize(code == TOKEN04_OK ? length : 0);
    }
    return code;
}

/** Overwrites a string; not left out by the compiler, although the string is then freed. */
inline void wipe(std::string &text) noexcept
{
    volatile char *const bytes = &text[0];
    for (size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
}

/**
 * Strings one after the other, and their lengths. Of a string that is longer than the field allows,
 * only as much is copied as shows that. Wiped afterwards, since they may be secrets.
 */
class Packed
{
  public:
    Packed(const std::string *strings, size_t count, size_t longest)
    {
        size_t total = 0;
        lengths_.reserve(count + 1);
        for (size_t i = 0; i < count; ++i)
        {
            const size_t size = strings[i].size();
            lengths_.push_back(size <= longest ? size : longest + 1);
            total += lengths_[i];
        }
        lengths_.push_back(0);
        // At once: a string that grows leaves copies behind.
        bytes_.reserve(total);
        for (size_t i = 0; i < count; ++i) bytes_.append(strings[i], 0, lengths_[i]);
    }
    Packed(const std::vector<std::string> &strings, size_t longest)
        : Packed(strings.data(), strings.size(), longest)
    {
    }
    Packed(const Packed &) = delete;
    Packed &operator=(const Packed &) = delete;
    ~Packed() { wipe(bytes_); }
    const char *bytes() const noexcept { return bytes_.data(); }
    /** Never NULL, which would be a list that is left out. */
    const size_t *lengths() const noexcept { return lengths_.data(); }
    size_t count() const noexcept { return lengths_.size() - 1; }

  private:
    std::string bytes_;
    std::vector<size_t> lengths_; /**< One more than there are strings, so that it is not empty. */
};

/** A string that may be left out. */
struct Optional
{
    std::string text;
    bool named = false;
    void set(std::string value) { text = std::move(value), named = true; }
    const char *data() const noexcept { return named ? text.data() : nullptr; }
    size_t size() const noexcept { return named ? text.size() : 0; }
};

/** The same for a secret: wiped when it is replaced and at its end. */
struct OptionalSecret
{
    OptionalSecret() = default;
    OptionalSecret(const OptionalSecret &other) = default;
    OptionalSecret &operator=(const OptionalSecret &other)
    {
        OptionalSecret copy(other);
        swap(copy);
        return *this;
    }
    ~OptionalSecret() { wipe(value_.text); }
    void set(const std::string &secret)
    {
        OptionalSecret taken;
        taken.value_.set(secret);
        swap(taken);
    }
    const char *data() const noexcept { return value_.data(); }
    size_t size() const noexcept { return value_.size(); }

  private:
    void swap(OptionalSecret &other) noexcept { std::swap(value_, other.value_); }
    Optional value_;
};

} // namespace detail

/**
 * What a user may do in one room, written down once: keep one for many tokens. The ids are checked
 * where it is used. Copies share what was prepared.
 */
class RoomPrivileges
{
  public:
    using Ids = std::vector<std::string>;
    /** A move is a copy: none is ever empty. */
    RoomPrivileges(const RoomPrivileges &) = default;
    RoomPrivileges &operator=(const RoomPrivileges &) = default;
    /** Log in to the room and publish nothing. */
    static RoomPrivileges login_only(std::string room_id)
    {
        return RoomPrivileges(TOKEN04_LOGIN_ONLY, std::move(room_id), true, Ids());
    }
    /** Publish these streams, at least one, and not log in. */
    static RoomPrivileges publish_only(std::string room_id, Ids stream_ids)
    {
        return RoomPrivileges(TOKEN04_PUBLISH_ONLY, std::move(room_id), false,
                              std::move(stream_ids));
    }
    /** Log in and publish any stream. */
    static RoomPrivileges login_and_publish(std::string room_id)
    {
        return RoomPrivileges(TOKEN04_LOGIN_AND_PUBLISH, std::move(room_id), true, Ids());
    }
    /** Log in and publish these streams, at least one. */
    static RoomPrivileges login_and_publish(std::string room_id, Ids stream_ids)
    {
        return RoomPrivileges(TOKEN04_LOGIN_AND_PUBLISH, std::move(room_id), false,
                              std::move(stream_ids));
    }

    /** The payload text. Errors: 8, 9. */
    TOKEN04_NODISCARD int try_payload(std::string &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            const detail::Packed streams(streams_, TOKEN04_STREAM_ID_MAX);
            return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
                return token04_privilege_payload(
                    shape_, room_.data(), room_.size(), streams.bytes(),
                    any_ ? nullptr : streams.lengths(), streams.count(), buffer, capacity, length);
            });
        });
    }
#ifdef TOKEN04_HPP_THROWS
    std::string payload() const
    {
        std::string out;
        detail::check(try_payload(out));
        return out;
    }
#endif

  private:
    friend class TokenGenerator;
    RoomPrivileges(int32_t shape, std::string room, bool any, Ids streams)
        : shape_(shape), room_(std::move(room)), any_(any), streams_(std::move(streams))
    {
        const detail::Packed packed(streams_, TOKEN04_STREAM_ID_MAX);
        token04_privileges *made = nullptr;
        code_ = token04_privileges_new(shape_, room_.data(), room_.size(), packed.bytes(),
                                       any_ ? nullptr : packed.lengths(), packed.count(), &made);
        prepared_.reset(made, token04_privileges_free);
    }
    int32_t shape_;
    std::string room_;
    bool any_;
    Ids streams_;
    int code_; /**< Of the preparation: what fails there fails each use. */
    std::shared_ptr<const token04_privileges> prepared_;
};

/** Mints tokens for one app with one secret. */
class TokenGenerator
{
  public:
    /** Nothing yet: for try_create(). */
    TokenGenerator() noexcept : handle_(nullptr) {}
    TokenGenerator(TokenGenerator &&o) noexcept : handle_(o.handle_) { o.handle_ = nullptr; }
    /** What this held goes; `o` is empty afterwards. */
    TokenGenerator &operator=(TokenGenerator &&o) noexcept
    {
        TokenGenerator taken(std::move(o));
        std::swap(handle_, taken.handle_);
        return *this;
    }
    TokenGenerator(const TokenGenerator &) = delete;
    TokenGenerator &operator=(const TokenGenerator &) = delete;
    ~TokenGenerator() { token04_generator_free(handle_); }

    /** secret: exactly 32 bytes, as they stand. Errors: 1, 5, 10. */
    TOKEN04_NODISCARD static int try_create(int64_t app_id, const std::string &secret, Mode mode,
                                            TokenGenerator &out) noexcept
    {
        TokenGenerator made;
        const int code = token04_generator_new(app_id, secret.data(), secret.size(),
                                               static_cast<int32_t>(mode), &made.handle_);
        out = std::move(made);
        return code;
    }
    /** From ZEGO_APP_ID (error 1) and ZEGO_SERVER_SECRET (error 5). Errors: 1, 5, 10. */
    TOKEN04_NODISCARD static int try_from_env(Mode mode, TokenGenerator &out) noexcept
    {
        TokenGenerator made;
        const int code = token04_generator_from_env(static_cast<int32_t>(mode), &made.handle_);
        out = std::move(made);
        return code;
    }
    /** A token with any payload text. ttl: at least 1 second. Errors: 3, 6, 7, 94. */
    TOKEN04_NODISCARD int try_generate(const std::string &user_id, Seconds ttl,
                                       const std::string &payload, UnixTime now,
                                       std::string &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
                return token04_generator_generate(handle_, user_id.data(), user_id.size(),
                                                  ttl.count(), payload.data(), payload.size(), now,
                                                  buffer, capacity, length);
            });
        });
    }
    /** A token that says who the user is and nothing more. Errors: 3, 6, 94. */
    TOKEN04_NODISCARD int try_identity_token(const std::string &user_id, Seconds ttl, UnixTime now,
                                             std::string &out) const noexcept
    {
        return try_generate(user_id, ttl, std::string(), now, out);
    }
    /** A token that carries the privileges of one room. Errors: 3, 6, 8, 9, 7, 94. */
    TOKEN04_NODISCARD int try_privilege_token(const std::string &user_id, Seconds ttl,
                                              const RoomPrivileges &p, UnixTime now,
                                              std::string &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            out.clear();
            if (p.code_ != TOKEN04_OK) return p.code_;
            return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
                return token04_generator_prepared_privilege_token(
                    handle_, user_id.data(), user_id.size(), ttl.count(), p.prepared_.get(), now,
                    buffer, capacity, length);
            });
        });
    }
    /** A token and its moments. Errors: 3, 6, 7, 94. */
    TOKEN04_NODISCARD int try_issue(const std::string &user_id, Seconds ttl,
                                    const std::string &payload, UnixTime now,
                                    IssuedToken &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            int64_t moments[3] = {0, 0, 0};
            out = IssuedToken();
            const int code =
                detail::text(out.token, [&](char *buffer, size_t capacity, size_t *length) {
                    return token04_generator_issue(handle_, user_id.data(), user_id.size(),
                                                   ttl.count(), payload.data(), payload.size(), now,
                                                   moments, buffer, capacity, length);
                });
            out.issued_at = moments[0], out.expires_at = moments[1], out.refresh_at = moments[2];
            return code;
        });
    }
    /** One token for each user id, in their order. Of the whole call: 6, 94; else by item. */
    TOKEN04_NODISCARD int try_generate_batch(const std::vector<std::string> &user_ids, Seconds ttl,
                                             const std::string &payload, UnixTime now,
                                             std::vector<BatchItem> &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            out.clear();
            // One reading of the clock for all.
            if (now == clock_now)
                now = std::chrono::time_point_cast<Seconds>(std::chrono::system_clock::now())
                          .time_since_epoch()
                          .count();
            std::vector<BatchItem> items(user_ids.size());
            size_t done = 0;
            do
            {
                size_t used = 0;
                const int code = batch_part(user_ids, done, ttl, payload, now, items, used);
                if (code != TOKEN04_OK) return code;
                for (size_t i = done; i < done + used; ++i)
                {
                    // Rows hold what is usual; what needs more is made again.
                    if (items[i].code == TOKEN04_ERROR_BUFFER_TOO_SMALL)
                        items[i].code =
                            try_generate(user_ids[i], ttl, payload, now, items[i].token);
                }
                done += used;
            } while (done < items.size());
            out = std::move(items);
            return TOKEN04_OK;
        });
    }

#ifdef TOKEN04_HPP_THROWS
    TokenGenerator(int64_t app_id, const std::string &secret, Mode mode = Mode::cbc)
        : handle_(nullptr)
    {
        detail::check(try_create(app_id, secret, mode, *this));
    }
    static TokenGenerator from_env(Mode mode = Mode::cbc)
    {
        TokenGenerator made;
        detail::check_env(try_from_env(mode, made));
        return made;
    }
    std::string generate(const std::string &user_id, Seconds ttl, const std::string &payload,
                         UnixTime now = clock_now) const
    {
        std::string out;
        detail::check(try_generate(user_id, ttl, payload, now, out), handle_);
        return out;
    }
    std::string identity_token(const std::string &user_id, Seconds ttl,
                               UnixTime now = clock_now) const
    {
        return generate(user_id, ttl, std::string(), now);
    }
    std::string privilege_token(const std::string &user_id, Seconds ttl, const RoomPrivileges &p,
                                UnixTime now = clock_now) const
    {
        std::string out;
        detail::check(try_privilege_token(user_id, ttl, p, now, out), handle_);
        return out;
    }
    IssuedToken issue(const std::string &user_id, Seconds ttl,
                      const std::string &payload = std::string(), UnixTime now = clock_now) const
    {
        IssuedToken out;
        detail::check(try_issue(user_id, ttl, payload, now, out), handle_);
        return out;
    }
    std::vector<BatchItem> generate_batch(const std::vector<std::string> &user_ids, Seconds ttl,
                                          const std::string &payload = std::string(),
                                          UnixTime now = clock_now) const
    {
        std::vector<BatchItem> out;
        detail::check(try_generate_batch(user_ids, ttl, payload, now, out), handle_);
        return out;
    }
#endif

  private:
    /** The users from `done` on, as many as a megabyte of rows holds: `used`. */
    int batch_part(const std::vector<std::string> &user_ids, size_t done, Seconds ttl,
                   const std::string &payload, UnixTime now, std::vector<BatchItem> &items,
                   size_t &used) const
    {
        const size_t most = TOKEN04_TOKEN_MAX + 1;
        const size_t stride = payload.size() < most / 4 ? 1024 + payload.size() * 2 : most;
        const size_t rows = (1u << 20) / stride;
        const size_t left = user_ids.size() - done, count = left < rows ? left : rows;
        const detail::Packed users(user_ids.data() + done, count, TOKEN04_USER_ID_MAX);
        std::vector<size_t> lengths(count + 1);
        std::vector<int32_t> statuses(count + 1);
        std::vector<char> out(count * stride + 1);
        const int code = token04_generator_batch(
            handle_, users.bytes(), users.lengths(), count, ttl.count(), payload.data(),
            payload.size(), now, out.data(), stride, lengths.data(), statuses.data());
        used = count;
        for (size_t i = 0; code == TOKEN04_OK && i < count; ++i)
        {
            items[done + i].code = statuses[i];
            if (statuses[i] == TOKEN04_OK)
                items[done + i].token.assign(&out[i * stride], lengths[i]);
        }
        return code;
    }
    token04_generator *handle_;
};

/** The payload of a token that was read. */
struct Payload
{
    enum Kind
    {
        nothing = TOKEN04_PAYLOAD_NOTHING, /**< Missing or null. */
        text = TOKEN04_PAYLOAD_TEXT,       /**< A text, as the format has it. */
        json = TOKEN04_PAYLOAD_JSON        /**< Another JSON value, as JSON text. */
    };
    Kind kind = nothing;
    std::string value;
};

/** The six fields of the wire. */
struct Claims
{
    uint32_t app_id = 0;
    std::string user_id;
    int64_t nonce = 0;
    UnixTime ctime = 0;
    UnixTime expire = 0;
    Payload payload;

    TimePoint ctime_time() const noexcept { return TimePoint(Seconds(ctime)); }
    TimePoint expire_time() const noexcept { return TimePoint(Seconds(expire)); }
};

/** The privileges a token carries, read strictly: what is not granted is denied. */
struct Privileges
{
    std::string room_id;
    bool login = false;
    bool publish = false;
    bool any_stream = false;             /**< Any stream may be published. */
    std::vector<std::string> stream_ids; /**< Else only these. */
};

/** A token that was decrypted and read, and not judged. */
struct DecodedToken
{
    Claims claims;
    Mode mode = Mode::cbc;
    bool authenticated = false;
    UnixTime envelope_expire = 0;
    bool has_privileges = false;
    Privileges privileges; /**< Empty unless has_privileges. */
    bool payload_is_text() const noexcept { return claims.payload.kind != Payload::json; }
};

/** A token that a verifier accepted. */
struct VerifiedToken : DecodedToken
{
    uint32_t secret_index = 0; /**< 0: the current secret, 1: the first previous one, ... */
};

namespace detail
{

inline std::string at(const char *buffer, token04_span span)
{
    return std::string(buffer + span.offset, span.length);
}

inline void unpack(const token04_decoded &from, const char *buffer, VerifiedToken &to)
{
    to.claims.app_id = from.app_id;
    to.claims.user_id = at(buffer, from.user_id);
    to.claims.nonce = from.nonce;
    to.claims.ctime = from.ctime;
    to.claims.expire = from.expire;
    to.claims.payload.kind = static_cast<Payload::Kind>(from.payload_kind);
    to.claims.payload.value = at(buffer, from.payload);
    to.mode = static_cast<Mode>(from.mode);
    to.authenticated = from.authenticated != 0;
    to.envelope_expire = from.envelope_expire;
    to.secret_index = from.secret_index;
    to.has_privileges = from.has_privileges != 0;
    to.privileges.room_id = at(buffer, from.room_id);
    to.privileges.login = from.login != 0;
    to.privileges.publish = from.publish != 0;
    to.privileges.any_stream = from.any_stream != 0;
    for (uint32_t i = 0; i < from.stream_count; ++i)
    {
        token04_span span;
        std::memcpy(&span, buffer + from.streams.offset + i * sizeof span, sizeof span);
        to.privileges.stream_ids.push_back(at(buffer, span));
    }
}

template <typename Call> int decoded(VerifiedToken &out, Call call)
{
    char small[2048];
    token04_decoded flat;
    size_t length = 0;
    out = VerifiedToken();
    int code = call(&flat, small, sizeof small, &length);
    if (code == TOKEN04_OK) unpack(flat, small, out);
    if (code == TOKEN04_ERROR_BUFFER_TOO_SMALL)
    {
        std::vector<char> large(length);
        code = call(&flat, large.data(), large.size(), &length);
        if (code == TOKEN04_OK) unpack(flat, large.data(), out);
    }
    return code;
}

} // namespace detail

/**
 * What is expected of a token.
 *
 * WARNING: only what is set is checked. Without user_id() a token of anybody passes: always set
 * it, also when the session's user may be empty, since an empty id that is set never matches.
 */
class Expectations
{
  public:
    Expectations &user_id(std::string id) { return user_.set(std::move(id)), *this; }
    /** For a publish-only token name the stream alone, and compare privileges.room_id. */
    Expectations &room_id(std::string id) { return room_.set(std::move(id)), *this; }
    Expectations &stream_id(std::string id) { return stream_.set(std::move(id)), *this; }
    /** A null pointer, as of a lookup that found nothing, is the empty text: it never matches. */
    Expectations &user_id(const char *id) { return user_id(std::string(id ? id : "")); }
    Expectations &room_id(const char *id) { return room_id(std::string(id ? id : "")); }
    Expectations &stream_id(const char *id) { return stream_id(std::string(id ? id : "")); }

  private:
    friend class TokenVerifier;
    detail::Optional user_, room_, stream_;
};

/** How a verifier judges. */
struct VerifierOptions
{
    std::vector<std::string> previous_secrets; /**< Still accepted after a rotation. */
    Seconds leeway{TOKEN04_DEFAULT_LEEWAY_SECONDS};
    bool require_authenticated = false; /**< Refuse CBC tokens. */
};

/** Verifies the tokens of one app. */
class TokenVerifier
{
  public:
    /** Nothing yet: for try_create(). */
    TokenVerifier() noexcept : handle_(nullptr) {}
    TokenVerifier(TokenVerifier &&o) noexcept : handle_(o.handle_) { o.handle_ = nullptr; }
    /** What this held goes; `o` is empty afterwards. */
    TokenVerifier &operator=(TokenVerifier &&o) noexcept
    {
        TokenVerifier taken(std::move(o));
        std::swap(handle_, taken.handle_);
        return *this;
    }
    TokenVerifier(const TokenVerifier &) = delete;
    TokenVerifier &operator=(const TokenVerifier &) = delete;
    ~TokenVerifier() { token04_verifier_free(handle_); }

    /** Errors: 1, 5 (of any secret), 11. */
    TOKEN04_NODISCARD static int try_create(int64_t app_id, const std::string &secret,
                                            const VerifierOptions &options,
                                            TokenVerifier &out) noexcept
    {
        return detail::guarded([&]() -> int {
            const detail::Packed previous(options.previous_secrets, TOKEN04_SECRET_BYTES);
            TokenVerifier made;
            const int code =
                token04_verifier_new(app_id, secret.data(), secret.size(), previous.bytes(),
                                     previous.lengths(), previous.count(), options.leeway.count(),
                                     options.require_authenticated ? 1 : 0, &made.handle_);
            out = std::move(made);
            return code;
        });
    }
    /**
     * From ZEGO_APP_ID (error 1), ZEGO_SERVER_SECRET and, where it is set and not empty,
     * ZEGO_PREVIOUS_SERVER_SECRET (error 5 of either). Errors: 1, 5, 11.
     */
    TOKEN04_NODISCARD static int try_from_env(Seconds leeway, bool require_authenticated,
                                              TokenVerifier &out) noexcept
    {
        TokenVerifier made;
        const int code =
            token04_verifier_from_env(leeway.count(), require_authenticated ? 1 : 0, &made.handle_);
        out = std::move(made);
        return code;
    }
    /**
     * The user is checked only when `e` has one set: see Expectations. A token is accepted until
     * its expiry and the leeway.
     * Errors, the first that applies: 20, 38, 23, 24, 34, 30, 32, 33, 31, 37, 35, 36.
     */
    TOKEN04_NODISCARD int try_verify(const std::string &token, const Expectations &e, UnixTime now,
                                     VerifiedToken &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            return detail::decoded(out, [&](token04_decoded *flat, char *buffer, size_t capacity,
                                            size_t *length) {
                return token04_verifier_verify(handle_, token.data(), token.size(), e.user_.data(),
                                               e.user_.size(), e.room_.data(), e.room_.size(),
                                               e.stream_.data(), e.stream_.size(), now, flat,
                                               buffer, capacity, length);
            });
        });
    }

#ifdef TOKEN04_HPP_THROWS
    TokenVerifier(int64_t app_id, const std::string &secret,
                  const VerifierOptions &options = VerifierOptions())
        : handle_(nullptr)
    {
        detail::check(try_create(app_id, secret, options, *this));
    }
    static TokenVerifier from_env(Seconds leeway = Seconds(TOKEN04_DEFAULT_LEEWAY_SECONDS),
                                  bool require_authenticated = false)
    {
        TokenVerifier made;
        detail::check_env(try_from_env(leeway, require_authenticated, made));
        return made;
    }
    VerifiedToken verify(const std::string &token, const Expectations &e = Expectations(),
                         UnixTime now = clock_now) const
    {
        VerifiedToken out;
        detail::check(try_verify(token, e, now, out), handle_);
        return out;
    }
#endif

  private:
    token04_verifier *handle_;
};

/** Reads a token and compares nothing: for tools and logs. Errors: 5, 20, 23, 24. */
TOKEN04_NODISCARD inline int try_decode(const std::string &token, const std::string &secret,
                                        DecodedToken &out) noexcept
{
    return detail::guarded([&]() -> int {
        VerifiedToken read;
        const int code = detail::decoded(
            read, [&](token04_decoded *flat, char *buffer, size_t capacity, size_t *length) {
                return token04_decode(token.data(), token.size(), secret.data(), secret.size(),
                                      flat, buffer, capacity, length);
            });
        out = std::move(read);
        return code;
    });
}

/** What a token shows without its secret, as JSON text. Errors: 20. */
TOKEN04_NODISCARD inline int try_inspect_json(const std::string &token, std::string &out) noexcept
{
    return detail::guarded([&]() -> int {
        return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
            return token04_inspect_json(token.data(), token.size(), buffer, capacity, length);
        });
    });
}

/** A token for the vendor's web UI kit around a plain one. Errors: 1, 3, 8, 20. */
TOKEN04_NODISCARD inline int try_kit_token(const std::string &token, const std::string &room_id,
                                           const std::string &user_id, const std::string &user_name,
                                           int64_t app_id, std::string &out) noexcept
{
    return detail::guarded([&]() -> int {
        return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
            return token04_kit_token(token.data(), token.size(), room_id.data(), room_id.size(),
                                     user_id.data(), user_id.size(), user_name.data(),
                                     user_name.size(), app_id, buffer, capacity, length);
        });
    });
}

/** What is known about a token that was refused; only what is set is looked at. */
struct ExplainInput
{
    detail::OptionalSecret secret;                /**< .set(string) */
    detail::Optional user_id, room_id, stream_id; /**< .set(string) */
    int64_t app_id = TOKEN04_APP_ID_NOT_NAMED;
    Seconds leeway{TOKEN04_DEFAULT_LEEWAY_SECONDS};
    int32_t kind = TOKEN04_KIND_NOT_NAMED; /**< TOKEN04_KIND_PLAIN, TOKEN04_KIND_KIT. */
};

/** Why a token was refused, as JSON text. A developer's tool: never for a remote client. */
TOKEN04_NODISCARD inline int try_explain_json(const std::string &token, const ExplainInput &k,
                                              UnixTime now, std::string &out) noexcept
{
    return detail::guarded([&]() -> int {
        return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
            return token04_explain_json(token.data(), token.size(), k.secret.data(),
                                        k.secret.size(), k.app_id, k.user_id.data(),
                                        k.user_id.size(), k.room_id.data(), k.room_id.size(),
                                        k.stream_id.data(), k.stream_id.size(), k.kind,
                                        k.leeway.count(), now, buffer, capacity, length);
        });
    });
}

#ifdef TOKEN04_HPP_THROWS
inline DecodedToken decode(const std::string &token, const std::string &secret)
{
    DecodedToken out;
    detail::check(try_decode(token, secret, out));
    return out;
}
inline std::string inspect_json(const std::string &token)
{
    std::string out;
    detail::check(try_inspect_json(token, out));
    return out;
}
inline std::string kit_token(const std::string &token, const std::string &room_id,
                             const std::string &user_id, const std::string &user_name,
                             int64_t app_id)
{
    std::string out;
    detail::check(try_kit_token(token, room_id, user_id, user_name, app_id, out));
    return out;
}
inline std::string explain_json(const std::string &token,
                                const ExplainInput &known = ExplainInput(),
                                UnixTime now = clock_now)
{
    std::string out;
    detail::check(try_explain_json(token, known, now, out));
    return out;
}
#endif

} // namespace token04

#endif
