package io.token04;

import java.nio.ByteBuffer;
import org.jspecify.annotations.NullUnmarked;

/**
 * The native methods. Each throws {@link Token04Exception} when the core refuses; the core judges
 * null as well.
 *
 * <p>They are called on the only instance, from {@link #get}, which exists when the library is
 * loaded: so every caller sees the reason why loading failed.
 */
@NullUnmarked
final class Native {
  /** Bits for {@link #explain}: what the caller gave. */
  static final int USER_ID = 1;

  static final int ROOM_ID = 2;
  static final int STREAM_ID = 4;
  static final int SECRET = 8;
  static final int APP_ID = 16;
  static final int KIT = 32;
  static final int PLAIN = 64;

  /** Null where loading failed. */
  private static final Native LOADED;

  private static final UnsatisfiedLinkError FAILURE;

  // An error that leaves this initializer is reported once; the next use would throw a bare
  // NoClassDefFoundError. So the failure is kept.
  static {
    UnsatisfiedLinkError failure = null;
    try {
      NativeLoader.load();
    } catch (UnsatisfiedLinkError error) {
      failure = error;
    }
    FAILURE = failure;
    LOADED = failure == null ? new Native() : null;
  }

  private Native() {}

  /** The loaded library; else the same message each time, with the first failure as its cause. */
  static Native get() {
    if (LOADED == null) {
      UnsatisfiedLinkError again = new UnsatisfiedLinkError(FAILURE.getMessage());
      again.initCause(FAILURE);
      throw again;
    }
    return LOADED;
  }

  native String version();

  native String[] status(int code);

  native long generatorNew(long appId, String secret, int mode);

  /** A value that is null is a variable that is not set. */
  native long generatorFromValues(String appId, String secret, int mode);

  native long generatorAppId(long generator);

  native void generatorFree(long generator);

  native String generate(long generator, String userId, long ttl, String payload, long now);

  native String issue(
      long generator, String userId, long ttl, String payload, long now, long[] times);

  native int userIdMaxBytes();

  /** Returns the tokens without gaps; {@code lengths} then holds theirs, or codes below 0. */
  native byte[] batch(
      long generator, byte[] users, int[] lengths, long ttl, String payload, long now);

  native long addressOf(ByteBuffer buffer);

  /** See {@link Scratch}: takes the lengths of the strings in its memory, returns the token's. */
  native int mint(
      long generator, long address, int bytes, int userId, long ttl, int payload, long now);

  native int mintOnce(
      long appId, long address, int bytes, int userId, int secret, long ttl, int payload, long now);

  native String privilegesPayload(
      String roomId, boolean login, boolean publish, boolean anyStream, String[] streamIds);

  native String generateToken04(
      long appId, String userId, String secret, long ttl, String payload, long now);

  native long verifierNew(long appId, String secret, String[] previous, long leeway);

  /** A value that is null is a variable that is not set. */
  native long verifierFromValues(String appId, String secret, String previousSecret, long leeway);

  native void verifierFree(long verifier);

  native String[] verify(long verifier, String token, long now, long[] numbers);

  native String[] verifyUser(long verifier, String token, String userId, long now, long[] numbers);

  native String[] verifyLogin(
      long verifier, String token, String userId, String roomId, long now, long[] numbers);

  native String[] verifyPublish(
      long verifier,
      String token,
      String userId,
      String roomId,
      String streamId,
      long now,
      long[] numbers);

  native String[] decode(String token, String secret, long[] numbers);

  native String kitToken(String token, String roomId, String userId, String userName, long appId);

  native String[] inspect(String token, long[] numbers);

  native String[] explain(
      String token,
      int given,
      String secret,
      long appId,
      String userId,
      String roomId,
      String streamId,
      long now,
      long leeway);
}
