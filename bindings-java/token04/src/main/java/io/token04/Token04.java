package io.token04;

import java.time.Clock;

/** What needs neither a generator nor a verifier. */
public final class Token04 {
  private Token04() {}

  /**
   * The version of the core.
   *
   * @return for example {@code 0.1.0}
   */
  public static String version() {
    return Engine.get().version();
  }

  /**
   * What runs the core: native code where its library loads, else bytecode, which is slower. The
   * system property {@code token04.engine} or the environment variable {@code TOKEN04_ENGINE}
   * demands one.
   *
   * @return {@code native} or {@code bytecode}
   * @throws UnsatisfiedLinkError when native code is demanded and cannot be loaded
   * @throws IllegalStateException when something else is demanded
   */
  public static String engine() {
    return Engine.get().name();
  }

  /**
   * Decrypts and reads a token, and compares nothing: for tools and logs, not for letting people in
   * (that is {@link TokenVerifier}). It reads tokens of other generators as well. Never offer it to
   * remote callers: they could learn what any ciphertext decrypts to.
   *
   * @param token the token
   * @param secret the ServerSecret of exactly 32 bytes
   * @return the token as read
   * @throws Token04Exception with code 5, 20, 23 or 24, in this order
   */
  public static DecodedToken decode(String token, String secret) {
    long[] numbers = new long[TokenFields.NUMBERS];
    return new DecodedToken(new TokenFields(Engine.get().decode(token, secret, numbers), numbers));
  }

  /**
   * Reads what can be read of a token without its secret. A kit token is accepted.
   *
   * @param token the token
   * @return what was read
   * @throws Token04Exception with code 20
   */
  public static InspectedToken inspect(String token) {
    long[] numbers = new long[InspectedToken.NUMBERS];
    return new InspectedToken(Engine.get().inspect(token, numbers), numbers);
  }

  /**
   * Wraps a token for the vendor's web UI kit, which otherwise makes one in the browser, where the
   * secret would have to be.
   *
   * @param token a plain token of this user
   * @param roomId the room to enter, 1 to 128 bytes of UTF-8 without NUL
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param userName the name shown to others, any string
   * @param appId the app id, 1 to 4294967295
   * @return the kit token, pure ASCII
   * @throws Token04Exception with code 1, 3, 8 or 20, in this order
   */
  public static String kitToken(
      String token, String roomId, String userId, String userName, long appId) {
    return Engine.get().kitToken(token, roomId, userId, userName, appId);
  }

  /**
   * Mints one CBC token, in the upstream generators' argument order. Whoever mints more than one
   * prepares a {@link TokenGenerator} instead.
   *
   * @param appId the app id, 1 to 4294967295
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @param effectiveTimeInSeconds the lifetime, at least 1
   * @param payload any string, {@code ""} for an identity token
   * @return the token
   * @throws Token04Exception with code 1, 3, 5, 13, 6 or 7, in this order; 94 without entropy
   */
  public static String generateToken04(
      long appId, String userId, String secret, long effectiveTimeInSeconds, String payload) {
    return mint(appId, userId, secret, effectiveTimeInSeconds, payload, Seconds.now());
  }

  /**
   * As {@link #generateToken04(long, String, String, long, String)}, with a clock.
   *
   * @param appId the app id, 1 to 4294967295
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param secret the ServerSecret of exactly 32 bytes, as it is
   * @param effectiveTimeInSeconds the lifetime, at least 1
   * @param payload any string, {@code ""} for an identity token
   * @param clock gives the time of issue
   * @return the token
   * @throws Token04Exception with code 1, 3, 5, 13, 6 or 7, in this order; 94 without entropy
   */
  public static String generateToken04(
      long appId,
      String userId,
      String secret,
      long effectiveTimeInSeconds,
      String payload,
      Clock clock) {
    long now = Seconds.of(clock).getAsLong();
    return mint(appId, userId, secret, effectiveTimeInSeconds, payload, now);
  }

  private static String mint(
      long appId, String userId, String secret, long ttl, String payload, long now) {
    return Engine.get().mintOnce(appId, userId, secret, ttl, payload, now);
  }

  /**
   * Reports why a token was refused, or would be.
   *
   * <p>A developer's tool: with the secret it says more about a token than any error does.
   * <strong>Never send its result to a remote client</strong>, to whom it would be a decryption
   * oracle.
   *
   * @param request the token and what is known about it
   * @return the findings, most likely cause first
   */
  public static Report explain(ExplainInput request) {
    return new Report(request.ask());
  }
}
