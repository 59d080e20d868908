package io.token04;

/** How a token's claims are encrypted. */
public enum Mode {
  /**
   * AES-256-CBC: what every vendor server and SDK understands. A {@link TokenVerifier} recognises
   * changed tokens by their IV, which is a MAC of the claims.
   */
  CBC(0),
  /** AES-256-GCM: newer; the vendor recommends it. Verified in the same way. */
  GCM(1);

  private final int number;

  Mode(int number) {
    this.number = number;
  }

  /** The number of no mode: the core refuses it with code 10. */
  private static final int REFUSED = -1;

  static int number(Mode mode) {
    return mode == null ? REFUSED : mode.number;
  }

  static Mode of(long number) {
    return number == GCM.number ? GCM : CBC;
  }
}
