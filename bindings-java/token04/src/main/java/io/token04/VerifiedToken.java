package io.token04;

/** A token that a verifier accepted. */
public final class VerifiedToken extends DecodedToken {
  private final int secretIndex;

  VerifiedToken(TokenFields fields) {
    super(fields);
    this.secretIndex = fields.secretIndex();
  }

  /**
   * Which secret opened it.
   *
   * @return 0 for the current one, 1 for the first of the previous ones, and so on
   */
  public int secretIndex() {
    return secretIndex;
  }
}
