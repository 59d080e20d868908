package io.token04;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Mints tokens for one app with one secret. Made once, with the key prepared, and shared between
 * threads.
 *
 * <p>{@link #close} wipes and frees the key. A use after it throws {@link IllegalStateException},
 * also of {@link #appId} and {@link #mode} ({@link #toString} alone never throws); calls that are
 * running while another thread closes end as usual.
 *
 * <p>The time of issue is read from the system's clock, or the {@link Clock} that was given. A
 * lifetime is whole seconds: a {@link Duration} with a fraction is refused with code 6, never
 * rounded.
 */
public final class TokenGenerator implements AutoCloseable {
  private final long appId;
  private final Mode mode;
  private final LongSupplier now;
  private final Handle handle;

  /**
   * Prepares a generator of CBC tokens.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @throws Token04Exception with code 1 or 5, in this order
   */
  public TokenGenerator(long appId, String secret) {
    this(appId, secret, Mode.CBC);
  }

  /**
   * Prepares a generator.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @param mode how the claims are encrypted
   * @throws Token04Exception with code 1, 5 or 10, in this order
   */
  public TokenGenerator(long appId, String secret, Mode mode) {
    this(appId, secret, mode, Seconds::now);
  }

  /**
   * Prepares a generator with a clock, for tests that freeze the time.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @param mode how the claims are encrypted
   * @param clock gives the time of issue
   * @throws Token04Exception with code 1, 5 or 10, in this order
   */
  public TokenGenerator(long appId, String secret, Mode mode, Clock clock) {
    this(appId, secret, mode, Seconds.of(clock));
  }

  /**
   * Prepares a generator with a clock of unix seconds. Milliseconds, as of {@code
   * System::currentTimeMillis}, are refused with code 13 when a token is minted.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @param mode how the claims are encrypted
   * @param unixSeconds gives the time of issue in unix seconds
   * @throws Token04Exception with code 1, 5 or 10, in this order
   */
  public TokenGenerator(long appId, String secret, Mode mode, LongSupplier unixSeconds) {
    this.now = Objects.requireNonNull(unixSeconds, "unixSeconds");
    this.appId = appId;
    this.mode = mode;
    long address = Engine.get().generatorNew(appId, secret, Mode.number(mode));
    this.handle = new Handle(this, address, Engine.get()::generatorFree);
  }

  private TokenGenerator(Mode mode) {
    this.now = Seconds::now;
    this.mode = mode;
    long address =
        Engine.get()
            .generatorFromValues(
                System.getenv(Env.APP_ID), System.getenv(Env.SECRET), Mode.number(mode));
    this.handle = new Handle(this, address, Engine.get()::generatorFree);
    this.appId = Engine.get().generatorAppId(address);
  }

  /**
   * Prepares a generator of CBC tokens from {@code ZEGO_APP_ID} and {@code ZEGO_SERVER_SECRET}.
   *
   * @return the generator
   * @throws Token04Exception with code 1 or 5, in this order; also when a variable is not set or
   *     empty. Its message begins with the name of the variable
   */
  public static TokenGenerator fromEnv() {
    return fromEnv(Mode.CBC);
  }

  /**
   * Prepares a generator from {@code ZEGO_APP_ID} and {@code ZEGO_SERVER_SECRET}.
   *
   * @param mode how the claims are encrypted
   * @return the generator
   * @throws Token04Exception with code 1, 5 or 10, in this order; also when a variable is not set
   *     or empty. The message of the first two begins with the name of the variable
   */
  public static TokenGenerator fromEnv(Mode mode) {
    return new TokenGenerator(mode);
  }

  /**
   * Mints a token with any payload.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param payload any string, {@code ""} for an identity token
   * @return the token
   * @throws Token04Exception with code 3, 13, 6 or 7, in this order; 94 without entropy
   */
  public String generate(String userId, Duration ttl, String payload) {
    return mint(userId, ttl, payload, null);
  }

  /**
   * Mints a token with the privileges of one room as its payload.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param privileges what the user may do
   * @return the token
   * @throws Token04Exception with code 3, 13, 6 or 7, in this order; 94 without entropy
   */
  public String generate(String userId, Duration ttl, RoomPrivileges privileges) {
    return mint(userId, ttl, payload(privileges), null);
  }

  /**
   * Mints a token that says who the user is and nothing more: the payload is empty.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @return the token
   * @throws Token04Exception with code 3, 13 or 6, in this order; 94 without entropy
   */
  public String identityToken(String userId, Duration ttl) {
    return generate(userId, ttl, "");
  }

  /**
   * Another name of {@link #generate(String, Duration, RoomPrivileges)}.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param privileges what the user may do
   * @return the token
   * @throws Token04Exception with code 3, 13, 6 or 7, in this order; 94 without entropy
   */
  public String privilegeToken(String userId, Duration ttl, RoomPrivileges privileges) {
    return generate(userId, ttl, privileges);
  }

  /**
   * Mints a token and returns it with its times: what an app server sends to its client.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param payload any string, {@code ""} for an identity token
   * @return the token with its times
   * @throws Token04Exception with code 3, 13, 6 or 7, in this order; 94 without entropy
   */
  public IssuedToken issue(String userId, Duration ttl, String payload) {
    long[] times = new long[IssuedToken.TIMES];
    return new IssuedToken(mint(userId, ttl, payload, times), times);
  }

  /**
   * As {@link #issue(String, Duration, String)}, with the privileges of one room as payload.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param privileges what the user may do
   * @return the token with its times
   * @throws Token04Exception with code 3, 13, 6 or 7, in this order; 94 without entropy
   */
  public IssuedToken issue(String userId, Duration ttl, RoomPrivileges privileges) {
    long[] times = new long[IssuedToken.TIMES];
    return new IssuedToken(mint(userId, ttl, payload(privileges), times), times);
  }

  /** Null is the core's to refuse. */
  private static @Nullable String payload(@Nullable RoomPrivileges privileges) {
    return privileges == null ? null : privileges.payload();
  }

  private String mint(
      String userId, Duration ttl, @Nullable String payload, long @Nullable [] times) {
    long address = handle.acquire();
    try {
      return Engine.get()
          .mintToken(address, userId, Seconds.of(ttl), payload, now.getAsLong(), times);
    } finally {
      handle.release();
    }
  }

  /**
   * Mints one token for each user id, in their order, with one reading of the clock. A user id or
   * payload that is refused is an error at its own index and costs the others nothing; so is a user
   * id that is null (code 3).
   *
   * @param userIds the users, a list or any other iterable
   * @param ttl the lifetime in whole seconds, at least one
   * @param payload any string, {@code ""} for identity tokens
   * @return as many results as users; it cannot be changed
   * @throws Token04Exception for the whole call with code 13 or 6, in this order, or 94 without
   *     entropy
   * @throws NullPointerException when {@code userIds} itself is null
   */
  public List<BatchResult> generateBatch(
      Iterable<@Nullable String> userIds, Duration ttl, String payload) {
    return mintBatch(userIds, ttl, payload);
  }

  /**
   * As {@link #generateBatch(Iterable, Duration, String)}, with the privileges of one room as
   * payload.
   *
   * @param userIds the users, a list or any other iterable
   * @param ttl the lifetime in whole seconds, at least one
   * @param privileges what each user may do
   * @return as many results as users; it cannot be changed
   * @throws Token04Exception for the whole call with code 13 or 6, in this order, or 94 without
   *     entropy
   * @throws NullPointerException when {@code userIds} itself is null
   */
  public List<BatchResult> generateBatch(
      Iterable<@Nullable String> userIds, Duration ttl, RoomPrivileges privileges) {
    return mintBatch(userIds, ttl, payload(privileges));
  }

  private List<BatchResult> mintBatch(
      Iterable<@Nullable String> userIds, Duration ttl, @Nullable String payload) {
    Objects.requireNonNull(userIds, "userIds");
    List<@Nullable String> users = new ArrayList<>();
    userIds.forEach(users::add);
    long address = handle.acquire();
    try {
      return Engine.get().mintBatch(address, users, Seconds.of(ttl), payload, now.getAsLong());
    } finally {
      handle.release();
    }
  }

  /**
   * The app this generator mints for.
   *
   * @return the app id
   * @throws IllegalStateException after {@link #close}
   */
  public long appId() {
    handle.demandOpen();
    return appId;
  }

  /**
   * The mode of its tokens.
   *
   * @return the mode
   * @throws IllegalStateException after {@link #close}
   */
  public Mode mode() {
    handle.demandOpen();
    return mode;
  }

  /** Wipes and frees the key, after the calls that are running. Closing again does nothing. */
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return "TokenGenerator[appId=" + appId + ", mode=" + mode + "]";
  }
}
