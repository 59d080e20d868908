package io.token04;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may do in one room. Checked when it is made, and immutable: a value that is equal to
 * another with the same {@link #payload}.
 *
 * <p>Limits: a room id of 1 to 128 bytes of UTF-8 (code 8), stream ids of 1 to 256 bytes and never
 * an empty list (code 9); no NUL in either; at least one of login and publishing (code 12).
 * Privileges take effect only after the vendor has enabled the check for the account.
 */
public final class RoomPrivileges {
  private final String payload;

  private RoomPrivileges(String payload) {
    this.payload = payload;
  }

  /**
   * The user may log in to the room and publish nothing.
   *
   * @param roomId the room
   * @return the privileges
   * @throws Token04Exception with code 8
   */
  public static RoomPrivileges loginOnly(String roomId) {
    return fromFlags(roomId, true, false, null);
  }

  /**
   * The user may publish these streams, and not log in.
   *
   * @param roomId the room
   * @param streamIds at least one stream; null counts as an empty list
   * @return the privileges
   * @throws Token04Exception with code 8 or 9, in this order
   */
  public static RoomPrivileges publishOnly(String roomId, @Nullable Iterable<String> streamIds) {
    return fromFlags(roomId, false, true, streamIds);
  }

  /**
   * The user may publish these streams, and not log in.
   *
   * @param roomId the room
   * @param streamId a stream
   * @param more more streams
   * @return the privileges
   * @throws Token04Exception with code 8 or 9, in this order
   */
  public static RoomPrivileges publishOnly(String roomId, String streamId, String... more) {
    return publishOnly(roomId, list(streamId, more));
  }

  /**
   * The user may log in and publish these streams.
   *
   * @param roomId the room
   * @param streamIds at least one stream; null counts as an empty list, which never means "any"
   * @return the privileges
   * @throws Token04Exception with code 8 or 9, in this order
   */
  public static RoomPrivileges loginAndPublish(
      String roomId, @Nullable Iterable<String> streamIds) {
    return fromFlags(roomId, true, true, streamIds);
  }

  /**
   * The user may log in and publish these streams.
   *
   * @param roomId the room
   * @param streamId a stream
   * @param more more streams
   * @return the privileges
   * @throws Token04Exception with code 8 or 9, in this order
   */
  public static RoomPrivileges loginAndPublish(String roomId, String streamId, String... more) {
    return loginAndPublish(roomId, list(streamId, more));
  }

  /**
   * The user may log in and publish any stream.
   *
   * @param roomId the room
   * @return the privileges
   * @throws Token04Exception with code 8
   */
  public static RoomPrivileges loginAndPublishAny(String roomId) {
    return new RoomPrivileges(Engine.get().privilegesPayload(roomId, true, true, true, null));
  }

  /**
   * From the flags of a row of a database.
   *
   * @param roomId the room
   * @param login whether the user may log in to the room
   * @param publish whether the user may publish
   * @param streamIds the streams that may be published, at least one; null counts as an empty list;
   *     ignored without {@code publish}
   * @return the privileges
   * @throws Token04Exception with code 12 when neither flag is set, 8 or 9, in this order
   */
  public static RoomPrivileges fromFlags(
      String roomId, boolean login, boolean publish, @Nullable Iterable<String> streamIds) {
    String[] list = publish ? array(streamIds) : null;
    return new RoomPrivileges(Engine.get().privilegesPayload(roomId, login, publish, false, list));
  }

  /**
   * The payload that a token carries.
   *
   * @return {@code {"room_id":…,"privilege":{"1":…,"2":…},"stream_id_list":…}}
   */
  public String payload() {
    return payload;
  }

  /** An array that is null becomes a stream that is null, which the core refuses. */
  private static List<@Nullable String> list(String streamId, String @Nullable [] more) {
    List<@Nullable String> list = new ArrayList<>();
    list.add(streamId);
    list.addAll(more == null ? Collections.singletonList(null) : Arrays.asList(more));
    return list;
  }

  private static String @Nullable [] array(@Nullable Iterable<String> streamIds) {
    if (streamIds == null) {
      return null;
    }
    List<String> list = new ArrayList<>();
    streamIds.forEach(list::add);
    return list.toArray(new String[0]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoomPrivileges && payload.equals(((RoomPrivileges) other).payload);
  }

  @Override
  public int hashCode() {
    return payload.hashCode();
  }

  @Override
  public String toString() {
    return "RoomPrivileges[redacted]";
  }
}
