package io.token04;

/**
 * An error with a stable code and name. The message is {@link #reason}, followed by the code and
 * the name, so that a log shows all three. It never shows a secret or a claim.
 */
public final class Token04Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable number. */
  private final int code;

  /** The stable name. */
  private final String name;

  /** The message without code and name. */
  private final String reason;

  /** Called by the native half. */
  Token04Exception(int code, String name, String reason) {
    super(reason + " (" + code + " " + name + ")");
    this.code = code;
    this.name = name;
    this.reason = reason;
  }

  /**
   * The stable number, one of {@link ErrorCodes}.
   *
   * @return the code, never 0
   */
  public int code() {
    return code;
  }

  /**
   * The stable name, for example {@code user_id_invalid}.
   *
   * @return the name in snake case
   */
  public String name() {
    return name;
  }

  /**
   * What is wrong: a constant of the code, or a sentence that names the environment variable.
   *
   * @return the message without code and name
   */
  public String reason() {
    return reason;
  }
}
