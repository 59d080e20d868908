package io.token04;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/**
 * The core, either as native code or as bytecode. Each method throws {@link Token04Exception} when
 * the core refuses; the core checks null as well. Generators and verifiers are numbers.
 */
@NullUnmarked
abstract class Engine {
  /** Bits for {@link #explain}: what the caller gave. */
  static final int USER_ID = 1;

  static final int ROOM_ID = 2;
  static final int STREAM_ID = 4;
  static final int SECRET = 8;
  static final int APP_ID = 16;
  static final int KIT = 32;
  static final int PLAIN = 64;

  /** The engine of this class loader. */
  static Engine get() {
    return EngineChoice.get();
  }

  /** {@code native} or {@code bytecode}. */
  abstract String name();

  abstract String version();

  /** Name and message of a code. */
  abstract String[] status(int code);

  abstract long generatorNew(long appId, String secret, int mode);

  /** A value that is null is a variable that is not set. */
  abstract long generatorFromValues(String appId, String secret, int mode);

  abstract long generatorAppId(long generator);

  abstract void generatorFree(long generator);

  /** Mints with a prepared generator; {@code times} may be null. */
  abstract String mintToken(
      long generator, String userId, long ttl, String payload, long now, long[] times);

  /** Mints with a secret. */
  abstract String mintOnce(
      long appId, String userId, String secret, long ttl, String payload, long now);

  abstract List<BatchResult> mintBatch(
      long generator, List<String> userIds, long ttl, String payload, long now);

  abstract String privilegesPayload(
      String roomId, boolean login, boolean publish, boolean anyStream, String[] streamIds);

  abstract long verifierNew(long appId, String secret, String[] previous, long leeway);

  /** A value that is null is a variable that is not set. */
  abstract long verifierFromValues(String appId, String secret, String previousSecret, long leeway);

  abstract void verifierFree(long verifier);

  abstract String[] verify(long verifier, String token, long now, long[] numbers);

  abstract String[] verifyUser(
      long verifier, String token, String userId, long now, long[] numbers);

  abstract String[] verifyLogin(
      long verifier, String token, String userId, String roomId, long now, long[] numbers);

  abstract String[] verifyPublish(
      long verifier,
      String token,
      String userId,
      String roomId,
      String streamId,
      long now,
      long[] numbers);

  abstract String[] decode(String token, String secret, long[] numbers);

  abstract String kitToken(String token, String roomId, String userId, String userName, long appId);

  abstract String[] inspect(String token, long[] numbers);

  abstract String[] explain(
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
