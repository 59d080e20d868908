package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.HOUR;
import static io.token04.Samples.SECRET;
import static io.token04.Samples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The fast way to a token, and the slow one beyond its limits: nobody sees the difference. */
class ScratchTest {
  private static String text(String unit, int times) {
    return String.join("", Collections.nCopies(times, unit));
  }

  private static Claims claims(String token) {
    return Token04.decode(token, SECRET).claims();
  }

  @Test
  void payloadsOfAnyLengthSurvive() {
    for (Mode mode : Mode.values()) {
      try (TokenGenerator generator = new TokenGenerator(APP, SECRET, mode)) {
        for (int length = 0; length < 12_000; length += length < 100 ? 1 : 61) {
          for (String unit : new String[] {"p", "\"", "\u00e9", "\ud83d\ude00"}) {
            String payload = text(unit, length / unit.length());
            assertEquals(payload, claims(generator.generate("u", HOUR, payload)).payload());
          }
        }
      }
    }
  }

  @Test
  void bothWaysGiveTheSameTimes() {
    try (TokenGenerator frozen =
        new TokenGenerator(APP, SECRET, Mode.GCM, Samples.at(Samples.NOW))) {
      for (String payload : new String[] {"", text("p", 20_000)}) {
        IssuedToken issued = frozen.issue("u", Duration.ofSeconds(100), payload);
        assertEquals(Samples.NOW, issued.issuedAt());
        assertEquals(Samples.NOW + 100, issued.expiresAt());
        assertEquals(Samples.NOW + 70, issued.refreshAt());
      }
    }
  }

  @Test
  void oneCallTokensTakeBothWays() {
    for (int length : new int[] {0, 100, 8000, 8192, 8193, 20_000}) {
      String payload = text("p", length);
      String token = Token04.generateToken04(APP, "\u00e9", SECRET, 60, payload);
      assertEquals(payload, claims(token).payload());
    }
    String accents = text("\u00e9", 16);
    String token = Token04.generateToken04(APP, "u", accents, 60, "");
    assertEquals("u", Token04.decode(token, accents).claims().userId());
    refused(5, () -> Token04.generateToken04(APP, "u", text("s", 10_000), 60, ""));
    refused(5, () -> Token04.generateToken04(APP, "u", null, 60, ""));
  }

  @Test
  void whatHasNoUtf8IsToldApart() {
    assertNull(Utf8.of(null));
    for (String bad : new String[] {"\ud800", "a?\udc00", "\udc00\ud800", "\ud83d\ude00\ud83d"}) {
      assertNull(Utf8.of(bad));
    }
    for (String good : new String[] {"", "?", "a\u0000b", "\ufffd", "\ud83d\ude00", "\uffff"}) {
      assertTrue(Utf8.of(good) != null);
    }
  }

  /** More threads than there is memory for the fast way. */
  @Test
  void eachThreadGetsItsOwnToken() throws Exception {
    AtomicInteger right = new AtomicInteger();
    int threads = 200;
    CountDownLatch start = new CountDownLatch(threads);
    List<Thread> running = new ArrayList<>();
    try (TokenGenerator generator = new TokenGenerator(APP, SECRET)) {
      for (int number = 0; number < threads; number++) {
        String user = "user" + number;
        Thread thread =
            new Thread(
                () -> {
                  start.countDown();
                  for (int call = 0; call < 50; call++) {
                    String token = generator.generate(user, HOUR, user);
                    Claims claims = claims(token);
                    if (user.equals(claims.userId()) && user.equals(claims.payload())) {
                      right.incrementAndGet();
                    }
                  }
                });
        running.add(thread);
        thread.start();
      }
      for (Thread thread : running) {
        thread.join();
      }
    }
    assertEquals(threads * 50, right.get());
  }

  /** A batch is cut into parts by number and by size. */
  @Test
  void aLongBatchKeepsItsOrder() {
    List<String> users = new ArrayList<>();
    for (int number = 0; number < 5000; number++) {
      users.add(number % 7 == 0 ? "" : number % 11 == 0 ? "\ud800" : "user" + number);
    }
    users.set(1, text("u", 1 << 20));
    users.set(2, text("\u00e9", 1 << 20));
    users.set(4500, null);
    try (TokenGenerator generator = new TokenGenerator(APP, SECRET)) {
      for (String payload : new String[] {"", text("p", 60_000)}) {
        List<String> some = payload.isEmpty() ? users : users.subList(0, 100);
        List<BatchResult> results = generator.generateBatch(some, HOUR, payload);
        assertEquals(some.size(), results.size());
        for (int number = 0; number < some.size(); number++) {
          String user = some.get(number);
          if (user != null && user.startsWith("user")) {
            assertEquals(user, claims(results.get(number).token()).userId());
          } else {
            assertEquals(3, results.get(number).code());
          }
        }
      }
    }
  }
}
