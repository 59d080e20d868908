package io.token04;

/** The second part of a kit token. Nothing protects what it says. */
public final class InspectedKit {
  private final String userId;
  private final String roomId;
  private final String userName;
  private final long appId;

  InspectedKit(String userId, String roomId, String userName, long appId) {
    this.userId = userId;
    this.roomId = roomId;
    this.userName = userName;
    this.appId = appId;
  }

  /**
   * The user who enters.
   *
   * @return the user id
   */
  public String userId() {
    return userId;
  }

  /**
   * The room to enter.
   *
   * @return the room id
   */
  public String roomId() {
    return roomId;
  }

  /**
   * The name shown to others, percent-decoded.
   *
   * @return the name
   */
  public String userName() {
    return userName;
  }

  /**
   * The app id, as written.
   *
   * @return any 64-bit integer
   */
  public long appId() {
    return appId;
  }

  @Override
  public String toString() {
    return "InspectedKit[redacted]";
  }
}
