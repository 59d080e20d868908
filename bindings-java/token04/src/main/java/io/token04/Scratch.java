package io.token04;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Memory outside the heap through which one call hands its texts over and takes its token back.
 * Strings by way of the JNI cost as much again as the token itself.
 *
 * <p>There is a fixed number of them. Where none is free, where the texts do not fit, and where a
 * text has no UTF-8, a method answers null, and the caller hands over the strings as they are: the
 * core then says what is wrong with them.
 */
final class Scratch {
  /** At the start: three moments. */
  private static final int MOMENTS = 3;

  private static final int MOMENTS_BYTES = MOMENTS * Long.BYTES;
  private static final int BYTES = 8192;

  /** A power of two. */
  private static final int SLOTS = 64;

  private static final int PROBES = 4;

  /** References in a cache line, so that threads do not disturb each other. */
  private static final int SPREAD = 16;

  /** 2^32 divided by the golden ratio: neighbouring thread ids get slots far apart. */
  private static final int HASH = 0x9E3779B9;

  private static final int ASCII_END = 0x80;

  private static final AtomicReferenceArray<Scratch> FREE =
      new AtomicReferenceArray<>(SLOTS * SPREAD);
  private static final AtomicInteger MADE = new AtomicInteger();

  private final ByteBuffer memory;
  private final long address;

  private Scratch() {
    memory = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
    address = Native.get().addressOf(memory);
  }

  /** Null where all are in use; {@link #giveBack} must follow. */
  static Scratch take() {
    int home = home();
    for (int probe = 0; probe < PROBES; probe++) {
      Scratch free = FREE.getAndSet(index(home + probe), null);
      if (free != null) {
        return free;
      }
    }
    if (MADE.get() >= SLOTS || MADE.incrementAndGet() > SLOTS) {
      return null;
    }
    try {
      return new Scratch();
    } catch (OutOfMemoryError none) {
      MADE.decrementAndGet();
      return null;
    }
  }

  /** There are as many slots as scratches, so one is free. */
  void giveBack() {
    int slot = home();
    while (!FREE.compareAndSet(index(slot), null, this)) {
      slot++;
    }
  }

  private static int home() {
    return (int) Thread.currentThread().getId() * HASH >>> Integer.numberOfLeadingZeros(SLOTS - 1);
  }

  private static int index(int slot) {
    return (slot & (SLOTS - 1)) * SPREAD;
  }

  /** Null also for what does not fit anyway. */
  static byte[] utf8(String text) {
    return text == null || text.length() > BYTES ? null : Utf8.of(text);
  }

  /** Mints with a prepared generator; {@code moments} may be null. */
  static String mint(
      long generator, byte[] userId, long ttl, byte[] payload, long now, long[] moments) {
    Scratch scratch = userId == null || payload == null ? null : take();
    if (scratch == null) {
      return null;
    }
    try {
      if (!scratch.hasRoom(userId.length + payload.length)) {
        return null;
      }
      scratch.put(userId, payload);
      int length =
          Native.get()
              .mint(generator, scratch.address, BYTES, userId.length, ttl, payload.length, now);
      return scratch.token(userId.length + payload.length, length, moments);
    } finally {
      scratch.giveBack();
    }
  }

  /** Mints with a secret; its bytes are wiped from the memory by the native half. */
  static String mintOnce(
      long appId, byte[] userId, String secret, long ttl, byte[] payload, long now) {
    boolean whole = userId != null && payload != null && isAscii(secret);
    Scratch scratch = whole ? take() : null;
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
          Native.get()
              .mintOnce(
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
  String through(NativeCall call, byte[] userId, long ttl, byte[] payload, long now) {
    put(userId, payload);
    int length = call.call(1, address, BYTES, userId.length, ttl, payload.length, now);
    return token(userId.length + payload.length, length, null);
  }

  /** The signature of {@link Native#mint}. */
  interface NativeCall {
    int call(long generator, long address, int bytes, int userId, long ttl, int payload, long now);
  }

  private boolean hasRoom(int bytes) {
    return bytes <= BYTES - MOMENTS_BYTES;
  }

  private void put(byte[] userId, byte[] payload) {
    memory.clear();
    memory.position(MOMENTS_BYTES);
    memory.put(userId).put(payload);
  }

  /** The secret char by char: no further copy of it stays on the heap. */
  private void put(byte[] userId, String secret, byte[] payload) {
    memory.clear();
    memory.position(MOMENTS_BYTES);
    memory.put(userId);
    for (int index = 0; index < secret.length(); index++) {
      memory.put((byte) secret.charAt(index));
    }
    memory.put(payload);
  }

  private static boolean isAscii(String text) {
    if (text == null || text.length() > BYTES) {
      return false;
    }
    int all = 0;
    for (int index = 0; index < text.length(); index++) {
      all |= text.charAt(index);
    }
    return all < ASCII_END;
  }

  /** Null when the native half found no room for it. */
  private String token(int used, int length, long[] moments) {
    if (length < 0) {
      return null;
    }
    if (moments != null) {
      for (int index = 0; index < MOMENTS; index++) {
        moments[index] = memory.getLong(index * Long.BYTES);
      }
    }
    byte[] token = new byte[length];
    memory.position(MOMENTS_BYTES + used);
    memory.get(token);
    return new String(token, StandardCharsets.ISO_8859_1);
  }
}
