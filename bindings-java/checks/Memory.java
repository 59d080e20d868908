import io.token04.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;

/** A million calls of each function, good and bad mixed: the process must not grow. */
public final class Memory {
  private static final int CALLS = 1_000_000;
  private static final long ALLOWED_KIB = 2048;

  public static void main(String[] arguments) throws Exception {
    String secret = "fa94dd0f974cf2e293728a526b028271";
    Duration hour = Duration.ofHours(1);
    boolean good = true;
    try (TokenGenerator generator = new TokenGenerator(7, secret, Mode.GCM);
        TokenVerifier verifier = new TokenVerifier(7, secret)) {
      String token = generator.identityToken("user1", hour);
      List<String> users = Arrays.asList("a", "", "b");
      RoomPrivileges room = RoomPrivileges.loginAndPublishAny("room1");
      Map<String, Call> calls = new LinkedHashMap<>();
      calls.put("generate", i -> generator.generate(i ? "user1" : "", hour, "p"));
      calls.put("privilegeToken", i -> generator.privilegeToken("u", i ? hour : null, room));
      calls.put("RoomPrivileges", i -> RoomPrivileges.publishOnly("room1", i ? "s" : ""));
      calls.put("issue", i -> generator.issue(i ? "user1" : null, hour, ""));
      calls.put("generateBatch", i -> generator.generateBatch(users, i ? hour : null, ""));
      calls.put("new and close", i -> new TokenGenerator(i ? 7 : 0, secret).close());
      calls.put("verify", i -> verifier.verify(i ? token : "04AAAA"));
      calls.put("decode", i -> Token04.decode(i ? token : "x", secret));
      calls.put("inspect", i -> Token04.inspect(i ? token : "x"));
      calls.put("kitToken", i -> Token04.kitToken(token, i ? "r" : "", "u", "n", 7));
      calls.put("generateToken04", i -> Token04.generateToken04(7, "u", i ? secret : "", 60, ""));
      calls.put("explain", i -> Token04.explain(new ExplainInput(i ? token : "x").secret(secret)));
      for (Map.Entry<String, Call> entry : calls.entrySet()) {
        long early = 0;
        for (int call = 1; call <= CALLS; call++) {
          try {
            entry.getValue().make(call % 2 == 0);
          } catch (Token04Exception refused) {
            // the bad half
          }
          early = call == CALLS / 10 ? resident() : early;
        }
        long grown = resident() - early;
        good &= grown <= ALLOWED_KIB;
        System.out.println(entry.getKey() + ": grown by " + grown + " KiB");
      }
    }
    System.exit(good ? 0 : 1);
  }

  private interface Call {
    void make(boolean good);
  }

  private static long resident() throws Exception {
    System.gc();
    for (String line : Files.readAllLines(Paths.get("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no VmRSS");
  }
}
