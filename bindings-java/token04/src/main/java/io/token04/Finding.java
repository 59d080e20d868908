package io.token04;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One finding about a token. */
public final class Finding {
  /** How many strings the native half passes for each. */
  static final int STRINGS = 5;

  private final String id;
  private final String severity;
  private final String message;
  private final String advice;
  private final List<Integer> sdkCodes;

  Finding(String[] strings, int start) {
    this.id = strings[start];
    this.severity = strings[start + 1];
    this.message = strings[start + 2];
    this.advice = strings[start + 3];
    List<Integer> codes = new ArrayList<>();
    for (String code : strings[start + 4].split(",")) {
      if (!code.isEmpty()) {
        codes.add(Integer.valueOf(code));
      }
    }
    this.sdkCodes = Collections.unmodifiableList(codes);
  }

  /**
   * What kind of finding.
   *
   * @return a stable string in snake case
   */
  public String id() {
    return id;
  }

  /**
   * How grave it is.
   *
   * @return {@code critical}, {@code error}, {@code warning} or {@code note}
   */
  public String severity() {
    return severity;
  }

  /**
   * What was found.
   *
   * @return one sentence
   */
  public String message() {
    return message;
  }

  /**
   * What to do.
   *
   * @return one sentence
   */
  public String advice() {
    return advice;
  }

  /**
   * The codes with which client SDKs report this.
   *
   * @return the codes, perhaps none; it cannot be changed
   */
  public List<Integer> sdkCodes() {
    return sdkCodes;
  }

  @Override
  public String toString() {
    return severity + " " + id;
  }
}
