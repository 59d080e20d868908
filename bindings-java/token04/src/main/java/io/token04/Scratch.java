package io.token04;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap through which one call hands over its strings and gets its token. Java
 * strings through the JNI cost as much again as the token itself.
 *
 * <p>There is a fixed number of them. When none is free, when the strings do not fit, and when a
 * string is not valid UTF-16, a method returns null, and the caller hands over the strings as they
 * are: the core then reports what is wrong with them.
 */
final class Scratch {
  /** At the start: three timestamps. */
  private static final int TIMES = 3;

  private static final int TIMES_BYTES = TIMES * Long.BYTES;
  private static final int BYTES = 8192;

  private static final int ASCII_END = 0x80;

  private static final Slots<Scratch> FREE = new Slots<>();
  private static final AtomicInteger MADE = new AtomicInteger();

  private final ByteBuffer memory;
  private final long address;

  private Scratch(Native core) {
    memory = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
    address = core.addressOf(memory);
  }

  /** Null where all are in use; {@link #giveBack} must follow. */
  static @Nullable Scratch take(Native core) {
    Scratch free = FREE.take();
    if (free != null || MADE.get() >= Slots.SLOTS || MADE.incrementAndGet() > Slots.SLOTS) {
      return free;
    }
    try {
      return new Scratch(core);
    } catch (OutOfMemoryError none) {
      MADE.decrementAndGet();
      return null;
    }
  }

  /** There are as many slots as scratches, so one is free. */
  void giveBack() {
    FREE.giveBack(this);
  }

  /** Null also for what does not fit anyway. */
  static byte @Nullable [] utf8(@Nullable String text) {
    return text == null || text.length() > BYTES ? null : Utf8.of(text);
  }

  /** Mints with a prepared generator; {@code times} may be null. */
  static @Nullable String mint(
      Native core,
      long generator,
      byte @Nullable [] userId,
      long ttl,
      byte @Nullable [] payload,
      long now,
      long @Nullable [] times) {
    if (userId == null || payload == null) {
      return null;
    }
    Scratch scratch = take(core);
    if (scratch == null) {
      return null;
    }
    try {
      if (!scratch.hasRoom(userId.length + payload.length)) {
        return null;
      }
      scratch.put(userId, payload);
      int length =
          core.mint(generator, scratch.address, BYTES, userId.length, ttl, payload.length, now);
      return scratch.token(userId.length + payload.length, length, times);
    } finally {
      scratch.giveBack();
    }
  }

  /** Mints with a secret; its bytes are wiped from the memory by the native half. */
  static @Nullable String mintOnce(
      Native core,
      long appId,
      byte @Nullable [] userId,
      @Nullable String secret,
      long ttl,
      byte @Nullable [] payload,
      long now) {
    if (userId == null || payload == null || secret == null || !isAscii(secret)) {
      return null;
    }
    Scratch scratch = take(core);
    if (scratch == null) {
      return null;
    }
    try {
      int used = userId.length + payload.length + secret.length();
      if (!scratch.hasRoom(used)) {
        return null;
      }
      scratch.put(userId, secret, payload);
      int length =
          core.mintOnce(
              appId,
              scratch.address,
              BYTES,
              userId.length,
              secret.length(),
              ttl,
              payload.length,
              now);
      return scratch.token(used, length, null);
    } finally {
      scratch.giveBack();
    }
  }

  /** What {@link #mint} does, with another native call in the middle: for the bench. */
  @Nullable String through(NativeCall call, byte[] userId, long ttl, byte[] payload, long now) {
    put(userId, payload);
    int length = call.call(1, address, BYTES, userId.length, ttl, payload.length, now);
    return token(userId.length + payload.length, length, null);
  }

  /** The signature of {@link Native#mint}. */
  interface NativeCall {
    int call(long generator, long address, int bytes, int userId, long ttl, int payload, long now);
  }

  private boolean hasRoom(int bytes) {
    return bytes <= BYTES - TIMES_BYTES;
  }

  private void put(byte[] userId, byte[] payload) {
    memory.clear();
    memory.position(TIMES_BYTES);
    memory.put(userId).put(payload);
  }

  /** The secret char by char: no further copy of it stays on the heap. */
  private void put(byte[] userId, String secret, byte[] payload) {
    memory.clear();
    memory.position(TIMES_BYTES);
    memory.put(userId);
    for (int index = 0; index < secret.length(); index++) {
      memory.put((byte) secret.charAt(index));
    }
    memory.put(payload);
  }

  private static boolean isAscii(String text) {
    if (text.length() > BYTES) {
      return false;
    }
    int all = 0;
    for (int index = 0; index < text.length(); index++) {
      all |= text.charAt(index);
    }
    return all < ASCII_END;
  }

  /** Null when the native half found no room for it. */
  private @Nullable String token(int used, int length, long @Nullable [] times) {
    if (length < 0) {
      return null;
    }
    if (times != null) {
      for (int index = 0; index < TIMES; index++) {
        times[index] = memory.getLong(index * Long.BYTES);
      }
    }
    byte[] token = new byte[length];
    memory.position(TIMES_BYTES + used);
    memory.get(token);
    return new String(token, StandardCharsets.ISO_8859_1);
  }
}
