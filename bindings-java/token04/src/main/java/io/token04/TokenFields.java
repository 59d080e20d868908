package io.token04;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a token in the order in which the native half hands them over. */
final class TokenFields {
  /** How many numbers there are. */
  static final int NUMBERS = 13;

  private static final int JSON = 0;
  private static final int USER_ID = 1;
  private static final int PAYLOAD = 2;
  private static final int ROOM_ID = 3;
  private static final int FIRST_STREAM = 4;

  private final String[] strings;
  private final long[] numbers;

  TokenFields(String[] strings, long[] numbers) {
    this.strings = strings;
    this.numbers = numbers;
  }

  Mode mode() {
    return Mode.of(numbers[0]);
  }

  boolean authenticated() {
    return numbers[1] != 0;
  }

  Claims claims() {
    return new Claims(
        numbers[2], strings[USER_ID], numbers[3], numbers[4], numbers[5], strings[PAYLOAD]);
  }

  long envelopeExpire() {
    return numbers[6];
  }

  boolean payloadIsText() {
    return numbers[7] != 0;
  }

  int secretIndex() {
    return Math.toIntExact(numbers[8]);
  }

  @Nullable Privileges privileges() {
    if (numbers[9] == 0) {
      return null;
    }
    boolean any = numbers[12] != 0;
    List<String> streams =
        any ? null : Arrays.asList(strings).subList(FIRST_STREAM, strings.length);
    return new Privileges(
        strings[ROOM_ID],
        numbers[10] != 0,
        numbers[11] != 0,
        any ? null : Collections.unmodifiableList(streams));
  }

  String json() {
    return strings[JSON];
  }
}
