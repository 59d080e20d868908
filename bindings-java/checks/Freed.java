import io.token04.ExplainInput;
import io.token04.Mode;
import io.token04.Token04;
import io.token04.Token04Exception;
import io.token04.TokenGenerator;
import io.token04.TokenVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Every way on which a secret enters the native half, under a search of all memory that is freed
 * (tests/freed). The secret is in a variable, as hex digits.
 */
public final class Freed {
  private static final String VARIABLE = "TOKEN04_FREED_SECRET_HEX";
  private static final Duration HOUR = Duration.ofHours(1);

  public static void main(String[] arguments) throws Exception {
    String secret = secret(System.getenv(VARIABLE));
    if (arguments.length > 0) {
      fromEnv();
      return;
    }
    String token;
    try (TokenGenerator generator = new TokenGenerator(7, secret, Mode.GCM)) {
      token = generator.identityToken("u", HOUR);
    }
    // The last is longer than what is read through the stack; the lone surrogate comes last, so
    // that all of the secret is converted before it.
    List<String> others =
        List.of(
            secret,
            secret.substring(1),
            secret + "x",
            '"' + secret + '"',
            "  " + secret + "\n",
            secret + "\ud800",
            "\u00e9" + secret,
            "\u00e9" + secret + "\ud800",
            secret.repeat(2),
            secret.repeat(40));
    for (String other : others) {
      attempt(() -> new TokenGenerator(7, other).close());
      attempt(() -> new TokenGenerator(0, other).close());
      attempt(() -> new TokenGenerator(7, other, null).close());
      attempt(() -> new TokenVerifier(7, other).close());
      attempt(() -> verify(secret, other, token));
      attempt(() -> verify(other, secret, token));
      attempt(() -> Token04.generateToken04(7, "u", other, 60, ""));
      attempt(() -> Token04.generateToken04(7, "u", other, 60, "p".repeat(10_000)));
      attempt(() -> Token04.generateToken04(7, "", other, 60, ""));
      attempt(() -> Token04.generateToken04(7, "u", other, 0, "\u00e9".repeat(9000)));
      for (String one : List.of(token, "04AAAA", token + "#e30=")) {
        attempt(() -> Token04.decode(one, other));
        attempt(() -> Token04.explain(new ExplainInput(one).secret(other)));
        attempt(() -> Token04.explain(new ExplainInput(one).secret(other).kit(true).userId("v")));
      }
    }
    child(secret);
    System.out.println("every way of a secret was taken");
  }

  private static void verify(String current, String previous, String token) {
    try (TokenVerifier verifier =
        TokenVerifier.builder(7, current)
            .previousSecret(previous)
            .previousSecret(current)
            .build()) {
      verifier.verify(token);
    }
  }

  /** The same search goes on in a process that has the secret in its environment. */
  private static void child(String secret) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    for (String other : List.of(secret, secret + secret, '"' + secret + '"')) {
      ProcessBuilder builder = new ProcessBuilder(java, "-cp", classes, "Freed", "child");
      Map<String, String> environment = builder.environment();
      environment.put("ZEGO_APP_ID", "7");
      environment.put("ZEGO_SERVER_SECRET", other);
      environment.put("ZEGO_PREVIOUS_SERVER_SECRET", other);
      if (builder.inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("the process with the secret in its environment fails");
      }
    }
  }

  private static void fromEnv() {
    attempt(() -> TokenGenerator.fromEnv().close());
    attempt(() -> TokenVerifier.fromEnv().close());
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (Token04Exception refused) {
      // Also what is refused must be wiped.
    }
  }

  private static String secret(String hex) {
    StringBuilder text = new StringBuilder();
    for (int start = 0; start < hex.length(); start += 2) {
      text.append((char) Integer.parseInt(hex.substring(start, start + 2), 16));
    }
    return text.toString();
  }
}
