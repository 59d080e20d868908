package io.token04;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch in parts, each one native call: the user ids cross as one array, and so do the tokens.
 * The parts limit the memory that is needed beside the result.
 */
final class Batch {
  private static final int MOST_USERS = 1024;
  private static final int MOST_BYTES = 1 << 20;

  /** About what a token holds beside its payload. */
  private static final int TOKEN_BYTES = 256;

  /** The length of a user id that is not packed: the core refuses it. */
  private static final int NOT_PACKED = -1;

  private final Native core;
  private final List<@Nullable String> userIds;
  private final int usersAtOnce;
  private final int userIdMaxBytes;
  private final List<BatchResult> results;
  private byte[] packed = new byte[TOKEN_BYTES];

  Batch(Native core, List<@Nullable String> userIds, @Nullable String payload) {
    this.core = core;
    this.userIdMaxBytes = core.userIdMaxBytes();
    this.userIds = userIds;
    int characters = TOKEN_BYTES + (payload == null ? 0 : payload.length());
    this.usersAtOnce = Math.max(1, Math.min(MOST_USERS, MOST_BYTES / characters));
    this.results = new ArrayList<>(userIds.size());
  }

  /** An empty batch makes one call as well: its lifetime is checked too. */
  List<BatchResult> mint(long generator, long ttl, @Nullable String payload, long now) {
    int from = 0;
    do {
      int[] lengths = new int[Math.min(usersAtOnce, userIds.size() - from)];
      int users = 0;
      int bytes = 0;
      for (; users < lengths.length && (users == 0 || bytes < MOST_BYTES); users++) {
        byte[] userId = utf8(userIds.get(from + users));
        lengths[users] = userId == null ? NOT_PACKED : userId.length;
        bytes = pack(userId, bytes);
      }
      lengths = Arrays.copyOf(lengths, users);
      byte[] part = Arrays.copyOf(packed, bytes);
      byte[] tokens = core.batch(generator, part, lengths, ttl, payload, now);
      unpack(tokens, lengths);
      from += users;
    } while (from < userIds.size());
    return Collections.unmodifiableList(results);
  }

  /** Null for what is not a valid string, and for a string that is too long to be copied. */
  private byte @Nullable [] utf8(@Nullable String userId) {
    return userId == null || userId.length() > userIdMaxBytes ? null : Utf8.of(userId);
  }

  private int pack(byte @Nullable [] userId, int at) {
    if (userId == null) {
      return at;
    }
    int end = Math.addExact(at, userId.length);
    if (end > packed.length) {
      packed = Arrays.copyOf(packed, Math.max(end, packed.length * 2));
    }
    System.arraycopy(userId, 0, packed, at, userId.length);
    return end;
  }

  private void unpack(byte[] tokens, int[] lengths) {
    int at = 0;
    for (int length : lengths) {
      if (length < 0) {
        results.add(new BatchResult(null, -length));
      } else {
        String token = new String(tokens, at, length, StandardCharsets.ISO_8859_1);
        results.add(new BatchResult(token, 0));
        at += length;
      }
    }
  }
}
