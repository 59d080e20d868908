package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.NOW;
import static io.token04.Samples.SECRET;
import static io.token04.Samples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The core as bytecode, with hosts that fail, compute wrongly, or have no algorithm. */
class BytecodeTest {
  private static final long TTL = 3600;
  private static final String[] NO_PREVIOUS = {};

  private static Bytecode engine(Supplier<JavaHost> hosts) {
    return new Bytecode(hosts, () -> true);
  }

  private static String mint(Bytecode engine, long generator) {
    return engine.mintToken(generator, "user1", TTL, "payload", NOW, null);
  }

  /** A runtime without the algorithms. */
  private static final class BareHost extends SelfCheck.FixedHost {
    @Override
    public int token04_host_hmac(int key, int keyLength, int message, int length, int out) {
      return 2;
    }

    @Override
    public int token04_host_cipher(
        int operation, int key, int iv, int ivLength, int message, int length) {
      return 2;
    }
  }

  @Test
  void theCoreItselfComputesWhatTheRuntimeDoesNot() {
    assertTrue(SelfCheck.passes());
    assertTrue(SelfCheck.passes(BareHost::new));
  }

  @Test
  void aRuntimeThatComputesWronglyIsFound() {
    class WrongMac extends SelfCheck.FixedHost {
      @Override
      public int token04_host_hmac(int key, int keyLength, int message, int length, int out) {
        int status = super.token04_host_hmac(key, keyLength, message, length, out);
        module.memory()[out] ^= 1;
        return status;
      }
    }

    class WrongCipher extends SelfCheck.FixedHost {
      @Override
      public int token04_host_cipher(
          int operation, int key, int iv, int ivLength, int message, int length) {
        int status = super.token04_host_cipher(operation, key, iv, ivLength, message, length);
        module.memory()[message] ^= 1;
        return status;
      }
    }

    class AcceptsAll extends SelfCheck.FixedHost {
      @Override
      public int token04_host_hmac(int key, int keyLength, int message, int length, int out) {
        return 0;
      }
    }

    assertFalse(SelfCheck.passes(WrongMac::new));
    assertFalse(SelfCheck.passes(WrongCipher::new));
    assertFalse(SelfCheck.passes(AcceptsAll::new));
  }

  @Test
  void thenEveryCallIsError90() {
    Bytecode wrong = new Bytecode(JavaHost::new, () -> false);
    refused(90, wrong::version);
    refused(90, () -> wrong.generatorNew(APP, SECRET, 0));
    Token04Exception thrown = assertThrows(Token04Exception.class, () -> wrong.status(3));
    assertTrue(thrown.getMessage().contains("this Java runtime computes wrong results"));
  }

  @Test
  void itIsCheckedBeforeTheFirstResultAndOnce() {
    AtomicInteger checks = new AtomicInteger();
    Bytecode engine = new Bytecode(JavaHost::new, () -> checks.incrementAndGet() > 0);
    assertEquals(0, checks.get());
    assertEquals("0.1.0", engine.version());
    mint(engine, engine.generatorNew(APP, SECRET, 0));
    assertEquals(1, checks.get());
  }

  @Test
  void whatTheStringsOfError90SayIsTheCores() {
    Bytecode engine = engine(JavaHost::new);
    Token04Exception thrown =
        assertThrows(
            Token04Exception.class,
            () -> {
              throw trapping(new AtomicBoolean(true), new ArrayList<>());
            });
    assertEquals(engine.status(90)[0], thrown.name());
    assertEquals(engine.status(90)[1], thrown.reason());
  }

  /** What a call throws in an engine whose host fails while this is set. */
  private static Token04Exception trapping(AtomicBoolean fails, List<JavaHost> made) {
    Bytecode engine = failing(fails, made);
    long generator = engine.generatorNew(APP, SECRET, 0);
    return assertThrows(Token04Exception.class, () -> mint(engine, generator));
  }

