package io.token04;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the engine at the first use: native code where it loads, else bytecode. The system
 * property, or else the environment variable, demands one of them.
 */
final class EngineChoice {
  static final String PROPERTY = "token04.engine";
  static final String VARIABLE = "TOKEN04_ENGINE";
  static final String NATIVE = "native";
  static final String BYTECODE = "bytecode";

  /** Null where none is possible. */
  private static final @Nullable Engine CHOSEN;

  private static final @Nullable Throwable FAILURE;

  // An error that leaves this initializer is reported once; the next use would throw a bare
  // NoClassDefFoundError. So the failure is kept.
  static {
    Engine chosen = null;
    Throwable failure = null;
    try {
      chosen = choose(demanded(), System.getProperty(NativeLoader.PATH_PROPERTY));
    } catch (UnsatisfiedLinkError | IllegalStateException error) {
      failure = error;
    }
    CHOSEN = chosen;
    FAILURE = failure;
  }

  private EngineChoice() {}

  /** The engine; else the same message each time, with the first failure as its cause. */
  static Engine get() {
    if (CHOSEN != null) {
      return CHOSEN;
    }
    if (FAILURE instanceof UnsatisfiedLinkError) {
      UnsatisfiedLinkError again = new UnsatisfiedLinkError(FAILURE.getMessage());
      again.initCause(FAILURE);
      throw again;
    }
    throw new IllegalStateException(FAILURE == null ? null : FAILURE.getMessage(), FAILURE);
  }

  /** What the property demands, or else the variable; null where neither is set. */
  private static @Nullable String demanded() {
    String property = System.getProperty(PROPERTY);
    return property != null
        ? known("the system property " + PROPERTY, property)
        : known("the environment variable " + VARIABLE, System.getenv(VARIABLE));
  }

  /** An empty value is an error too: whoever sets one means an engine. */
  static @Nullable String known(String source, @Nullable String value) {
    if (value == null || value.equals(NATIVE) || value.equals(BYTECODE)) {
      return value;
    }
    String given = value.isEmpty() ? "is empty" : "is \"" + value + '"';
    throw new IllegalStateException(
        source + " " + given + ": set \"native\" or \"bytecode\", or remove it");
  }

  /** Whoever names a library demands native code as well. */
  private static Engine choose(@Nullable String demanded, @Nullable String library) {
    if (BYTECODE.equals(demanded)) {
      return new Bytecode();
    }
    boolean isNamed = library != null && !library.isEmpty();
    try {
      return Native.load();
    } catch (UnsatisfiedLinkError error) {
      if (NATIVE.equals(demanded) || isNamed) {
        throw error;
      }
      log(error.getMessage());
      return new Bytecode();
    }
  }

  private static void log(String reason) {
    String line = "token04 runs as bytecode, which is slower: " + reason;
    try {
      Logger.getLogger("io.token04")
          .log(Level.WARNING, "{0}; -D" + PROPERTY + "=bytecode avoids this message", line);
    } catch (NoClassDefFoundError noLogging) {
      // A Java runtime without the module java.logging.
    }
  }
}
