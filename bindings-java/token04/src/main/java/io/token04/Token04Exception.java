package io.token04;

/**
 * A refusal. The code and the name are stable for ever; the message is a constant of its code,
 * behind the name of the variable where the environment was at fault, and never shows a secret or a
 * claim.
 */
public final class Token04Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable number. */
  private final int code;

  /** The stable name. */
  private final String name;

  /** Called by the native half. */
  Token04Exception(int code, String name, String message) {
    super(message);
    this.code = code;
    this.name = name;
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
}
