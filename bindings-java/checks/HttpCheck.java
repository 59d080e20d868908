import io.token04.Token04;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
      Process refused = start(jar, bad, "user1", 0);
      demand(refused.waitFor(60, TimeUnit.SECONDS) && refused.exitValue() == 1, "bad start ends");
      String said = new String(refused.getErrorStream().readAllBytes());
      String state = bad == null ? "not set" : "invalid";
      String variable = "environment variable ZEGO_SERVER_SECRET is " + state + ": ";
      demand(said.startsWith(variable + "server secret must be exactly 32 bytes"), said);
      demand(said.lines().count() == 1, "no stack trace");
      demand(!said.contains(SECRET), "no secret is shown");
    }
    Path folder = Files.createTempDirectory("token04-http");
    serve(jar, "user1", folder, HttpCheck::requests);
    try (Stream<Path> files = Files.walk(folder)) {
      demand(files.noneMatch(file -> file.toString().endsWith(".so")), "no library is left");
    }
    // Users whose session exists, but whose id cannot be in a token.
    for (String user : new String[] {"u".repeat(65), "\u00e9".repeat(33)}) {
      serve(jar, user, folder, port -> badUser(port, user));
    }
    System.out.println("the example does what it should");
  }

  private interface Requests {
    void make(int port) throws Exception;
  }

  private static void serve(String jar, String user, Path folder, Requests requests)
      throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process server = start(jar, SECRET, user, port, "-Xmx64m", "-Djava.io.tmpdir=" + folder);
    try {
      requests.make(port);
      demand(server.isAlive(), "the server is still there");
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static void requests(int port) throws Exception {
    demand(ask(port, null, "{}").statusCode() == 401, "401 without a user");
    demand(ask(port, "user1:wrong", "{}").statusCode() == 401, "401 with a wrong password");
    for (String body : new String[] {"", "{}", "{\"user_id\":\"admin\"}"}) {
      HttpResponse<String> given = ask(port, "user1:pass", body);
      demand(given.statusCode() == 200, "200 with a user: " + given.body());
      String cache = given.headers().firstValue("Cache-Control").orElse("");
      demand(cache.equals("no-store"), "Cache-Control is " + cache);
      for (String field : new String[] {"token", "issued_at", "expires_at", "refresh_at"}) {
        demand(given.body().contains("\"" + field + "\":"), field + " in " + fields(given.body()));
      }
      String token = given.body().replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
      demand(Token04.decode(token, SECRET).claims().userId().equals("user1"), "the session's user");
    }

    for (String body :
        new String[] {"{", "[]", "7", "\"\ud800", "{\"a\":1,}", "null x", "\u0000"}) {
      refused(ask(port, "user1:pass", body), 400);
    }
    refused(ask(port, "user1:pass", "[".repeat(16_000)), 400);
    refused(ask(port, "user1:pass", "\"" + "x".repeat(20_000) + "\""), 413);
    // A body that is announced, or that never ends, is not waited for: not even with a user.
    String huge = "Content-Length: 400000000\r\n";
    demand(raw(port, "", huge, 0).startsWith("HTTP/1.1 401"), "401 before a huge body");
    demand(raw(port, "user1:pass", huge, 20_000).startsWith("HTTP/1.1 413"), "413 to a huge body");
    String chunked = "Transfer-Encoding: chunked\r\n";
    demand(raw(port, "", chunked, 0).startsWith("HTTP/1.1 401"), "401 before chunks");
    demand(raw(port, "user1:pass", chunked, 20_000).startsWith("HTTP/1.1 413"), "413 to chunks");
    demand(ask(port, "user1:pass", "{}").statusCode() == 200, "200 after all that");
  }

  private static void badUser(int port, String user) throws Exception {
    demand(ask(port, null, "{}").statusCode() == 401, "401 without a user");
    HttpResponse<String> given = ask(port, user + ":pass", "{}");
    refused(given, 400);
    demand(given.body().equals("{\"error\":\"user_id_invalid\"}"), given.body());
  }

  /** An error of the client that shows nothing of the inside of the server. */
  private static void refused(HttpResponse<String> given, int status) {
    demand(given.statusCode() == status, status + " and not " + given.statusCode());
    boolean quiet = !given.body().contains("Exception") && !given.body().contains("\tat ");
    demand(quiet && !given.body().contains(SECRET), "no trace: " + given.body());
  }

  /** The names of an object's fields, without the token. */
  private static String fields(String body) {
    return body.replaceAll("\"token\":\"[^\"]*\"", "\"token\":…");
  }

  /** The first line of what the server says after some bytes of a body that never ends. */
  private static String raw(int port, String user, String header, int bytes) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
      String start =
          "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + (user.isEmpty() ? "" : "Authorization: Basic " + basic + "\r\n")
              + header
              + "\r\n";
      if (bytes > 0) {
        start += header.startsWith("Transfer") ? Integer.toHexString(bytes) + "\r\n" : "";
        start += " ".repeat(bytes);
        start += header.startsWith("Transfer") ? "\r\n" : "";
      }
      socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    }
  }

  private static Process start(String jar, String secret, String user, int port, String... more)
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
    environment.put("EXAMPLE_USER", user);
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
      String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
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
