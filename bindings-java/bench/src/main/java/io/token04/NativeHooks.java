package io.token04;

/** The empty call, which only the library built for tests has. */
final class NativeHooks {
  private NativeHooks() {}

  static native String empty(long generator, String userId, long ttl, String payload, long now);
}
