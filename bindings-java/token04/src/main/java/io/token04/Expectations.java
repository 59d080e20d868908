package io.token04;

/**
 * What the caller expects of a token, beyond its app and its moment. Only what is named is checked.
 * A <em>named</em> id that is empty or null never matches: a session without a user does not switch
 * a check off.
 */
public final class Expectations {
  private static final Expectations NONE = builder().build();

  final int named;
  final String userId;
  final String roomId;
  final String streamId;

  private Expectations(Builder builder) {
    this.named = builder.named;
    this.userId = builder.userId;
    this.roomId = builder.roomId;
    this.streamId = builder.streamId;
  }

  /**
   * Nothing is named.
   *
   * @return expectations that every token meets
   */
  public static Expectations none() {
    return NONE;
  }

  /**
   * Begins with nothing named.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String toString() {
    return "Expectations[redacted]";
  }

  /** Names what is expected. */
  public static final class Builder {
    private int named;
    private String userId;
    private String roomId;
    private String streamId;

    private Builder() {}

    /**
     * The token must belong to this user.
     *
     * @param userId the user
     * @return this builder
     */
    public Builder userId(String userId) {
      this.named |= Native.USER_ID;
      this.userId = userId;
      return this;
    }

    /**
     * The token must allow logging in to this room. For a publish-only token name the stream alone
     * and compare {@link Privileges#roomId}.
     *
     * @param roomId the room
     * @return this builder
     */
    public Builder roomId(String roomId) {
      this.named |= Native.ROOM_ID;
      this.roomId = roomId;
      return this;
    }

    /**
     * The token must allow publishing this stream.
     *
     * @param streamId the stream
     * @return this builder
     */
    public Builder streamId(String streamId) {
      this.named |= Native.STREAM_ID;
      this.streamId = streamId;
      return this;
    }

    /**
     * Ends the naming.
     *
     * @return the expectations
     */
    public Expectations build() {
      return new Expectations(this);
    }
  }
}
