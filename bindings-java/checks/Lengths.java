import com.sun.management.ThreadMXBean;
import io.token04.ExplainInput;
import io.token04.RoomPrivileges;
import io.token04.Token04;
import io.token04.Token04Exception;
import io.token04.TokenGenerator;
import io.token04.TokenVerifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strings of 32 million characters everywhere: each call checks the length before it copies. What
 * is measured is the peak of the process, and what the calls allocate on Java's heap.
 */
public final class Lengths {
  private static final String SECRET = "fa94dd0f974cf2e293728a526b028271";
  private static final int CHARACTERS = 32 << 20;
  private static final long ALLOWED_KIB = 8 << 10;

  /** As bytecode, the core's memory is on the heap, and is copied when it grows. */
  private static final long HEAP_KIB =
      Token04.engine().equals("bytecode") ? 2 * ALLOWED_KIB : ALLOWED_KIB;

  private static final Duration HOUR = Duration.ofHours(1);

  public static void main(String[] arguments) throws Exception {
    // Both kinds of Java string: one byte for a character, and two.
    String ascii = "x".repeat(CHARACTERS);
    String wide = "\u540d".repeat(CHARACTERS / 2);
    boolean good = true;
    try (TokenGenerator generator = new TokenGenerator(7, SECRET);
        TokenVerifier verifier = new TokenVerifier(7, SECRET)) {
      String token = generator.identityToken("u", HOUR);
      for (String huge : new String[] {ascii, wide}) {
        for (Map.Entry<String, Runnable> call :
            calls(generator, verifier, token, huge).entrySet()) {
          long[] grown = grown(call.getValue());
          boolean holds = grown[0] <= ALLOWED_KIB && grown[1] <= HEAP_KIB;
          good &= holds;
          String name = call.getKey() + (huge == wide ? ", wide" : "");
          System.out.println(
              (holds ? "ok   " : "FAIL ")
                  + name
                  + ": the process grew by "
                  + grown[0]
                  + " KiB, the call allocated "
                  + grown[1]
                  + " KiB of heap");
        }
      }
    }
    System.exit(good ? 0 : 1);
  }

  private static Map<String, Runnable> calls(
      TokenGenerator generator, TokenVerifier verifier, String token, String huge) {
    List<String> users = Collections.nCopies(20, huge);
    List<String> one = List.of("u");
    String privileged = generator.privilegeToken("u", HOUR, RoomPrivileges.loginAndPublishAny("r"));
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("new generator, secret", () -> new TokenGenerator(7, huge).close());
    calls.put("new verifier, secret", () -> new TokenVerifier(7, huge).close());
    calls.put(
        "new verifier, previous secret",
        () -> TokenVerifier.builder(7, SECRET).previousSecret(huge).build().close());
    calls.put("generate, user id", () -> generator.generate(huge, HOUR, ""));
    calls.put("generate, payload", () -> generator.generate("u", HOUR, huge));
    calls.put("issue, user id", () -> generator.issue(huge, HOUR, ""));
    calls.put("issue, payload", () -> generator.issue("u", HOUR, huge));
    calls.put("batch, user ids", () -> generator.generateBatch(users, HOUR, ""));
    calls.put("batch, payload", () -> generator.generateBatch(one, HOUR, huge));
    calls.put("privileges, room", () -> RoomPrivileges.loginOnly(huge));
    calls.put("privileges, stream", () -> RoomPrivileges.publishOnly("r", huge));
    calls.put("one call, user id", () -> Token04.generateToken04(7, huge, SECRET, 60, ""));
    calls.put("one call, secret", () -> Token04.generateToken04(7, "u", huge, 60, ""));
    calls.put("one call, payload", () -> Token04.generateToken04(7, "u", SECRET, 60, huge));
    calls.put("verify, token", () -> verifier.verify(huge));
    calls.put("verify, user id", () -> verifier.verifyUser(token, huge));
    calls.put("verify, room", () -> verifier.verifyLogin(token, "u", huge));
    calls.put("verify, stream", () -> verifier.verifyPublish(privileged, "u", "r", huge));
    calls.put("decode, token", () -> Token04.decode(huge, SECRET));
    calls.put("decode, secret", () -> Token04.decode(token, huge));
    calls.put("inspect, token", () -> Token04.inspect(huge));
    calls.put("kit, token", () -> Token04.kitToken(huge, "r", "u", "n", 7));
    calls.put("kit, room", () -> Token04.kitToken(token, huge, "u", "n", 7));
    calls.put("kit, user id", () -> Token04.kitToken(token, "r", huge, "n", 7));
    calls.put("kit, user name", () -> Token04.kitToken(token, "r", "u", huge, 7));
    calls.put("explain, secret", () -> Token04.explain(new ExplainInput(token).secret(huge)));
    calls.put("explain, token", () -> explain(huge));
    calls.put("explain, user id", () -> Token04.explain(request(token).userId(huge)));
    calls.put("explain, room", () -> Token04.explain(request(token).roomId(huge)));
    calls.put("explain, stream", () -> Token04.explain(request(token).streamId(huge)));
    return calls;
  }

  private static void explain(String token) {
    List<?> findings = Token04.explain(request(token)).findings();
    if (!findings.toString().contains("token_malformed")) {
      throw new IllegalStateException(findings.toString());
    }
  }

  private static ExplainInput request(String token) {
    return new ExplainInput(token).secret(SECRET);
  }

  /** By how much a call raises the peak of the process, and what it allocates, in KiB. */
  private static long[] grown(Runnable call) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins at what is now
    long before = peak();
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      call.run();
    } catch (Token04Exception refused) {
      // as it must be, or it is explained
    }
    allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    return new long[] {peak() - before, allocated >> 10};
  }

  private static long peak() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no VmHWM");
  }
}
