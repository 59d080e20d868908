package io.token04;

import java.time.Instant;

/** The claims inside a token, under the names they have on the wire. */
public final class Claims {
  private final long appId;
  private final String userId;
  private final long nonce;
  private final long ctime;
  private final long expire;
  private final String payload;

  Claims(long appId, String userId, long nonce, long ctime, long expire, String payload) {
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
   * The moment of issue.
   *
   * @return unix seconds
   */
  public long ctime() {
    return ctime;
  }

  /**
   * The moment of expiry.
   *
   * @return unix seconds
   */
  public long expire() {
    return expire;
  }

  /**
   * What the token carries besides. Where {@link DecodedToken#payloadIsText} is false it is the
   * JSON text of another value.
   *
   * @return the payload, or null when the token has none
   */
  public String payload() {
    return payload;
  }

  /**
   * The moment of issue as an {@link Instant}.
   *
   * @return the moment, or null where an instant cannot hold it
   */
  public Instant ctimeInstant() {
    return Seconds.instant(ctime);
  }

  /**
   * The moment of expiry as an {@link Instant}.
   *
   * @return the moment, or null where an instant cannot hold it
   */
  public Instant expireInstant() {
    return Seconds.instant(expire);
  }

  /** Shows none of them: claims do not belong in a log. */
  @Override
  public String toString() {
    return "Claims[redacted]";
  }
}
