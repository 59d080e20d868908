package io.token04;

import org.jspecify.annotations.Nullable;

/** A token that was decrypted and read, but not verified. */
public class DecodedToken {
  private final Claims claims;
  private final Mode mode;
  private final boolean authenticated;
  private final long envelopeExpire;
  private final @Nullable Privileges privileges;
  private final boolean payloadIsText;
  private final String json;

  DecodedToken(TokenFields fields) {
    this.claims = fields.claims();
    this.mode = fields.mode();
    this.authenticated = fields.authenticated();
    this.envelopeExpire = fields.envelopeExpire();
    this.privileges = fields.privileges();
    this.payloadIsText = fields.payloadIsText();
    this.json = fields.json();
  }

  /**
   * The six fields of the wire.
   *
   * @return the claims
   */
  public final Claims claims() {
    return claims;
  }

  /**
   * How it was encrypted.
   *
   * @return the mode
   */
  public final Mode mode() {
    return mode;
  }

  /**
   * Whether this library made the token under this secret, and nobody changed it since. It is false
   * for tokens of other generators.
   *
   * @return true when the token is authentic; always true for a {@link VerifiedToken}
   */
  public final boolean authenticated() {
    return authenticated;
  }

  /**
   * The expiry in the envelope. A verifier checks that it equals the one in the claims.
   *
   * @return unix seconds
   */
  public final long envelopeExpire() {
    return envelopeExpire;
  }

  /**
   * The privileges in the payload.
   *
   * @return the privileges, or null when the payload holds none
   */
  public final @Nullable Privileges privileges() {
    return privileges;
  }

  /**
   * Whether the payload is a string, or nothing, as the format has it.
   *
   * @return false when {@link Claims#payload} is the JSON of another value
   */
  public final boolean payloadIsText() {
    return payloadIsText;
  }

  /**
   * All of it as JSON, claims included.
   *
   * @return one JSON object
   */
  public final String toJson() {
    return json;
  }

  /** Shows no claim. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "[mode=" + mode + ", authenticated=" + authenticated + "]";
  }
}
