package io.token04;

import org.jspecify.annotations.Nullable;

/** One result of a batch: a token or an error. */
public final class BatchResult {
  private final @Nullable String token;
  private final int code;

  BatchResult(@Nullable String token, int code) {
    this.token = token;
    this.code = code;
  }

  /**
   * Whether there is a token.
   *
   * @return false when the user id or the payload was refused
   */
  public boolean isOk() {
    return code == 0;
  }

  /**
   * The token.
   *
   * @return the token
   * @throws Token04Exception with code 3 or 7 when there is no token
   */
  public String token() {
    if (token == null) {
      throw failure();
    }
    return token;
  }

  /**
   * The code of the refusal.
   *
   * @return 0 when there is a token, else 3 or 7
   */
  public int code() {
    return code;
  }

  /**
   * The refusal.
   *
   * @return the exception that {@link #token} throws, or null when there is a token
   */
  public @Nullable Token04Exception error() {
    return token == null ? failure() : null;
  }

  private Token04Exception failure() {
    String[] status = Engine.get().status(code);
    return new Token04Exception(code, status[0], status[1]);
  }

  @Override
  public String toString() {
    return "BatchResult[code=" + code + "]";
  }
}
