/* token04.hpp
 *
 * Mint and verify ZEGOCLOUD Token04 authentication tokens, for C++11 and later. Unofficial.
 *
 * Header only, over token04.h. Strings are std::string (any bytes; a string that is not UTF-8 has
 * its error), lifetimes std::chrono::seconds, times unix timestamps in seconds. Generators and
 * verifiers are move-only and may be used by many threads at once; an empty one (moved-from, or
 * never made) returns 91. Results are values: they can be copied and compared.
 *
 * A function that can fail throws token04::Error. Its twin `try_...` is noexcept: it returns the
 * status (0, or TOKEN04_ERROR_* of token04.h) and writes the result to its last argument, which is
 * empty on failure. With -fno-exceptions only the twins exist.
 */

#ifndef TOKEN04_HPP
#define TOKEN04_HPP

#include <chrono>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "token04.h"

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
#define TOKEN04_HPP_THROWS 1
#endif

/* Ignoring the status would let everyone in. */
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
    cbc = TOKEN04_MODE_CBC, /**< The default: every server and SDK reads it. */
    gcm = TOKEN04_MODE_GCM  /**< Newer. */
};

/** A unix timestamp in seconds. */
using UnixTime = int64_t;
using Seconds = std::chrono::seconds;
/** A time in whole seconds that can hold every unix timestamp; converts to the clock's own type. */
using TimePoint = std::chrono::time_point<std::chrono::system_clock, Seconds>;
/** The current time, which `now` is by default. */
inline UnixTime clock_now() noexcept { return token04_now(); }

inline const char *error_name(int code) noexcept { return token04_error_name(code); }
inline const char *error_message(int code) noexcept { return token04_error_message(code); }

#ifdef TOKEN04_HPP_THROWS
/**
 * What went wrong: code(), name(), and what(), which is the code's message; if an environment
 * variable or an empty object is the cause, what() names it first.
 */
class Error : public std::runtime_error
{
  public:
    explicit Error(int code) : std::runtime_error(token04_error_message(code)), code_(code) {}
    Error(int code, const std::string &message) : std::runtime_error(message), code_(code) {}
    int code() const noexcept { return code_; }
    const char *name() const noexcept { return token04_error_name(code_); }

  private:
    int code_;
};
#endif

/** A token with its times, as unix timestamps. */
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

inline bool operator==(const IssuedToken &a, const IssuedToken &b)
{
    return a.token == b.token && a.issued_at == b.issued_at && a.expires_at == b.expires_at &&
           a.refresh_at == b.refresh_at;
}
inline bool operator!=(const IssuedToken &a, const IssuedToken &b) { return !(a == b); }

/** One result of a batch: a status and, when it is 0, a token. */
struct BatchItem
{
    int code = TOKEN04_OK;
    std::string token;
};

inline bool operator==(const BatchItem &a, const BatchItem &b)
{
    return a.code == b.code && a.token == b.token;
}
inline bool operator!=(const BatchItem &a, const BatchItem &b) { return !(a == b); }

namespace detail
{

#ifdef TOKEN04_HPP_THROWS
inline void check(int code)
{
    if (code != TOKEN04_OK) throw Error(code);
}

/** Checks the status of a call with an object's handle. */
inline void check(int code, const void *handle)
{
    if (code == TOKEN04_ERROR_NULL_POINTER && handle == nullptr)
        throw Error(code, std::string("the object is empty (moved-from, or never made): ") +
                              token04_error_message(code));
    check(code);
}

/** Checks the status of a call that reads the environment: names the variable at fault. */
inline void check_env(int code, int32_t variable, int32_t fault)
{
    if (code != TOKEN04_OK && variable != 0)
        throw Error(code, token04_environment_message(variable, fault));
    check(code);
}
#endif

/** Runs the body of a noexcept function: only a lack of memory can make it throw. */
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

/** Calls with a buffer on the stack, and again with one of the required size if it is too small. */
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

/** Overwrites a string in a way that the compiler does not remove when the string is then freed. */
inline void wipe(std::string &text) noexcept
{
    volatile char *const bytes = &text[0];
    for (size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
}

/**
 * Concatenated strings and their lengths. Of a string that is longer than the field allows, only
 * one byte more than the limit is copied. Wiped afterwards, since they may be secrets.
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
        // Reserved in advance: a growing string leaves copies behind.
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
    /** Never NULL, which would mean that the list is not given. */
    const size_t *lengths() const noexcept { return lengths_.data(); }
    size_t count() const noexcept { return lengths_.size() - 1; }

  private:
    std::string bytes_;
    std::vector<size_t> lengths_; /**< One more than there are strings, so that it is not empty. */
};

/** An id to compare with; not copied. A null pointer is the empty string, which never matches.
 */
class Id
{
  public:
    Id(const std::string &id) noexcept : data_(id.data()), size_(id.size()) {}
    Id(const char *id) noexcept : data_(id ? id : ""), size_(std::strlen(data_)) {}
    const char *data() const noexcept { return data_; }
    size_t size() const noexcept { return size_; }

