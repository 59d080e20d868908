import io.token04.Mode;
import io.token04.Token04;
import io.token04.Token04Exception;
import io.token04.TokenGenerator;
import io.token04.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code fromEnv} in processes whose environment is good, lacks something, or is wrong. */
public final class FromEnv {
  private static final String SECRET = "fa94dd0f974cf2e293728a526b028271";
  private static final String PREVIOUS = "0123456789abcdef0123456789abcdef";

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      System.out.println(outcome());
      return;
    }
    expect("7 GCM 1", "7", SECRET, PREVIOUS);
    expect("7 GCM 38", "7", SECRET, null);
    expect("4294967295 GCM 30", "4294967295", SECRET, PREVIOUS);
    // A line without a value in an .env file.
    expect("7 GCM 38", "7", SECRET, "");
    for (String app : new String[] {null, "", "0", "4294967296", "-1", "seven", "7.0", "0x7"}) {
      expect("1 app_id_invalid " + state("ZEGO_APP_ID", app), app, SECRET, null);
    }
    for (String secret : new String[] {null, "", SECRET + SECRET, "\"" + SECRET + "\""}) {
      expect("5 secret_invalid " + state("ZEGO_SERVER_SECRET", secret), "7", secret, null);
    }
    expect("7 GCM 5 " + state("ZEGO_PREVIOUS_SERVER_SECRET", "short"), "7", SECRET, "short");
    System.out.println("the environment is read as documented");
  }

  /**
   * The app, the mode, and which secret is the one of a token of the previous one, or the error.
   */
  private static String outcome() {
    try (TokenGenerator generator = TokenGenerator.fromEnv(Mode.GCM);
        TokenGenerator old = new TokenGenerator(7, PREVIOUS)) {
      String said = generator.appId() + " ";
      said += Token04.decode(generator.identityToken("u", Duration.ofHours(1)), SECRET).mode();
      String token = old.identityToken("u", Duration.ofHours(1));
      try (TokenVerifier verifier = TokenVerifier.fromEnv()) {
        return said + " " + verifier.verify(token).secretIndex();
      } catch (Token04Exception refused) {
        return said + " " + refused.code() + because(refused);
      }
    } catch (Token04Exception refused) {
      return refused.code() + " " + refused.name() + because(refused);
    }
  }

  /** The start of the message, if it names a variable. */
  private static String because(Token04Exception refused) {
    String message = refused.getMessage();
    boolean named = message.startsWith("environment variable ");
    return named ? " " + message.substring(0, message.indexOf(": ")) : "";
  }

  private static String state(String name, String value) {
    String state = value == null ? "not set" : value.isEmpty() ? "empty" : "invalid";
    return "environment variable " + name + " is " + state;
  }

  private static void expect(String expected, String app, String secret, String previous)
      throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xshare:auto", "-cp", classes, "FromEnv", "child");
    Map<String, String> environment = builder.environment();
    set(environment, "ZEGO_APP_ID", app);
    set(environment, "ZEGO_SERVER_SECRET", secret);
    set(environment, "ZEGO_PREVIOUS_SERVER_SECRET", previous);
    Process process = builder.redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    String result = new String(said, StandardCharsets.UTF_8).trim();
    if (!result.equals(expected)) {
      throw new IllegalStateException("expected " + expected + ", got " + result);
    }
  }

  private static void set(Map<String, String> environment, String name, String value) {
    environment.remove(name);
    if (value != null) {
      environment.put(name, value);
    }
  }
}
