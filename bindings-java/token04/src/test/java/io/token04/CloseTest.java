package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.HOUR;
import static io.token04.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CloseTest {
  private static final int THREADS = 8;

  @Test
  void aUseAfterCloseIsAnException() {
    TokenGenerator generator = new TokenGenerator(APP, SECRET);
    generator.close();
    generator.close();
    assertThrows(IllegalStateException.class, () -> generator.identityToken("u", HOUR));
    assertThrows(IllegalStateException.class, () -> generator.issue("u", HOUR, ""));
    List<String> users = Collections.singletonList("u");
    assertThrows(IllegalStateException.class, () -> generator.generateBatch(users, HOUR, ""));
    RoomPrivileges room = RoomPrivileges.loginOnly("r");
    assertThrows(IllegalStateException.class, () -> generator.privilegeToken("u", HOUR, room));
    assertThrows(IllegalStateException.class, generator::appId);
    assertThrows(IllegalStateException.class, generator::mode);
    assertEquals("TokenGenerator[appId=1234567890, mode=CBC]", generator.toString());

    TokenVerifier verifier = new TokenVerifier(APP, SECRET);
    verifier.close();
    verifier.close();
    assertThrows(IllegalStateException.class, () -> verifier.verify("04"));
  }

  @Test
  void closingWhileOthersCallNeverCrashes() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < 200; round++) {
        TokenGenerator generator = new TokenGenerator(APP, SECRET);
        CountDownLatch started = new CountDownLatch(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          boolean closes = thread == 0;
          running.add(
              pool.submit(
                  () -> {
                    started.countDown();
                    started.await();
                    if (closes) {
                      generator.close();
                      return null;
                    }
                    for (int call = 0; call < 50; call++) {
                      try {
                        assertTrue(generator.identityToken("u", HOUR).startsWith("04"));
                      } catch (IllegalStateException closed) {
                        break;
                      }
                    }
                    generator.close();
                    return null;
                  }));
        }
        for (Future<?> one : running) {
          one.get();
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** The count alone, where every order of events can be played. */
  @Test
  void aHandleIsFreedOnceAfterItsLastCall() {
    AtomicInteger freed = new AtomicInteger();
    Handle handle = new Handle(this, 7, address -> freed.addAndGet((int) address));
    assertEquals(7, handle.acquire());
    handle.acquire();
    handle.close();
    assertThrows(IllegalStateException.class, handle::acquire);
    handle.release();
    assertEquals(0, freed.get());
    handle.release();
    assertEquals(7, freed.get());
    assertThrows(IllegalStateException.class, handle::acquire);
    handle.close();
    assertEquals(7, freed.get());
  }

  @Test
  void whatWasNeverClosedIsFreedAfterItsCollection() throws Exception {
    AtomicInteger freed = new AtomicInteger();
    new Handle(new Object(), 1, address -> freed.incrementAndGet());
    for (int turn = 0; turn < 200 && freed.get() == 0; turn++) {
      System.gc();
      Thread.sleep(10);
      new Handle(this, 0, address -> {}).close();
    }
    assertEquals(1, freed.get());
  }

  @Test
  void threadsShareOneGenerator() throws Exception {
    Set<String> tokens = Collections.synchronizedSet(new HashSet<>());
    try (TokenGenerator generator = new TokenGenerator(APP, SECRET, Mode.GCM);
        TokenVerifier verifier = new TokenVerifier(APP, SECRET)) {
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        String user = "user" + thread;
        running.add(
            pool.submit(
                () -> {
                  for (int call = 0; call < 1000; call++) {
                    String token = generator.identityToken(user, HOUR);
                    verifier.verifyUser(token, user);
                    tokens.add(token);
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      pool.shutdown();
    }
    assertEquals(THREADS * 1000, tokens.size());
  }
}