  private:
    const char *data_;
    size_t size_;
};

/** An optional string. */
struct Optional
{
    std::string text;
    bool named = false;
    void set(std::string value) { text = std::move(value), named = true; }
    const char *data() const noexcept { return named ? text.data() : nullptr; }
    size_t size() const noexcept { return named ? text.size() : 0; }
};

/** An optional secret: wiped when it is replaced or destroyed. */
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
 * What a user may do in one room: a payload that is checked when it is made. Privileges take effect
 * only after the vendor has enabled the check for your account.
 *
 * Each factory has a twin `try_...`. Errors: 12 for neither flag, 8 for the room id, 9 for a stream
 * id or an empty list. Objects never change, and are equal if their payloads are equal.
 */
class RoomPrivileges
{
  public:
    using Ids = std::vector<std::string>;
    /** Empty, as an output of the twins: using it is error 8. */
    RoomPrivileges() = default;
    /** Moving copies, so that no object becomes empty. */
    RoomPrivileges(const RoomPrivileges &) = default;
    RoomPrivileges &operator=(const RoomPrivileges &) = default;

    /** The payload. Empty only in a default-constructed object. */
    const std::string &payload() const noexcept { return payload_; }

    TOKEN04_NODISCARD static int try_login_only(const std::string &room_id,
                                                RoomPrivileges &out) noexcept
    {
        return make(room_id, true, false, false, Ids(), out);
    }
    TOKEN04_NODISCARD static int try_publish_only(const std::string &room_id, const Ids &stream_ids,
                                                  RoomPrivileges &out) noexcept
    {
        return make(room_id, false, true, false, stream_ids, out);
    }
    TOKEN04_NODISCARD static int try_login_and_publish(const std::string &room_id,
                                                       const Ids &stream_ids,
                                                       RoomPrivileges &out) noexcept
    {
        return make(room_id, true, true, false, stream_ids, out);
    }
    TOKEN04_NODISCARD static int try_login_and_publish_any(const std::string &room_id,
                                                           RoomPrivileges &out) noexcept
    {
        return make(room_id, true, true, true, Ids(), out);
    }
    TOKEN04_NODISCARD static int try_from_flags(const std::string &room_id, bool login,
                                                bool publish, const Ids &stream_ids,
                                                RoomPrivileges &out) noexcept
    {
        return make(room_id, login, publish, false, stream_ids, out);
    }
    /** Flags must be booleans: "0" or a pointer would convert to true. */
    template <typename Login, typename Publish>
    static int try_from_flags(const std::string &, Login, Publish, const Ids &,
                              RoomPrivileges &) = delete;

#ifdef TOKEN04_HPP_THROWS
    /** The user may log in to the room but publish nothing. */
    static RoomPrivileges login_only(const std::string &room_id)
    {
        RoomPrivileges out;
        detail::check(try_login_only(room_id, out));
        return out;
    }
    /** The user may publish these streams (at least one) but not log in. */
    static RoomPrivileges publish_only(const std::string &room_id, const Ids &stream_ids)
    {
        RoomPrivileges out;
        detail::check(try_publish_only(room_id, stream_ids, out));
        return out;
    }
    /** The user may log in and publish these streams (at least one). */
    static RoomPrivileges login_and_publish(const std::string &room_id, const Ids &stream_ids)
    {
        RoomPrivileges out;
        detail::check(try_login_and_publish(room_id, stream_ids, out));
        return out;
    }
    /** The user may log in and publish any stream. */
    static RoomPrivileges login_and_publish_any(const std::string &room_id)
    {
        RoomPrivileges out;
        detail::check(try_login_and_publish_any(room_id, out));
        return out;
    }
    /**
     * From the flags of a database row. With `publish` at least one stream is required; without it
     * the streams are ignored.
     */
    static RoomPrivileges from_flags(const std::string &room_id, bool login, bool publish,
                                     const Ids &stream_ids)
    {
        RoomPrivileges out;
        detail::check(try_from_flags(room_id, login, publish, stream_ids, out));
        return out;
    }
    template <typename Login, typename Publish>
    static RoomPrivileges from_flags(const std::string &, Login, Publish, const Ids &) = delete;
#endif

