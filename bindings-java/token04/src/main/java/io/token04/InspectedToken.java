package io.token04;

import org.jspecify.annotations.Nullable;

/** What can be read of a token without its secret. Nothing here is protected. */
public final class InspectedToken {
  /** How many numbers the native half hands over. */
  static final int NUMBERS = 6;

  private final String[] strings;
  private final long[] numbers;

  InspectedToken(String[] strings, long[] numbers) {
    this.strings = strings;
    this.numbers = numbers;
  }

  /**
   * The version.
   *
   * @return always {@code "04"}
   */
  public String version() {
    return strings[1];
  }

  /**
   * How it says it was encrypted.
   *
   * @return the mode
   */
  public Mode mode() {
    return Mode.of(numbers[0]);
  }

  /**
   * The expiry in the envelope.
   *
   * @return unix seconds
   */
  public long expire() {
    return numbers[1];
  }

  /**
   * Length of the initialisation vector.
   *
   * @return 16 or 12 bytes
   */
  public int ivLength() {
    return Math.toIntExact(numbers[2]);
  }

  /**
   * Length of the ciphertext, a GCM tag included.
   *
   * @return bytes
   */
  public int ciphertextLength() {
    return Math.toIntExact(numbers[3]);
  }

  /**
   * The second part of a kit token.
   *
   * @return the part, or null for a plain token
   */
  public @Nullable InspectedKit kit() {
    return numbers[4] == 0
        ? null
        : new InspectedKit(strings[2], strings[3], strings[4], numbers[5]);
  }

  /**
   * All of it as JSON.
   *
   * @return one JSON object
   */
  public String toJson() {
    return strings[0];
  }

  @Override
  public String toString() {
    return "InspectedToken[mode=" + mode() + ", expire=" + expire() + "]";
  }
}
