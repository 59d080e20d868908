package io.token04;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A token with its times: what an app server returns to its client. Equal by value. */
public final class IssuedToken {
  static final int TIMES = 3;

  private final String token;
  private final long issuedAt;
  private final long expiresAt;
  private final long refreshAt;

  IssuedToken(String token, long[] times) {
    this.token = token;
    this.issuedAt = times[0];
    this.expiresAt = times[1];
    this.refreshAt = times[2];
  }

  /**
   * The token.
   *
   * @return the token
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
   * When to fetch a new one: 30 seconds before the expiry, never before the time of issue.
   *
   * @return unix seconds
   */
  public long refreshAt() {
    return refreshAt;
  }

  /**
   * The time of issue as an {@link Instant}.
   *
   * @return the instant, or null where an instant cannot hold it
   */
  public @Nullable Instant issuedAtInstant() {
    return Seconds.instant(issuedAt);
  }

  /**
   * When to fetch a new one, as an {@link Instant}.
   *
   * @return the instant, or null where an instant cannot hold it
   */
  public @Nullable Instant refreshAtInstant() {
    return Seconds.instant(refreshAt);
  }

  /**
   * The expiry as an {@link Instant}.
   *
   * @return the instant, or null where an instant cannot hold it
   */
  public @Nullable Instant expiresAtInstant() {
    return Seconds.instant(expiresAt);
  }

  /** Does not show the token: it lets its user in. */
  /**
   * {@link #token} as a bean property, for frameworks such as Jackson.
   *
   * @return the token
   */
  public String getToken() {
    return token;
  }

  /**
   * {@link #issuedAt} as a bean property, for frameworks such as Jackson.
   *
   * @return unix seconds
   */
  public long getIssuedAt() {
    return issuedAt;
  }

  /**
   * {@link #expiresAt} as a bean property, for frameworks such as Jackson.
   *
   * @return unix seconds
   */
  public long getExpiresAt() {
    return expiresAt;
  }

  /**
   * {@link #refreshAt} as a bean property, for frameworks such as Jackson.
   *
   * @return unix seconds
   */
  public long getRefreshAt() {
    return refreshAt;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof IssuedToken)) {
      return false;
    }
    IssuedToken that = (IssuedToken) other;
    return issuedAt == that.issuedAt
        && expiresAt == that.expiresAt
        && refreshAt == that.refreshAt
        && token.equals(that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(token, issuedAt, expiresAt, refreshAt);
  }

  @Override
  public String toString() {
    return "IssuedToken[issuedAt=" + issuedAt + ", expiresAt=" + expiresAt + "]";
  }
}