  private:
    static int make(const std::string &room_id, bool login, bool publish, bool any,
                    const Ids &stream_ids, RoomPrivileges &out) noexcept
    {
        return detail::guarded([&]() -> int {
            RoomPrivileges made;
            const detail::Packed streams(stream_ids, TOKEN04_STREAM_ID_MAX);
            const int code =
                detail::text(made.payload_, [&](char *buffer, size_t capacity, size_t *length) {
                    return token04_privileges_payload(room_id.data(), room_id.size(), login ? 1 : 0,
                                                      publish ? 1 : 0, any ? 1 : 0, streams.bytes(),
                                                      any ? nullptr : streams.lengths(),
                                                      streams.count(), buffer, capacity, length);
                });
            out = std::move(made);
            return code;
        });
    }
    std::string payload_;
};

inline bool operator==(const RoomPrivileges &a, const RoomPrivileges &b) noexcept
{
    return a.payload() == b.payload();
}
inline bool operator!=(const RoomPrivileges &a, const RoomPrivileges &b) noexcept
{
    return !(a == b);
}

/** Mints tokens for one app with one secret. */
class TokenGenerator
{
  public:
    /** Empty: for try_create(). */
    TokenGenerator() noexcept : handle_(nullptr) {}
    TokenGenerator(TokenGenerator &&o) noexcept : handle_(o.handle_) { o.handle_ = nullptr; }
    /** Frees what this object held; `o` is empty afterwards. */
    TokenGenerator &operator=(TokenGenerator &&o) noexcept
    {
        TokenGenerator taken(std::move(o));
        std::swap(handle_, taken.handle_);
        return *this;
    }
    TokenGenerator(const TokenGenerator &) = delete;
    TokenGenerator &operator=(const TokenGenerator &) = delete;
    ~TokenGenerator() { token04_generator_free(handle_); }

