package io.token04;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The claims inside a token, under the names they have on the wire. Equal by value. */
public final class Claims {
  private final long appId;
  private final String userId;
  private final long nonce;
  private final long ctime;
  private final long expire;
  private final @Nullable String payload;

  Claims(long appId, String userId, long nonce, long ctime, long expire, @Nullable String payload) {
    this.appId = appId;
    this.userId = userId;
    this.nonce = nonce;
    this.ctime = ctime;
    this.expire = expire;
    this.payload = payload;
  }

  /**
   * The app the token was issued for.
   *
   * @return 1 to 4294967295
   */
  public long appId() {
    return appId;
  }

  /**
   * The user it lets in. Upstream generators check little: it may be empty or longer than 64 bytes.
   *
   * @return the user id
   */
  public String userId() {
    return userId;
  }

  /**
   * A random number.
   *
   * @return any 64-bit integer
   */
  public long nonce() {
    return nonce;
  }

  /**
   * The time of issue.
   *
   * @return unix seconds
   */
  public long ctime() {
    return ctime;
  }

  /**
   * The time of expiry.
   *
   * @return unix seconds
   */
  public long expire() {
    return expire;
  }

  /**
   * What the token carries besides. Where {@link DecodedToken#payloadIsText} is false it is the
   * JSON of another value than a string.
   *
   * @return the payload, or null when the token has none
   */
  public @Nullable String payload() {
    return payload;
  }

  /**
   * The time of issue as an {@link Instant}.
   *
   * @return the instant, or null where an instant cannot hold it
   */
  public @Nullable Instant ctimeInstant() {
    return Seconds.instant(ctime);
  }

  /**
   * The time of expiry as an {@link Instant}.
   *
   * @return the instant, or null where an instant cannot hold it
   */
  public @Nullable Instant expireInstant() {
    return Seconds.instant(expire);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Claims)) {
      return false;
    }
    Claims that = (Claims) other;
    return appId == that.appId
        && nonce == that.nonce
        && ctime == that.ctime
        && expire == that.expire
        && userId.equals(that.userId)
        && Objects.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(appId, userId, nonce, ctime, expire, payload);
  }

  /** Shows none of them: claims do not belong in a log. */
  @Override
  public String toString() {
    return "Claims[redacted]";
  }
}
