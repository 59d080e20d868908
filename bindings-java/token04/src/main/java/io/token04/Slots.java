package io.token04;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one call at a time may use, while no call does. Nothing belongs to a thread, since there may
 * be a million virtual ones; a thread begins at a slot of its own, so that threads do not disturb
 * each other.
 */
final class Slots<T> {
  /** A power of two. */
  static final int SLOTS = 64;

  private static final int PROBES = 4;

  /** References in a cache line. */
  private static final int SPREAD = 16;

  /** 2^32 divided by the golden ratio: neighbouring thread ids get slots far apart. */
  private static final int HASH = 0x9E3779B9;

  private final AtomicReferenceArray<T> slots = new AtomicReferenceArray<>(SLOTS * SPREAD);

  /** Null where none is found nearby. */
  @Nullable T take() {
    int home = home();
    for (int probe = 0; probe < PROBES; probe++) {
      T found = slots.getAndSet(index(home + probe), null);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Returns whether there was a free slot. */
  boolean giveBack(T value) {
    int home = home();
    for (int probe = 0; probe < SLOTS; probe++) {
      if (slots.compareAndSet(index(home + probe), null, value)) {
        return true;
      }
    }
    return false;
  }

  private static int home() {
    return (int) Thread.currentThread().getId() * HASH >>> Integer.numberOfLeadingZeros(SLOTS - 1);
  }

  private static int index(int slot) {
    return (slot & (SLOTS - 1)) * SPREAD;
  }
}
