package io.token04;

/** Functions that only the library built for tests has. */
final class NativeHooks {
  private NativeHooks() {}

  static native String panic();

  static native String empty(long generator, String userId, long ttl, String payload, long now);
}
