package io.token04;

import java.util.List;

/** The privileges that a token carries, read strictly: only the integer 1 allows. */
public final class Privileges {
  private final String roomId;
  private final boolean login;
  private final boolean publish;
  private final List<String> streamIds;

  Privileges(String roomId, boolean login, boolean publish, List<String> streamIds) {
    this.roomId = roomId;
    this.login = login;
    this.publish = publish;
    this.streamIds = streamIds;
  }

  /**
   * The one room they are for.
   *
   * @return the room id
   */
  public String roomId() {
    return roomId;
  }

  /**
   * Whether the user may log in to the room.
   *
   * @return true when the token allows it
   */
  public boolean login() {
    return login;
  }

  /**
   * Whether the user may publish.
   *
   * @return true when the token allows it
   */
  public boolean publish() {
    return publish;
  }

  /**
   * The streams that may be published.
   *
   * @return null for any; an empty list allows none; it cannot be changed
   */
  public List<String> streamIds() {
    return streamIds;
  }

  @Override
  public String toString() {
    return "Privileges[redacted]";
  }
}
