package io.token04;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A token that was refused, and what is known about it, for {@link Token04#explain}. Everything but
 * the token may be left out. Not safe for use by several threads at once.
 */
public final class ExplainInput {
  private final String token;
  private int given;
  private @Nullable String secret;
  private long appId;
  private @Nullable String userId;
  private @Nullable String roomId;
  private @Nullable String streamId;
  private Duration leeway = TokenVerifier.DEFAULT_LEEWAY;
  private LongSupplier now = Seconds::now;

  /**
   * A token as it was passed on.
   *
   * @param token the token, or the string that was passed as one
   */
  public ExplainInput(String token) {
    this.token = token;
  }

  /**
   * The secret as it is configured, of any length: AppSigns, quotes and the like are named.
   *
   * @param secret the secret
   * @return this request
   */
  public ExplainInput secret(String secret) {
    this.given |= Engine.SECRET;
    this.secret = secret;
    return this;
  }

  /**
   * The app the token is meant for.
   *
   * @param appId the app id
   * @return this request
   */
  public ExplainInput appId(long appId) {
    this.given |= Engine.APP_ID;
    this.appId = appId;
    return this;
  }

  /**
   * The user the token is meant for.
   *
   * @param userId the user
   * @return this request
   */
  public ExplainInput userId(String userId) {
    this.given |= Engine.USER_ID;
    this.userId = userId;
    return this;
  }

  /**
   * The room the user is to log in to.
   *
   * @param roomId the room
   * @return this request
   */
  public ExplainInput roomId(String roomId) {
    this.given |= Engine.ROOM_ID;
    this.roomId = roomId;
    return this;
  }

  /**
   * The stream the user is to publish.
   *
   * @param streamId the stream
   * @return this request
   */
  public ExplainInput streamId(String streamId) {
    this.given |= Engine.STREAM_ID;
    this.streamId = streamId;
    return this;
  }

  /**
   * Whether a token of the web UI kit is due or a plain one; unless set, either will do.
   *
   * @param due true for a kit token
   * @return this request
   */
  public ExplainInput kit(boolean due) {
    this.given &= ~(Engine.KIT | Engine.PLAIN);
    this.given |= due ? Engine.KIT : Engine.PLAIN;
    return this;
  }

  /**
   * Sets the tolerance for clocks that differ, 30 seconds unless set.
   *
   * @param leeway whole seconds; a negative one counts as none
   * @return this request
   */
  public ExplainInput leeway(Duration leeway) {
    this.leeway = leeway;
    return this;
  }

  /**
   * Sets the clock.
   *
   * @param clock gives the time at which the token is judged
   * @return this request
   */
  public ExplainInput clock(Clock clock) {
    this.now = Seconds.of(clock);
    return this;
  }

  /**
   * Sets a clock of unix seconds.
   *
   * @param unixSeconds gives the time, in unix seconds, at which the token is judged
   * @return this request
   */
  public ExplainInput clock(LongSupplier unixSeconds) {
    this.now = Objects.requireNonNull(unixSeconds, "unixSeconds");
    return this;
  }

  String[] ask() {
    long seconds = Seconds.of(leeway);
    return Engine.get()
        .explain(token, given, secret, appId, userId, roomId, streamId, now.getAsLong(), seconds);
  }

  @Override
  public String toString() {
    return "ExplainInput[redacted]";
  }
}
