package io.token04;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /**
   * In place of a string that is not valid, or has more characters than this and is not copied:
   * bytes that the core refuses with the code of the field.
   */
  static byte[] orRefused(@Nullable String text, int mostCharacters) {
    byte[] bytes = text == null || text.length() > mostCharacters ? null : of(text);
    return bytes == null ? new byte[] {(byte) 0xff} : bytes;
  }

  /** Strings one after the other. */
  static byte[] joined(byte[]... strings) {
    int bytes = 0;
    for (byte[] string : strings) {
      bytes = Math.addExact(bytes, string.length);
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    for (byte[] string : strings) {
      joined.put(string);
    }
    return joined.array();
  }

  /** Their lengths, as the core reads them. */
  static byte[] lengths(byte[]... strings) {
    ByteBuffer lengths =
        ByteBuffer.allocate(strings.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] string : strings) {
      lengths.putInt(string.length);
    }
    return lengths.array();
  }
}
