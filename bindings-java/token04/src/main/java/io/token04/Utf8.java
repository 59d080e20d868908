package io.token04;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strings as UTF-8. */
final class Utf8 {
  private Utf8() {}

  /** Null for null and for a lone surrogate, which would become a question mark. */
  static byte @Nullable [] of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).equals(text) ? bytes : null;
  }
}
