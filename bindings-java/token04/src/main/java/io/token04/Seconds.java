package io.token04;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Durations and timestamps as the core takes them: whole seconds. */
final class Seconds {
  /** Stands for what is not whole seconds: the core refuses it as a lifetime and as a leeway. */
  private static final long REFUSED = Long.MIN_VALUE;

  private static final long MILLIS = 1000L;

  private Seconds() {}

  static long of(@Nullable Duration duration) {
    return duration == null || duration.getNano() != 0 ? REFUSED : duration.getSeconds();
  }

  /** The system's clock, read anew for each token. */
  static long now() {
    return Math.floorDiv(System.currentTimeMillis(), MILLIS);
  }

  static LongSupplier of(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    return () -> clock.instant().getEpochSecond();
  }

  /** Null where an {@link Instant} cannot hold the timestamp. */
  static @Nullable Instant instant(long unixSeconds) {
    boolean holds =
        unixSeconds >= Instant.MIN.getEpochSecond() && unixSeconds <= Instant.MAX.getEpochSecond();
    return holds ? Instant.ofEpochSecond(unixSeconds) : null;
  }
}