  private static Bytecode failing(AtomicBoolean fails, List<JavaHost> made) {
    return engine(
        () -> {
          JavaHost host =
              new JavaHost() {
                @Override
                public int token04_host_entropy(int out, int length) {
                  // Outside of the memory: what a defect of the core would do.
                  return super.token04_host_entropy(fails.get() ? -1 : out, length);
                }
              };
          made.add(host);
          return host;
        });
  }

  @Test
  void anInstanceThatTrappedIsWipedAndNotUsedAgain() {
    AtomicBoolean fails = new AtomicBoolean();
    List<JavaHost> made = new ArrayList<>();
    Bytecode engine = failing(fails, made);
    long generator = engine.generatorNew(APP, SECRET, 0);
    for (int traps = 0; traps < 6; traps += 2) {
      fails.set(false);
      assertTrue(mint(engine, generator).startsWith("04"));
      assertEquals(traps + 1, made.size());
      fails.set(true);
      refused(90, () -> mint(engine, generator));
      refused(90, () -> engine.mintBatch(generator, Arrays.asList("u"), TTL, "", NOW));
      assertEquals(traps + 2, made.size());
      for (JavaHost host : made) {
        byte[] memory = host.module.memory();
        assertEquals(-1, indexOf(memory, new byte[] {1}), "not wiped");
      }
    }
  }

  @Test
  void anErrorOfTheVirtualMachineIsPassedOn() {
    Bytecode engine =
        engine(
            () ->
                new JavaHost() {
                  @Override
                  public int token04_host_entropy(int out, int length) {
                    throw new StackOverflowError();
                  }
                });
    long generator = engine.generatorNew(APP, SECRET, 0);
    assertThrows(StackOverflowError.class, () -> mint(engine, generator));
  }

  @Test
  void withoutRandomnessThereIsNoToken() {
    Bytecode engine =
        engine(
            () ->
                new JavaHost() {
                  @Override
                  public int token04_host_entropy(int out, int length) {
                    return 0;
                  }
                });
    long generator = engine.generatorNew(APP, SECRET, 0);
    refused(94, () -> mint(engine, generator));
    refused(94, () -> engine.mintBatch(generator, Arrays.asList("u"), TTL, "", NOW));
  }

  @Test
  void noInstanceKeepsASecret() {
    for (boolean isBare : new boolean[] {false, true}) {
      List<JavaHost> made = new ArrayList<>();
      Bytecode engine =
          engine(
              () -> {
                JavaHost host = isBare ? new BareHost() : new JavaHost();
                made.add(host);
                return host;
              });
      for (int mode = 0; mode < 2; mode++) {
        everyWayOfASecret(engine, mode);
      }
      assertFalse(made.isEmpty());
      byte[] secret = SECRET.getBytes(StandardCharsets.US_ASCII);
      for (JavaHost host : made) {
        assertEquals(-1, indexOf(host.module.memory(), secret), "bare: " + isBare);
        assertEquals(0, host.secrets.length);
      }
    }
  }

  private static void everyWayOfASecret(Bytecode engine, int mode) {
    long generator = engine.generatorNew(APP, SECRET, mode);
    long verifier = engine.verifierNew(APP, SECRET, new String[] {SECRET}, 30);
    long[] numbers = new long[TokenFields.NUMBERS];
    String token = mint(engine, generator);
    String changed =
        token.substring(0, token.length() - 12) + "AAAA" + token.substring(token.length() - 8);
    engine.mintToken(
        generator, "u", TTL, String.join("", Collections.nCopies(9000, "p")), NOW, null);
    engine.verify(verifier, token, NOW, numbers);
    refused(38, () -> engine.verify(verifier, changed, NOW, numbers));
    refused(38, () -> engine.verify(verifier, changed, NOW, numbers));
    engine.decode(token, SECRET, numbers);
    engine.mintOnce(APP, "u", SECRET, TTL, "", NOW);
    refused(3, () -> engine.mintOnce(APP, "", SECRET, TTL, "", NOW));
    for (String secret : new String[] {SECRET, '"' + SECRET + '"', SECRET + SECRET}) {
      engine.explain(token, Engine.SECRET, secret, 0, null, null, null, NOW, 30);
      engine.explain("x", Engine.SECRET, secret, 0, null, null, null, NOW, 30);
    }
    refused(1, () -> engine.generatorNew(0, SECRET, 0));
    refused(10, () -> engine.generatorNew(APP, SECRET, 2));
    refused(1, () -> engine.verifierFromValues("x", SECRET, SECRET, 30));
    engine.verifierFree(engine.verifierFromValues("7", SECRET, SECRET, 30));
    engine.generatorFree(generator);
    engine.verifierFree(verifier);
  }

