package io.token04;

import java.nio.charset.StandardCharsets;

/** Texts as UTF-8. */
final class Utf8 {
  private Utf8() {}

  /** Null for null and for what has no UTF-8: a lone surrogate would become a question mark. */
  static byte[] of(String text) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).equals(text) ? bytes : null;
  }
}
