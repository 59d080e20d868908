import io.token04.Token04;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The Spring Boot example over HTTP on loopback. The argument: its JAR. */
public final class HttpCheck {
  private static final String SECRET = "fa94dd0f974cf2e293728a526b028271";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    String jar = arguments[0];
    // An AppSign, and nothing: each start fails and says why.
    for (String bad : new String[] {SECRET + SECRET, null}) {
      Process refused = start(jar, bad, 0);
      demand(refused.waitFor(60, TimeUnit.SECONDS) && refused.exitValue() == 1, "bad start ends");
      String told = new String(refused.getErrorStream().readAllBytes());
      String state = bad == null ? "not set" : "refused";
      String variable = "environment variable ZEGO_SERVER_SECRET is " + state + ": ";
      demand(told.startsWith(variable + "server secret must be exactly 32 bytes"), told);
      demand(told.lines().count() == 1, "no stack trace");
      demand(!told.contains(SECRET), "no secret is told");
    }
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path folder = Files.createTempDirectory("token04-http");
    Process server = start(jar, SECRET, port, "-Djava.io.tmpdir=" + folder);
    try {
      demand(ask(port, null, "{}").statusCode() == 401, "401 without a user");
      demand(ask(port, "user1:wrong", "{}").statusCode() == 401, "401 with a wrong password");
      HttpResponse<String> given = ask(port, "user1:pass", "{\"user_id\":\"admin\"}");
      demand(given.statusCode() == 200, "200 with a user");
      String cache = given.headers().firstValue("Cache-Control").orElse("");
      demand(cache.equals("no-store"), "Cache-Control is " + cache);
      for (String field : new String[] {"token", "expires_at", "refresh_at"}) {
        demand(given.body().contains("\"" + field + "\":"), field);
      }
      String token = given.body().replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
      demand(Token04.decode(token, SECRET).claims().userId().equals("user1"), "the session's user");
      try (Stream<Path> files = Files.walk(folder)) {
        demand(files.noneMatch(file -> file.toString().endsWith(".so")), "no library is left");
      }
    } finally {
      server.destroy();
      server.waitFor();
    }
    System.out.println("the example answers as it should");
  }

  private static Process start(String jar, String secret, int port, String... more)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> words = new ArrayList<>(List.of(java));
    words.addAll(Arrays.asList(more));
    words.addAll(List.of("-jar", jar));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (port != 0) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    Map<String, String> environment = builder.environment();
    environment.put("ZEGO_APP_ID", "1234567890");
    environment.put("EXAMPLE_USER", "user1");
    environment.put("EXAMPLE_PASSWORD", "pass");
    environment.put("PORT", Integer.toString(port));
    environment.remove("ZEGO_SERVER_SECRET");
    if (secret != null) {
      environment.put("ZEGO_SERVER_SECRET", secret);
    }
    return builder.start();
  }

  private static HttpResponse<String> ask(int port, String user, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/token"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (user != null) {
      String encoded = Base64.getEncoder().encodeToString(user.getBytes());
      request.header("Authorization", "Basic " + encoded);
    }
    for (int turn = 0; ; turn++) {
      try {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      } catch (ConnectException notYet) {
        demand(turn < 600, "the server comes up within a minute");
        Thread.sleep(100);
      }
    }
  }

  private static void demand(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