    /** secret: exactly 32 bytes, unchanged. Errors: 1, 5, 10. */
    TOKEN04_NODISCARD static int try_create(int64_t app_id, const std::string &secret, Mode mode,
                                            TokenGenerator &out) noexcept
    {
        TokenGenerator made;
        const int code = token04_generator_new(app_id, secret.data(), secret.size(),
                                               static_cast<int32_t>(mode), &made.handle_);
        out = std::move(made);
        return code;
    }
    /**
     * From ZEGO_APP_ID (error 1) and ZEGO_SERVER_SECRET (error 5). *variable, *fault: on these
     * errors, for token04_environment_message(). Errors: 1, 5, 10.
     */
    TOKEN04_NODISCARD static int try_from_env(Mode mode, TokenGenerator &out,
                                              int32_t *variable = nullptr,
                                              int32_t *fault = nullptr) noexcept
    {
        TokenGenerator made;
        const int code =
            token04_generator_from_env(static_cast<int32_t>(mode), &made.handle_, variable, fault);
        out = std::move(made);
        return code;
    }
    /** A token with any payload. ttl: at least 1 second. Errors: 3, 13, 6, 7, 94. */
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
    /** A token with privileges. Errors: 8 for an empty object, 3, 13, 6, 7, 94. */
    TOKEN04_NODISCARD int try_generate(const std::string &user_id, Seconds ttl,
                                       const RoomPrivileges &privileges, UnixTime now,
                                       std::string &out) const noexcept
    {
        out.clear();
        const int code = check_made(privileges);
        return code != TOKEN04_OK ? code
                                  : try_generate(user_id, ttl, privileges.payload(), now, out);
    }
    /** A token that only says who the user is. Errors: 3, 13, 6, 94. */
    TOKEN04_NODISCARD int try_identity_token(const std::string &user_id, Seconds ttl, UnixTime now,
                                             std::string &out) const noexcept
    {
        return try_generate(user_id, ttl, std::string(), now, out);
    }
    /** try_generate() with privileges, under a more readable name. */
    TOKEN04_NODISCARD int try_privilege_token(const std::string &user_id, Seconds ttl,
                                              const RoomPrivileges &privileges, UnixTime now,
                                              std::string &out) const noexcept
    {
        return try_generate(user_id, ttl, privileges, now, out);
    }
    /** A token and its times. Errors: 3, 13, 6, 7, 94. */
    TOKEN04_NODISCARD int try_issue(const std::string &user_id, Seconds ttl,
                                    const std::string &payload, UnixTime now,
                                    IssuedToken &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            int64_t times[3] = {0, 0, 0};
            out = IssuedToken();
            const int code =
                detail::text(out.token, [&](char *buffer, size_t capacity, size_t *length) {
                    return token04_generator_issue(handle_, user_id.data(), user_id.size(),
                                                   ttl.count(), payload.data(), payload.size(), now,
                                                   times, buffer, capacity, length);
                });
            out.issued_at = times[0], out.expires_at = times[1], out.refresh_at = times[2];
            return code;
        });
    }
    /** The same with privileges. Errors: 8 for an empty object, 3, 13, 6, 7, 94. */
    TOKEN04_NODISCARD int try_issue(const std::string &user_id, Seconds ttl,
                                    const RoomPrivileges &privileges, UnixTime now,
                                    IssuedToken &out) const noexcept
    {
        out = IssuedToken();
        const int code = check_made(privileges);
        return code != TOKEN04_OK ? code : try_issue(user_id, ttl, privileges.payload(), now, out);
    }
    /** One token for each user id, in order. Errors of the call: 13, 6, 94; others per item. */
    TOKEN04_NODISCARD int try_generate_batch(const std::vector<std::string> &user_ids, Seconds ttl,
                                             const std::string &payload, UnixTime now,
                                             std::vector<BatchItem> &out) const noexcept
    {
        return detail::guarded([&]() -> int {
            out.clear();
            std::vector<BatchItem> items(user_ids.size());
            size_t done = 0;
            do
            {
                size_t used = 0;
                const int code = batch_part(user_ids, done, ttl, payload, now, items, used);
                if (code != TOKEN04_OK) return code;
                for (size_t i = done; i < done + used; ++i)
                {
                    // A row holds a token of usual length; a longer one is made again.
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
    /** The same with privileges. Errors of the call: 8 for an empty object, 13, 6, 94. */
    TOKEN04_NODISCARD int try_generate_batch(const std::vector<std::string> &user_ids, Seconds ttl,
                                             const RoomPrivileges &privileges, UnixTime now,
                                             std::vector<BatchItem> &out) const noexcept
    {
        out.clear();
        const int code = check_made(privileges);
        return code != TOKEN04_OK
                   ? code
                   : try_generate_batch(user_ids, ttl, privileges.payload(), now, out);
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
        int32_t variable = 0, fault = 0;
        const int code = try_from_env(mode, made, &variable, &fault);
        detail::check_env(code, variable, fault);
        return made;
    }
    std::string generate(const std::string &user_id, Seconds ttl, const std::string &payload,
                         UnixTime now = clock_now()) const
    {
        std::string out;
        detail::check(try_generate(user_id, ttl, payload, now, out), handle_);
        return out;
    }
    std::string generate(const std::string &user_id, Seconds ttl, const RoomPrivileges &privileges,
                         UnixTime now = clock_now()) const
    {
        std::string out;
        detail::check(try_generate(user_id, ttl, privileges, now, out), handle_);
        return out;
    }
    std::string identity_token(const std::string &user_id, Seconds ttl,
                               UnixTime now = clock_now()) const
    {
        return generate(user_id, ttl, std::string(), now);
    }
    /** generate() with privileges, under a more readable name. */
    std::string privilege_token(const std::string &user_id, Seconds ttl,
                                const RoomPrivileges &privileges, UnixTime now = clock_now()) const
    {
        return generate(user_id, ttl, privileges, now);
    }
    IssuedToken issue(const std::string &user_id, Seconds ttl,
                      const std::string &payload = std::string(), UnixTime now = clock_now()) const
    {
        IssuedToken out;
        detail::check(try_issue(user_id, ttl, payload, now, out), handle_);
        return out;
    }
    IssuedToken issue(const std::string &user_id, Seconds ttl, const RoomPrivileges &privileges,
                      UnixTime now = clock_now()) const
    {
        IssuedToken out;
        detail::check(try_issue(user_id, ttl, privileges, now, out), handle_);
        return out;
    }
    std::vector<BatchItem> generate_batch(const std::vector<std::string> &user_ids, Seconds ttl,
                                          const std::string &payload = std::string(),
                                          UnixTime now = clock_now()) const
    {
        std::vector<BatchItem> out;
        detail::check(try_generate_batch(user_ids, ttl, payload, now, out), handle_);
        return out;
    }
    std::vector<BatchItem> generate_batch(const std::vector<std::string> &user_ids, Seconds ttl,
                                          const RoomPrivileges &privileges,
                                          UnixTime now = clock_now()) const
    {
        std::vector<BatchItem> out;
        detail::check(try_generate_batch(user_ids, ttl, privileges, now, out), handle_);
        return out;
    }
#endif

  private:
    /** An empty object would be an empty payload, and so yield an identity token. */
    int check_made(const RoomPrivileges &privileges) const noexcept
    {
        if (handle_ == nullptr) return TOKEN04_ERROR_NULL_POINTER;
        return privileges.payload().empty() ? TOKEN04_ERROR_ROOM_ID_INVALID : TOKEN04_OK;
    }
    /** Takes users from `done` on, as many as fit a megabyte of rows, and counts them in `used`. */
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
        text = TOKEN04_PAYLOAD_TEXT,       /**< A string, as the format requires. */
        json = TOKEN04_PAYLOAD_JSON        /**< Another JSON value, as JSON. */
    };
    Kind kind = nothing;
    std::string value;
};

inline bool operator==(const Payload &a, const Payload &b)
{
    return a.kind == b.kind && a.value == b.value;
}
inline bool operator!=(const Payload &a, const Payload &b) { return !(a == b); }

/** The six fields of a token. */
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

inline bool operator==(const Claims &a, const Claims &b)
{
    return a.app_id == b.app_id && a.user_id == b.user_id && a.nonce == b.nonce &&
           a.ctime == b.ctime && a.expire == b.expire && a.payload == b.payload;
}
inline bool operator!=(const Claims &a, const Claims &b) { return !(a == b); }

/** The privileges of a token, read strictly: anything that is not granted is denied. */
struct Privileges
{
    std::string room_id;
    bool login = false;
    bool publish = false;
    bool any_stream = false;             /**< Any stream may be published. */
    std::vector<std::string> stream_ids; /**< Else only these. */
};

inline bool operator==(const Privileges &a, const Privileges &b)
{
    return a.room_id == b.room_id && a.login == b.login && a.publish == b.publish &&
           a.any_stream == b.any_stream && a.stream_ids == b.stream_ids;
}
inline bool operator!=(const Privileges &a, const Privileges &b) { return !(a == b); }

/** A token that was decrypted and read, but not verified. */
struct DecodedToken
{
    Claims claims;
    Mode mode = Mode::cbc;
    bool authenticated = false; /**< This library made it under this secret. */
    UnixTime envelope_expire = 0;
    bool has_privileges = false;
    Privileges privileges; /**< Empty unless has_privileges. */
    bool payload_is_text() const noexcept { return claims.payload.kind != Payload::json; }
};

inline bool operator==(const DecodedToken &a, const DecodedToken &b)
{
    return a.claims == b.claims && a.mode == b.mode && a.authenticated == b.authenticated &&
           a.envelope_expire == b.envelope_expire && a.has_privileges == b.has_privileges &&
           a.privileges == b.privileges;
}
inline bool operator!=(const DecodedToken &a, const DecodedToken &b) { return !(a == b); }

/** A token that a verifier accepted. */
struct VerifiedToken : DecodedToken
{
    uint32_t secret_index = 0; /**< 0: the current secret, 1: the first previous one, ... */
};

inline bool operator==(const VerifiedToken &a, const VerifiedToken &b)
{
    return a.secret_index == b.secret_index &&
           static_cast<const DecodedToken &>(a) == static_cast<const DecodedToken &>(b);
}
inline bool operator!=(const VerifiedToken &a, const VerifiedToken &b) { return !(a == b); }

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

/** The options of a verifier. */
struct VerifierOptions
{
    std::vector<std::string> previous_secrets; /**< Still accepted after a rotation. */
    Seconds leeway{TOKEN04_DEFAULT_LEEWAY_SECONDS};
};

/**
 * Verifies the tokens of one app. It accepts only tokens that this library made under one of the
 * secrets; everything else is error 38. An id that is empty or a null pointer never matches.
 */
class TokenVerifier
{
  public:
    /** Empty: for try_create(). */
    TokenVerifier() noexcept : handle_(nullptr) {}
    TokenVerifier(TokenVerifier &&o) noexcept : handle_(o.handle_) { o.handle_ = nullptr; }
    /** Frees what this object held; `o` is empty afterwards. */
    TokenVerifier &operator=(TokenVerifier &&o) noexcept
    {
        TokenVerifier taken(std::move(o));
        std::swap(handle_, taken.handle_);
        return *this;
    }
    TokenVerifier(const TokenVerifier &) = delete;
    TokenVerifier &operator=(const TokenVerifier &) = delete;
    ~TokenVerifier() { token04_verifier_free(handle_); }

    /** Errors: 1, 5 (for any of the secrets), 11. */
    TOKEN04_NODISCARD static int try_create(int64_t app_id, const std::string &secret,
                                            const VerifierOptions &options,
                                            TokenVerifier &out) noexcept
    {
        return detail::guarded([&]() -> int {
            const detail::Packed previous(options.previous_secrets, TOKEN04_SECRET_BYTES);
            TokenVerifier made;
            const int code = token04_verifier_new(
                app_id, secret.data(), secret.size(), previous.bytes(), previous.lengths(),
                previous.count(), options.leeway.count(), &made.handle_);
            out = std::move(made);
            return code;
        });
    }
    /**
     * From ZEGO_APP_ID (error 1), ZEGO_SERVER_SECRET and, if it is set and not empty,
     * ZEGO_PREVIOUS_SERVER_SECRET (error 5 for either). *variable, *fault: on these errors, for
     * token04_environment_message(). Errors: 1, 5, 11.
     */
    TOKEN04_NODISCARD static int try_from_env(Seconds leeway, TokenVerifier &out,
                                              int32_t *variable = nullptr,
                                              int32_t *fault = nullptr) noexcept
    {
        TokenVerifier made;
        const int code = token04_verifier_from_env(leeway.count(), &made.handle_, variable, fault);
        out = std::move(made);
        return code;
    }
    /**
     * Verifies that the token is authentic, for this app and valid now; the result names the user.
     * Errors, the first that applies: 13, 20, 38, 24, 34, 30, 32, 33.
     */
    TOKEN04_NODISCARD int try_verify(const std::string &token, UnixTime now,
                                     VerifiedToken &out) const noexcept
    {
        return read(out, [&](token04_decoded *flat, char *buffer, size_t capacity, size_t *length) {
            return token04_verifier_verify(handle_, token.data(), token.size(), now, flat, buffer,
                                           capacity, length);
        });
    }
    /** The same, and that the token is this user's (31). */
    TOKEN04_NODISCARD int try_verify_user(const std::string &token, const detail::Id &user_id,
                                          UnixTime now, VerifiedToken &out) const noexcept
    {
        return read(out, [&](token04_decoded *flat, char *buffer, size_t capacity, size_t *length) {
            return token04_verifier_verify_user(handle_, token.data(), token.size(), user_id.data(),
                                                user_id.size(), now, flat, buffer, capacity,
                                                length);
        });
    }
    /** The same, and that the token allows logging in to this room (37, 35). */
    TOKEN04_NODISCARD int try_verify_login(const std::string &token, const detail::Id &user_id,
                                           const detail::Id &room_id, UnixTime now,
                                           VerifiedToken &out) const noexcept
    {
        return read(out, [&](token04_decoded *flat, char *buffer, size_t capacity, size_t *length) {
            return token04_verifier_verify_login(
                handle_, token.data(), token.size(), user_id.data(), user_id.size(), room_id.data(),
                room_id.size(), now, flat, buffer, capacity, length);
        });
    }
    /**
     * Like try_verify_user(), and that the token is for this room (37, 35) and allows publishing
     * this stream (36). The right to log in is not needed.
     */
    TOKEN04_NODISCARD int try_verify_publish(const std::string &token, const detail::Id &user_id,
                                             const detail::Id &room_id, const detail::Id &stream_id,
                                             UnixTime now, VerifiedToken &out) const noexcept
    {
        return read(out, [&](token04_decoded *flat, char *buffer, size_t capacity, size_t *length) {
            return token04_verifier_verify_publish(
                handle_, token.data(), token.size(), user_id.data(), user_id.size(), room_id.data(),
                room_id.size(), stream_id.data(), stream_id.size(), now, flat, buffer, capacity,
                length);
        });
    }

#ifdef TOKEN04_HPP_THROWS
    TokenVerifier(int64_t app_id, const std::string &secret,
                  const VerifierOptions &options = VerifierOptions())
        : handle_(nullptr)
    {
        detail::check(try_create(app_id, secret, options, *this));
    }
    static TokenVerifier from_env(Seconds leeway = Seconds(TOKEN04_DEFAULT_LEEWAY_SECONDS))
    {
        TokenVerifier made;
        int32_t variable = 0, fault = 0;
        const int code = try_from_env(leeway, made, &variable, &fault);
        detail::check_env(code, variable, fault);
        return made;
    }
    /** Accepts any user's token: compare claims.user_id yourself, or call verify_user(). */
    VerifiedToken verify(const std::string &token, UnixTime now = clock_now()) const
    {
        VerifiedToken out;
        detail::check(try_verify(token, now, out), handle_);
        return out;
    }
    VerifiedToken verify_user(const std::string &token, const detail::Id &user_id,
                              UnixTime now = clock_now()) const
    {
        VerifiedToken out;
        detail::check(try_verify_user(token, user_id, now, out), handle_);
        return out;
    }
    VerifiedToken verify_login(const std::string &token, const detail::Id &user_id,
                               const detail::Id &room_id, UnixTime now = clock_now()) const
    {
        VerifiedToken out;
        detail::check(try_verify_login(token, user_id, room_id, now, out), handle_);
        return out;
    }
    VerifiedToken verify_publish(const std::string &token, const detail::Id &user_id,
                                 const detail::Id &room_id, const detail::Id &stream_id,
                                 UnixTime now = clock_now()) const
    {
        VerifiedToken out;
        detail::check(try_verify_publish(token, user_id, room_id, stream_id, now, out), handle_);
        return out;
    }
#endif

  private:
    template <typename Call> static int read(VerifiedToken &out, Call call) noexcept
    {
        return detail::guarded([&]() -> int { return detail::decoded(out, call); });
    }
    token04_verifier *handle_;
};

/**
 * Decrypts and reads a token of any generator without verifying it: for tools and logs.
 * Never offer it to remote callers. Errors: 5, 20, 23, 24.
 */
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

/** What a token shows without its secret, as JSON. Errors: 20. */
TOKEN04_NODISCARD inline int try_inspect_json(const std::string &token, std::string &out) noexcept
{
    return detail::guarded([&]() -> int {
        return detail::text(out, [&](char *buffer, size_t capacity, size_t *length) {
            return token04_inspect_json(token.data(), token.size(), buffer, capacity, length);
        });
    });
}

/** Wraps a plain token for the vendor's web UI kit. Errors: 1, 3, 8, 20. */
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

/** What is known about a token that was refused; only fields that are set are compared. */
struct ExplainInput
{
    detail::OptionalSecret secret;                /**< .set(string) */
    detail::Optional user_id, room_id, stream_id; /**< .set(string) */
    int64_t app_id = TOKEN04_APP_ID_NOT_NAMED;
    Seconds leeway{TOKEN04_DEFAULT_LEEWAY_SECONDS};
    int32_t kind = TOKEN04_KIND_NOT_NAMED; /**< TOKEN04_KIND_PLAIN, TOKEN04_KIND_KIT. */
};

/** Why a token was refused, as JSON. A developer's tool: never send it to a remote client. */
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
                                UnixTime now = clock_now())
{
    std::string out;
    detail::check(try_explain_json(token, known, now, out));
    return out;
}
#endif

} // namespace token04

#endif
