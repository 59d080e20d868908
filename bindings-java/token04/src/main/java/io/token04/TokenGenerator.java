package io.token04;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Mints tokens for one app with one secret. Made once, with the key prepared, and shared between
 * threads.
 *
 * <p>{@link #close} wipes and frees the key. A use after it throws {@link IllegalStateException},
 * also of what tells only the app or the mode ({@link #toString} alone never throws); calls that
 * are running while another thread closes end as usual.
 *
 * <p>The moment of issue is the system's clock, or the {@link Clock} that was given. A lifetime is
 * whole seconds: a {@link Duration} with a fraction is refused with code 6, never rounded.
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
   * @param secret the ServerSecret of exactly 32 bytes, as it stands
   * @throws Token04Exception with code 1 or 5, in this order
   */
  public TokenGenerator(long appId, String secret) {
    this(appId, secret, Mode.CBC);
  }

  /**
   * Prepares a generator.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it stands
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
   * @param secret the ServerSecret of exactly 32 bytes, as it stands
   * @param mode how the claims are encrypted
   * @param clock tells the moment of issue
   * @throws Token04Exception with code 1, 5 or 10, in this order
   */
  public TokenGenerator(long appId, String secret, Mode mode, Clock clock) {
    this(appId, secret, mode, Seconds.of(clock));
  }

  /**
   * Prepares a generator with a clock of unix seconds, which reaches further than a {@link Clock}.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it stands
   * @param mode how the claims are encrypted
   * @param unixSeconds tells the moment of issue in unix seconds
   * @throws Token04Exception with code 1, 5 or 10, in this order
   */
  public TokenGenerator(long appId, String secret, Mode mode, LongSupplier unixSeconds) {
    this.now = Objects.requireNonNull(unixSeconds, "unixSeconds");
    this.appId = appId;
    this.mode = mode;
    long address = Native.get().generatorNew(appId, secret, Mode.number(mode));
    this.handle = new Handle(this, address, Native.get()::generatorFree);
  }

  private TokenGenerator(Mode mode) {
    this.now = Seconds::now;
    this.mode = mode;
    long address = Native.get().generatorFromEnv(Mode.number(mode));
    this.handle = new Handle(this, address, Native.get()::generatorFree);
    this.appId = Native.get().generatorAppId(address);
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
   * Mints a token with any payload text.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param payload any text, {@code ""} for an identity token
   * @return the token text
   * @throws Token04Exception with code 3, 6 or 7, in this order; 94 without entropy
   */
  public String generate(String userId, Duration ttl, String payload) {
    String token = mint(userId, ttl, Scratch.utf8(payload), null);
    if (token != null) {
      return token;
    }
    long address = handle.acquire();
    try {
      return Native.get().generate(address, userId, Seconds.of(ttl), payload, now.getAsLong());
    } finally {
      handle.release();
    }
  }

  /** The fast way; null where it cannot go. */
  private String mint(String userId, Duration ttl, byte[] payload, long[] moments) {
    byte[] user = Scratch.utf8(userId);
    long address = handle.acquire();
    try {
      long seconds = Seconds.of(ttl);
      return Scratch.mint(address, user, seconds, payload, now.getAsLong(), moments);
    } finally {
      handle.release();
    }
  }

  /**
   * Mints a token that says who the user is and nothing more: the payload is empty.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @return the token text
   * @throws Token04Exception with code 3 or 6, in this order; 94 without entropy
   */
  public String identityToken(String userId, Duration ttl) {
    return generate(userId, ttl, "");
  }

  /**
   * Mints a token that carries the privileges of one room.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param privileges what the user may do
   * @return the token text
   * @throws Token04Exception with code 3, 6, 8, 9 or 7, in this order; 94 without entropy
   */
  public String privilegeToken(String userId, Duration ttl, RoomPrivileges privileges) {
    if (privileges == null) {
      return generate(userId, ttl, null);
    }
    byte[] prepared = privileges.prepared();
    String token = prepared == null ? null : mint(userId, ttl, prepared, null);
    if (token != null) {
      return token;
    }
    // Too much for the fast way, or something is wrong: the core says what, in its order.
    long address = handle.acquire();
    try {
      return privileges.token(address, userId, Seconds.of(ttl), now.getAsLong());
    } finally {
      handle.release();
    }
  }

  /**
   * Mints a token and tells its moments: what an app server answers to its client.
   *
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param ttl the lifetime in whole seconds, at least one
   * @param payload any text, {@code ""} for an identity token
   * @return the token with its moments
   * @throws Token04Exception with code 3, 6 or 7, in this order; 94 without entropy
   */
  public IssuedToken issue(String userId, Duration ttl, String payload) {
    long[] moments = new long[IssuedToken.MOMENTS];
    String token = mint(userId, ttl, Scratch.utf8(payload), moments);
    if (token != null) {
      return new IssuedToken(token, moments);
    }
    long address = handle.acquire();
    try {
      long seconds = Seconds.of(ttl);
      token = Native.get().issue(address, userId, seconds, payload, now.getAsLong(), moments);
      return new IssuedToken(token, moments);
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
   * @param payload any text, {@code ""} for identity tokens
   * @return as many results as users; it cannot be changed
   * @throws Token04Exception for the whole call with code 6, or 94 without entropy
   * @throws NullPointerException when {@code userIds} itself is null
   */
  public List<BatchResult> generateBatch(Iterable<String> userIds, Duration ttl, String payload) {
    Objects.requireNonNull(userIds, "userIds");
    List<String> users = new ArrayList<>();
    userIds.forEach(users::add);
    Batch batch = new Batch(users, payload);
    long address = handle.acquire();
    try {
      return batch.mint(address, Seconds.of(ttl), payload, now.getAsLong());
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
