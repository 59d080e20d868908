package io.token04;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A server secret as a key of javax.crypto, wiped when nobody needs it any more. */
final class Secret implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;

  /** The bytes become its own. */
  Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Compares with a part of memory, in constant time. */
  boolean isAt(byte[] memory, int at, int length) {
    if (length != bytes.length) {
      return false;
    }
    int different = 0;
    for (int index = 0; index < length; index++) {
      different |= bytes[index] ^ memory[at + index];
    }
    return different == 0;
  }

  void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
