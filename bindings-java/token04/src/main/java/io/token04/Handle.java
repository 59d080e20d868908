package io.token04;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * A native value and the number of calls that are using it. It is freed once: by the close, or by
 * the last call that was still running then. A value whose owner was never closed is freed after
 * the owner was collected.
 */
final class Handle extends PhantomReference<Object> {
  /** Added to the count by the close: from then on the count is negative. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

  /** Keeps the references themselves alive. */
  private static final Set<Handle> OPEN = ConcurrentHashMap.newKeySet();

  private final long address;
  private final LongConsumer free;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean freed = new AtomicBoolean();

  Handle(Object owner, long address, LongConsumer free) {
    super(owner, COLLECTED);
    this.address = address;
    this.free = free;
    OPEN.add(this);
    freeCollected();
  }

  /** Begins a call; {@link #release} must follow. */
  long acquire() {
    if (calls.incrementAndGet() < 0) {
      release();
      throw usedAfterClose();
    }
    return address;
  }

  /** For what needs no native value, and is a use all the same. */
  void demandOpen() {
    if (calls.get() < 0) {
      throw usedAfterClose();
    }
  }

  private static IllegalStateException usedAfterClose() {
    return new IllegalStateException("used after close()");
  }

  /** Ends a call. */
  void release() {
    if (calls.decrementAndGet() == CLOSED) {
      freeOnce();
    }
  }

  /** No call begins any more. Closing again does nothing. */
  void close() {
    int count = calls.get();
    while (count >= 0 && !calls.compareAndSet(count, count + CLOSED)) {
      count = calls.get();
    }
    if (count == 0) {
      freeOnce();
    }
  }

  /** A late caller may bring the count back to where it was: only the first one frees. */
  private void freeOnce() {
    if (freed.compareAndSet(false, true)) {
      OPEN.remove(this);
      clear();
      free.accept(address);
    }
  }

  private static void freeCollected() {
    for (Object found = COLLECTED.poll(); found != null; found = COLLECTED.poll()) {
      ((Handle) found).close();
    }
  }
}
