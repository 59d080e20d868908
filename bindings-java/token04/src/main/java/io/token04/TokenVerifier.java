package io.token04;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens that this library minted for one app, in both modes. A token of another
 * generator, of another secret, or one that was changed is refused with code 38. Made once and
 * shared between threads.
 *
 * <p>{@link #close} wipes and frees the keys. A use after it throws {@link IllegalStateException};
 * calls that are running while another thread closes end as usual.
 */
public final class TokenVerifier implements AutoCloseable {
  // begin: limits
  /**
   * A verifier's default tolerance for clocks that differ, in seconds: a token is accepted until
   * its expiry plus this, and from its time of issue minus this.
   */
  public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(30);

  // end: limits

  private final LongSupplier now;
  private final Handle handle;

  /**
   * A verifier with one secret and the default leeway.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @throws Token04Exception with code 1 or 5, in this order
   */
  public TokenVerifier(long appId, String secret) {
    this(builder(appId, secret));
  }

  private TokenVerifier(Builder builder) {
    this.now = builder.now;
    this.handle = new Handle(this, builder.open(), Engine.get()::verifierFree);
  }

  /**
   * Begins a verifier with other settings.
   *
   * @param appId the app id, 1 to 4294967295
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @return a builder
   */
  public static Builder builder(long appId, String secret) {
    return new Builder(false, appId, secret);
  }

  /**
   * A verifier from {@code ZEGO_APP_ID}, {@code ZEGO_SERVER_SECRET} and, where it is set and not
   * empty, {@code ZEGO_PREVIOUS_SERVER_SECRET}.
   *
   * @return the verifier
   * @throws Token04Exception with code 1 or 5, in this order; also when one of the first two
   *     variables is not set or empty. Its message begins with the name of the variable
   */
  public static TokenVerifier fromEnv() {
    return builderFromEnv().build();
  }

  /**
   * Begins a verifier with the credentials of {@link #fromEnv} and other settings.
   *
   * @return a builder; its previous secrets are those of the environment
   */
  public static Builder builderFromEnv() {
    return new Builder(true, 0, null);
  }

  /**
   * Verifies that this library made the token under one of the secrets, for this app, and that it
   * is valid now. The result says who the user is.
   *
   * @param token the token
   * @return the token as read
   * @throws Token04Exception with the first code that applies of 13, 20, 38, 24, 34, 30, 32, 33
   */
  public VerifiedToken verify(String token) {
    return judged((address, at, numbers) -> Engine.get().verify(address, token, at, numbers));
  }

  /**
   * {@link #verify}, and that the token is this user's.
   *
   * @param token the token
   * @param userId the user; null or empty never matches
   * @return the token as read
   * @throws Token04Exception with a code of {@link #verify}, or 31
   */
  public VerifiedToken verifyUser(String token, String userId) {
    return judged(
        (address, at, numbers) -> Engine.get().verifyUser(address, token, userId, at, numbers));
  }

  /**
   * {@link #verifyUser}, and that the token allows logging in to this room.
   *
   * @param token the token
   * @param userId the user; null or empty never matches
   * @param roomId the room; null or empty never matches
   * @return the token as read
   * @throws Token04Exception with a code of {@link #verifyUser}, or the first that applies of 37
   *     and 35
   */
  public VerifiedToken verifyLogin(String token, String userId, String roomId) {
    return judged(
        (address, at, numbers) ->
            Engine.get().verifyLogin(address, token, userId, roomId, at, numbers));
  }

  /**
   * {@link #verifyUser}, and that the token is for this room and allows publishing this stream. The
   * right to log in is not needed.
   *
   * @param token the token
   * @param userId the user; null or empty never matches
   * @param roomId the room; null or empty never matches
   * @param streamId the stream; null or empty never matches
   * @return the token as read
   * @throws Token04Exception with a code of {@link #verifyUser}, or the first that applies of 37,
   *     35 and 36
   */
  public VerifiedToken verifyPublish(String token, String userId, String roomId, String streamId) {
    return judged(
        (address, at, numbers) ->
            Engine.get().verifyPublish(address, token, userId, roomId, streamId, at, numbers));
  }

  private interface Verify {
    String[] call(long verifier, long at, long[] numbers);
  }

  private VerifiedToken judged(Verify verify) {
    long[] numbers = new long[TokenFields.NUMBERS];
    long address = handle.acquire();
    try {
      String[] strings = verify.call(address, now.getAsLong(), numbers);
      return new VerifiedToken(new TokenFields(strings, numbers));
    } finally {
      handle.release();
    }
  }

  /** Wipes and frees the keys, after the calls that are running. Closing again does nothing. */
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return "TokenVerifier[redacted]";
  }

  /** Settings of a verifier. */
  public static final class Builder {
    private final boolean fromEnv;
    private final long appId;
    private final @Nullable String secret;
    private final List<String> previous = new ArrayList<>();
    private Duration leeway = DEFAULT_LEEWAY;
    private LongSupplier now = Seconds::now;

    private Builder(boolean fromEnv, long appId, @Nullable String secret) {
      this.fromEnv = fromEnv;
      this.appId = appId;
      this.secret = secret;
    }

    /**
     * Accepts tokens of an earlier secret as well; several are tried in the order in which they are
     * added, after the current one. For the days after a rotation.
     *
     * @param secret a ServerSecret of exactly 32 bytes
     * @return this builder
     * @throws IllegalStateException when the credentials come from the environment
     */
    public Builder previousSecret(String secret) {
      if (fromEnv) {
        throw new IllegalStateException("set ZEGO_PREVIOUS_SERVER_SECRET instead");
      }
      previous.add(secret);
      return this;
    }

    /**
     * Sets the tolerance for clocks that differ.
     *
     * @param leeway whole seconds, at least none
     * @return this builder
     */
    public Builder leeway(Duration leeway) {
      this.leeway = leeway;
      return this;
    }

    /**
     * Sets the clock, for tests that freeze the time.
     *
     * @param clock gives the time at which tokens are judged
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.now = Seconds.of(clock);
      return this;
    }

    /**
     * Sets a clock of unix seconds. Milliseconds, as of {@code System::currentTimeMillis}, are
     * refused with code 13 when a token is verified.
     *
     * @param unixSeconds gives the time, in unix seconds, at which tokens are judged
     * @return this builder
     */
    public Builder clock(LongSupplier unixSeconds) {
      this.now = Objects.requireNonNull(unixSeconds, "unixSeconds");
      return this;
    }

    /**
     * Prepares the verifier.
     *
     * @return the verifier
     * @throws Token04Exception with code 1, 5 (of any secret) or 11, in this order
     */
    public TokenVerifier build() {
      return new TokenVerifier(this);
    }

    private long open() {
      long seconds = Seconds.of(leeway);
      if (fromEnv) {
        return Engine.get()
            .verifierFromValues(
                System.getenv(Env.APP_ID),
                System.getenv(Env.SECRET),
                System.getenv(Env.PREVIOUS_SECRET),
                seconds);
      }
      String[] secrets = previous.toArray(new String[0]);
      return Engine.get().verifierNew(appId, secret, secrets, seconds);
    }
  }
}
