package io.token04;

/** Functions of the library that is built for tests, used by those and by the bench. */
final class NativeHooks {
  private NativeHooks() {}

  static native String panic();

  static native int mintNothing(
      long generator, long address, int bytes, int userId, long ttl, int payload, long now);

  /** Tokens that never leave the core. */
  static native void mintMany(
      long generator, String userId, long ttl, String payload, long now, int times);

  /** The empty call: all that a call costs but the token. */
  static String empty(String userId, long ttl, String payload, long now) {
    return empty(userId, ttl, Scratch.utf8(payload), now);
  }

  static String empty(String userId, long ttl, byte[] payload, long now) {
    byte[] user = Scratch.utf8(userId);
    Scratch scratch = Scratch.take((Native) Engine.get());
    try {
      return scratch.through(NativeHooks::mintNothing, user, ttl, payload, now);
    } finally {
      scratch.giveBack();
    }
  }
}