  private static int indexOf(byte[] memory, byte[] wanted) {
    for (int at = 0; at + wanted.length <= memory.length; at++) {
      if (Arrays.equals(Arrays.copyOfRange(memory, at, at + wanted.length), wanted)) {
        return at;
      }
    }
    return -1;
  }

  @Test
  void aKeyIsWipedWhenItIsClosed() {
    Keys keys = new Keys(Keys.Kind.GENERATOR, APP, 0, SECRET);
    assertNotEquals(0, keys.secrets[0].bytes()[0]);
    keys.wipe();
    assertEquals(0, keys.secrets[0].bytes()[0]);
    assertEquals("Secret[redacted]", keys.secrets[0].toString());
  }

  /**
   * Whoever runs many threads gets as many instances as calls ran at once, and no more are kept.
   */
  @Test
  void manyThreadsShareInstances() throws Exception {
    ConcurrentLinkedQueue<JavaHost> made = new ConcurrentLinkedQueue<>();
    Bytecode engine =
        engine(
            () -> {
              JavaHost host = new JavaHost();
              made.add(host);
              return host;
            });
    long verifier = engine.verifierNew(APP, SECRET, NO_PREVIOUS, 30);
    long generator = engine.generatorNew(APP, SECRET, 1);
    CountDownLatch together = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      String user = "user" + thread;
      running.add(
          threads.submit(
              () -> {
                together.await();
                for (int turn = 0; turn < 200; turn++) {
                  String token = engine.mintToken(generator, user, TTL, "p" + turn, NOW, null);
                  long[] numbers = new long[TokenFields.NUMBERS];
                  String[] strings = engine.verifyUser(verifier, token, user, NOW, numbers);
                  assertEquals("p" + turn, new TokenFields(strings, numbers).claims().payload());
                }
                return null;
              }));
    }
    together.countDown();
    for (Future<?> one : running) {
      one.get();
    }
    threads.shutdown();
    assertTrue(made.size() <= 17, made.size() + " instances");
  }

  /** Nothing belongs to a thread: ten thousand short ones make few instances. */
  @Test
  void shortThreadsLeaveNothing() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Bytecode engine =
        engine(
            () -> {
              made.incrementAndGet();
              return new JavaHost();
            });
    long generator = engine.generatorNew(APP, SECRET, 0);
    for (int turn = 0; turn < 2000; turn++) {
      Thread thread = new Thread(() -> mint(engine, generator));
      thread.start();
      thread.join();
    }
    assertTrue(made.get() <= Slots.SLOTS, made + " instances");
  }

  @Test
  void onlyAnEngineCanBeDemanded() {
    for (String value : new String[] {null, "native", "bytecode"}) {
      assertEquals(value, EngineChoice.known("it", value));
    }
    for (String value : new String[] {"", " ", "Native", "NATIVE", "bytecode ", "wasm", "auto"}) {
      String said =
          assertThrows(IllegalStateException.class, () -> EngineChoice.known("it", value))
              .getMessage();
      assertTrue(said.startsWith("it is ") && said.contains("\"bytecode\""), said);
    }
  }

  @Test
  void theTestsRunOnTheEngineThatIsDemanded() {
    String demanded = System.getProperty(EngineChoice.PROPERTY);
    assertEquals(demanded == null ? "native" : demanded, Token04.engine());
  }
}
