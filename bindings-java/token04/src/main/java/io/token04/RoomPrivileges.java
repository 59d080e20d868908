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
 * an empty list (code 9); no NUL in either. Privileges take effect only after the vendor has
 * enabled the check for the account.
 */
public final class RoomPrivileges {
  private static final int LOGIN_ONLY = 0;
  private static final int PUBLISH_ONLY = 1;
  private static final int LOGIN_AND_PUBLISH = 2;

  private final String payload;

  private RoomPrivileges(int shape, String roomId, String @Nullable [] streamIds) {
    this.payload = Native.get().privilegesPayload(shape, roomId, streamIds);
  }

  /**
   * The user may log in to the room and publish nothing.
   *
   * @param roomId the room
   * @return the privileges
   * @throws Token04Exception with code 8
   */
  public static RoomPrivileges loginOnly(String roomId) {
    return new RoomPrivileges(LOGIN_ONLY, roomId, null);
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
    return new RoomPrivileges(PUBLISH_ONLY, roomId, array(streamIds));
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
    return new RoomPrivileges(LOGIN_AND_PUBLISH, roomId, array(streamIds));
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
    return new RoomPrivileges(LOGIN_AND_PUBLISH, roomId, null);
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

  /** For the native half null means any stream, so a list that is null becomes an empty one. */
  private static String[] array(@Nullable Iterable<String> streamIds) {
    List<String> list = new ArrayList<>();
    if (streamIds != null) {
      streamIds.forEach(list::add);
    }
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
