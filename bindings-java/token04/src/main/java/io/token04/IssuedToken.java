package io.token04;

import java.time.Instant;

/** A token with its moments: what an app server answers to its client. */
public final class IssuedToken {
  static final int MOMENTS = 3;

  private final String token;
  private final long issuedAt;
  private final long expiresAt;
  private final long refreshAt;

  IssuedToken(String token, long[] moments) {
    this.token = token;
    this.issuedAt = moments[0];
    this.expiresAt = moments[1];
    this.refreshAt = moments[2];
  }

  /**
   * The token.
   *
   * @return the token text
   */
  public String token() {
    return token;
  }

  /**
   * When it was issued.
   *
   * @return unix seconds
   */
  public long issuedAt() {
    return issuedAt;
  }

  /**
   * When it expires: servers refuse it from this second on.
   *
   * @return unix seconds
   */
  public long expiresAt() {
    return expiresAt;
  }

  /**
   * When to fetch a new one: 30 seconds before the expiry, never before the moment of issue.
   *
   * @return unix seconds
   */
  public long refreshAt() {
    return refreshAt;
  }

  /**
   * The moment of issue as an {@link Instant}.
   *
   * @return the moment, or null where an instant cannot hold it
   */
  public Instant issuedAtInstant() {
    return Seconds.instant(issuedAt);
  }

  /**
   * The moment to fetch a new one as an {@link Instant}.
   *
   * @return the moment, or null where an instant cannot hold it
   */
  public Instant refreshAtInstant() {
    return Seconds.instant(refreshAt);
  }

  /**
   * The expiry as an {@link Instant}.
   *
   * @return the moment, or null where an instant cannot hold it
   */
  public Instant expiresAtInstant() {
    return Seconds.instant(expiresAt);
  }

  /** Does not show the token: it lets its user in. */
  @Override
  public String toString() {
    return "IssuedToken[issuedAt=" + issuedAt + ", expiresAt=" + expiresAt + "]";
  }
}
