package io.token04;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The core as native code, by the JNI. */
@NullUnmarked
final class Native extends Engine {
  private Native() {}

  /**
   * Loads the library. Call it once for each class loader: with two copies, the JVM may link some
   * methods to one copy and some to the other, whose states differ.
   */
  static Native load() {
    NativeLoader.load();
    return new Native();
  }

  @Override
  String name() {
    return EngineChoice.NATIVE;
  }

  /** A token by way of memory outside the heap, or else with the strings as they are. */
  @Override
  String mintToken(
      long generator, String userId, long ttl, String payload, long now, long[] times) {
    byte[] user = Scratch.utf8(userId);
    String token = Scratch.mint(this, generator, user, ttl, Scratch.utf8(payload), now, times);
    if (token != null) {
      return token;
    }
    // Too long for the fast way, or something is wrong: the core reports what, in its order.
    return times == null
        ? generate(generator, userId, ttl, payload, now)
        : issue(generator, userId, ttl, payload, now, times);
  }

  @Override
  String mintOnce(long appId, String userId, String secret, long ttl, String payload, long now) {
    byte[] user = Scratch.utf8(userId);
    String token = Scratch.mintOnce(this, appId, user, secret, ttl, Scratch.utf8(payload), now);
    return token != null ? token : generateToken04(appId, userId, secret, ttl, payload, now);
  }

  @Override
  List<BatchResult> mintBatch(
      long generator, List<String> userIds, long ttl, String payload, long now) {
    return new Batch(this, userIds, payload).mint(generator, ttl, payload, now);
  }

  @Override
  native String version();

  @Override
  native String[] status(int code);

  @Override
  native long generatorNew(long appId, String secret, int mode);

  @Override
  native long generatorFromValues(String appId, String secret, int mode);

  @Override
  native long generatorAppId(long generator);

  @Override
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

  @Override
  native String privilegesPayload(
      String roomId, boolean login, boolean publish, boolean anyStream, String[] streamIds);

  native String generateToken04(
      long appId, String userId, String secret, long ttl, String payload, long now);

  @Override
  native long verifierNew(long appId, String secret, String[] previous, long leeway);

  @Override
  native long verifierFromValues(String appId, String secret, String previousSecret, long leeway);

  @Override
  native void verifierFree(long verifier);

  @Override
  native String[] verify(long verifier, String token, long now, long[] numbers);

  @Override
  native String[] verifyUser(long verifier, String token, String userId, long now, long[] numbers);

  @Override
  native String[] verifyLogin(
      long verifier, String token, String userId, String roomId, long now, long[] numbers);

  @Override
  native String[] verifyPublish(
      long verifier,
      String token,
      String userId,
      String roomId,
      String streamId,
      long now,
      long[] numbers);

  @Override
  native String[] decode(String token, String secret, long[] numbers);

  @Override
  native String kitToken(String token, String roomId, String userId, String userName, long appId);

  @Override
  native String[] inspect(String token, long[] numbers);

  @Override
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
