package io.token04;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a generator, of a verifier or of one call, for the engine {@link Bytecode}. A
 * generator or verifier is made anew for each call, in its instance: no secret stays there.
 */
final class Keys {
  enum Kind {
    ONE_CALL,
    GENERATOR,
    VERIFIER
  }

  static final Keys NONE = new Keys(Kind.ONE_CALL, 0, 0);

  /** A string of more characters is never a secret: it is not copied. */
  private static final int COPIED_CHARACTERS = 1024;

  final long appId;
  final Secret[] secrets;
  private final Kind kind;

  /** The mode of a generator, the leeway of a verifier. */
  private final long setting;

  /** The secrets: the current one, then previous ones. */
  Keys(Kind kind, long appId, long setting, @Nullable String... secrets) {
    this.kind = kind;
    this.appId = appId;
    this.setting = setting;
    this.secrets = new Secret[secrets.length];
    for (int index = 0; index < secrets.length; index++) {
      this.secrets[index] = new Secret(Utf8.orRefused(secrets[index], COPIED_CHARACTERS));
    }
  }

  /** The generator or verifier in this instance; 0 for one call. */
  int open(Instance instance) {
    if (kind == Kind.ONE_CALL) {
      return 0;
    }
    byte[] secret = secrets[0].bytes();
    if (kind == Kind.GENERATOR) {
      return instance.made(
          (core, at, out) ->
              core.token04_generator_new(appId, at[0], secret.length, (int) setting, out),
          secret);
    }
    byte[][] previous = new byte[secrets.length - 1][];
    for (int index = 0; index < previous.length; index++) {
      previous[index] = secrets[index + 1].bytes();
    }
    byte[] joined = Utf8.joined(previous);
    try {
      return instance.made(
          (core, at, out) ->
              core.token04_verifier_new(
                  appId, at[0], secret.length, at[1], at[2], previous.length, setting, out),
          secret,
          joined,
          Utf8.lengths(previous));
    } finally {
      Arrays.fill(joined, (byte) 0);
    }
  }

  void free(Instance instance, int handle) {
    if (kind == Kind.GENERATOR) {
      instance.core.token04_generator_free(handle);
    } else if (kind == Kind.VERIFIER) {
      instance.core.token04_verifier_free(handle);
    }
  }

  void wipe() {
    for (Secret secret : secrets) {
      secret.wipe();
    }
  }
}
