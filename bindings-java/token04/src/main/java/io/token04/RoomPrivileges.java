package io.token04;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a user may do in one room: the three documented shapes, and no fourth.
 *
 * <p>The ids are checked where the privileges are used. Limits: a room id of 1 to 128 bytes of
 * UTF-8 (code 8), stream ids of 1 to 256 bytes and never an empty list (code 9); no NUL in either.
 * They take effect only after the vendor has enabled the check for the account.
 */
public final class RoomPrivileges {
  private static final int LOGIN_ONLY = 0;
  private static final int PUBLISH_ONLY = 1;
  private static final int LOGIN_AND_PUBLISH = 2;

  private final int shape;
  private final String roomId;
  private final String[] streamIds;
  private final String payload;
  private final byte[] prepared;

  private RoomPrivileges(int shape, String roomId, String[] streamIds) {
    this.shape = shape;
    this.roomId = roomId;
    this.streamIds = streamIds;
    this.payload = prepare();
    this.prepared = Utf8.of(payload);
  }

  /**
   * The user may log in to the room and publish nothing.
   *
   * @param roomId the room
   * @return the privileges
   */
  public static RoomPrivileges loginOnly(String roomId) {
    return new RoomPrivileges(LOGIN_ONLY, roomId, null);
  }

  /**
   * The user may publish these streams, and not log in.
   *
   * @param roomId the room
   * @param streamIds at least one stream
   * @return the privileges
   */
  public static RoomPrivileges publishOnly(String roomId, Iterable<String> streamIds) {
    return new RoomPrivileges(PUBLISH_ONLY, roomId, array(streamIds));
  }

  /**
   * The user may publish these streams, and not log in.
   *
   * @param roomId the room
   * @param streamIds at least one stream
   * @return the privileges
   */
  public static RoomPrivileges publishOnly(String roomId, String... streamIds) {
    return publishOnly(roomId, streamIds == null ? null : Arrays.asList(streamIds));
  }

  /**
   * The user may log in and publish any stream.
   *
   * @param roomId the room
   * @return the privileges
   */
  public static RoomPrivileges loginAndPublish(String roomId) {
    return new RoomPrivileges(LOGIN_AND_PUBLISH, roomId, null);
  }

  /**
   * The user may log in and publish these streams.
   *
   * @param roomId the room
   * @param streamIds at least one stream; an empty list is no way to say "any"
   * @return the privileges
   */
  public static RoomPrivileges loginAndPublish(String roomId, Iterable<String> streamIds) {
    return new RoomPrivileges(LOGIN_AND_PUBLISH, roomId, array(streamIds));
  }

  /**
   * The payload text.
   *
   * @return {@code {"room_id":…,"privilege":{"1":…,"2":…},"stream_id_list":…}}
   * @throws Token04Exception with code 8 or 9, in this order
   */
  public String payload() {
    return payload != null ? payload : Native.get().privilegesPayload(shape, roomId, streamIds);
  }

  /** The payload as UTF-8, or null when it is refused. */
  byte[] prepared() {
    return prepared;
  }

  /** The slow way, on which the core tells what is wrong in its order. */
  String token(long generator, String userId, long ttl, long now) {
    return Native.get().privilegeToken(generator, userId, ttl, shape, roomId, streamIds, now);
  }

  private String prepare() {
    try {
      return Native.get().privilegesPayload(shape, roomId, streamIds);
    } catch (Token04Exception refused) {
      return null;
    }
  }

  /** A list that is null was named, and names no stream: the core refuses it as it does empty. */
  private static String[] array(Iterable<String> streamIds) {
    List<String> list = new ArrayList<>();
    if (streamIds != null) {
      streamIds.forEach(list::add);
    }
    return list.toArray(new String[0]);
  }

  @Override
  public String toString() {
    return "RoomPrivileges[redacted]";
  }
}
