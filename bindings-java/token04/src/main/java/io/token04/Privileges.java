package io.token04;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The privileges that a token carries, read strictly: only the integer 1 allows. Equal by value.
 */
public final class Privileges {
  private final String roomId;
  private final boolean login;
  private final boolean publish;
  private final @Nullable List<String> streamIds;

  Privileges(String roomId, boolean login, boolean publish, @Nullable List<String> streamIds) {
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
  public @Nullable List<String> streamIds() {
    return streamIds;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Privileges)) {
      return false;
    }
    Privileges that = (Privileges) other;
    return login == that.login
        && publish == that.publish
        && roomId.equals(that.roomId)
        && Objects.equals(streamIds, that.streamIds);
  }

  @Override
  public int hashCode() {
    return Objects.hash(roomId, login, publish, streamIds);
  }

  @Override
  public String toString() {
    return "Privileges[redacted]";
  }
}
