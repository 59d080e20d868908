package io.token04;

import java.nio.ByteBuffer;

/** The native methods. Each throws {@link Token04Exception} when the core refuses. */
final class Native {
  /** Bits for {@link #verify} and {@link #explain}: what the caller named. */
  static final int USER_ID = 1;

  static final int ROOM_ID = 2;
  static final int STREAM_ID = 4;
  static final int SECRET = 8;
  static final int APP_ID = 16;
  static final int KIT = 32;
  static final int PLAIN = 64;

  static {
    NativeLoader.load();
  }

  private Native() {}

  static native String version();

  static native String[] status(int code);

  static native long generatorNew(long appId, String secret, int mode);

  static native long generatorFromEnv(int mode);

  static native long generatorAppId(long generator);

  static native void generatorFree(long generator);

  static native String generate(long generator, String userId, long ttl, String payload, long now);

  static native String privilegeToken(
      long generator,
      String userId,
      long ttl,
      int shape,
      String roomId,
      String[] streamIds,
      long now);

  static native String issue(
      long generator, String userId, long ttl, String payload, long now, long[] moments);

  /** Answers the tokens one after another; {@code lengths} then holds theirs, or codes below 0. */
  static native byte[] batch(
      long generator, byte[] users, int[] lengths, long ttl, String payload, long now);

  static native long addressOf(ByteBuffer buffer);

  /** See {@link Scratch}: the lengths of the texts in its memory; answers that of the token. */
  static native int mint(
      long generator, long address, int bytes, int userId, long ttl, int payload, long now);

  static native int mintOnce(
      long appId, long address, int bytes, int userId, int secret, long ttl, int payload, long now);

  static native String privilegesPayload(int shape, String roomId, String[] streamIds);

  static native String generateToken04(
      long appId, String userId, String secret, long ttl, String payload, long now);

  static native long verifierNew(
      long appId, String secret, String[] previous, long leeway, boolean requireAuthenticated);

  static native long verifierFromEnv(long leeway, boolean requireAuthenticated);

  static native void verifierFree(long verifier);

  static native String[] verify(
      long verifier,
      String token,
      int named,
      String userId,
      String roomId,
      String streamId,
      long now,
      long[] numbers);

  static native String[] decode(String token, String secret, long[] numbers);

  static native String kitToken(
      String token, String roomId, String userId, String userName, long appId);

  static native String[] inspect(String token, long[] numbers);

  static native String[] explain(
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
