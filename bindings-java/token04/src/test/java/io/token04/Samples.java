package io.token04;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** What many tests use. */
final class Samples {
  static final long APP = 1234567890L;
  static final String SECRET = "fa94dd0f974cf2e293728a526b028271";
  static final String OTHER_SECRET = "0123456789abcdef0123456789abcdef";
  static final Duration HOUR = Duration.ofHours(1);
  static final long NOW = 1_700_000_000L;

  private Samples() {}

  static Clock at(long unixSeconds) {
    return Clock.fixed(Instant.ofEpochSecond(unixSeconds), ZoneOffset.UTC);
  }

  static void refused(int code, Executable call) {
    Token04Exception thrown = Assertions.assertThrows(Token04Exception.class, call);
    Assertions.assertEquals(code, thrown.code(), thrown.name());
    Assertions.assertFalse(thrown.getMessage().contains(SECRET));
  }
}
