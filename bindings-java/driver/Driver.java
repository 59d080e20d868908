import im.zego.serverassistant.utils.TokenServerAssistant;
import im.zego.serverassistant.utils.TokenServerAssistant.TokenInfo;
import io.token04.BatchResult;
import io.token04.Claims;
import io.token04.DecodedToken;
import io.token04.ExplainInput;
import io.token04.InspectedKit;
import io.token04.InspectedToken;
import io.token04.IssuedToken;
import io.token04.Mode;
import io.token04.Privileges;
import io.token04.RoomPrivileges;
import io.token04.Token04;
import io.token04.Token04Exception;
import io.token04.TokenGenerator;
import io.token04.TokenVerifier;
import io.token04.VerifiedToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** The conformance driver of Java: a JSON request in each line, a JSON reply in each line. */
final class Driver {
  private static final List<String> OPS =
      Arrays.asList(
          ("version generate identity_token privilege_token issue generate_batch generate_token04"
               + " kit_token decode verify verify_user verify_login verify_publish inspect explain")
              .split(" "));
  private static final List<String> CAN =
      Arrays.asList(
          ("utf16 null_text wide_app_id wide_ttl huge_duration fractional_duration "
                  + "negative_leeway wide_now frozen_clock dropin_utf16 dropin_null_text "
                  + "dropin_wide_app_id")
              .split(" "));

  private static String language;

  private Driver() {}

  /** The arguments: the folder in which the package was installed, a name, and the engine. */
  public static void main(String[] arguments) throws Exception {
    Path home = Paths.get(arguments[0]).toRealPath();
    for (Class<?> one : new Class<?>[] {Token04.class, TokenServerAssistant.class}) {
      Path jar = Paths.get(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!jar.toRealPath().startsWith(home) || !jar.toString().endsWith(".jar")) {
        throw new IllegalStateException("not the installed package: " + jar);
      }
    }
    if (!Token04.engine().equals(arguments[2])) {
      throw new IllegalStateException("not the engine: " + Token04.engine());
    }
    language = arguments[1];
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(System.out, false, "US-ASCII");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.print(Json.write(reply(new Given(line))) + "\n");
      out.flush();
    }
  }

  private static Map<String, Object> reply(Given given) throws IOException {
    try {
      return called(given.text("op"), given);
    } catch (Token04Exception refused) {
      return error(refused);
    }
  }

  private static Map<String, Object> called(String op, Given given) {
    switch (op) {
      case "version":
        return map("language", language, "version", Token04.version(), "ops", OPS, "can", CAN);
      case "generate_token04":
        return dropIn(given);
      case "kit_token":
        return map(
            "token",
            Token04.kitToken(
                given.text("token"),
                given.text("room_id"),
                given.text("user_id"),
                given.text("user_name"),
                given.integer("app_id")));
      case "decode":
        return decoded(Token04.decode(given.text("token"), given.text("secret")));
      case "verify":
      case "verify_user":
      case "verify_login":
      case "verify_publish":
        return verify(op, given);
      case "inspect":
        return inspected(Token04.inspect(given.text("token")));
      case "explain":
        return explain(given);
      default:
        return mint(op, given);
    }
  }

  private static Map<String, Object> mint(String op, Given given) {
    String name = given.has("mode") ? given.text("mode") : "cbc";
    Mode mode = Mode.valueOf(name.toUpperCase(Locale.ROOT));
    try (TokenGenerator generator = generator(given, mode)) {
      Duration ttl = given.duration("ttl");
      String user = given.text("user_id");
      switch (op) {
        case "generate":
          return map(
              "token",
              given.has("privileges")
                  ? generator.generate(user, ttl, privileges(given.inner("privileges")))
                  : generator.generate(user, ttl, given.text("payload")));
        case "identity_token":
          return map("token", generator.identityToken(user, ttl));
        case "privilege_token":
          return map("token", generator.privilegeToken(user, ttl, privileges(given)));
        case "issue":
          IssuedToken issued =
              given.has("privileges")
                  ? generator.issue(user, ttl, privileges(given.inner("privileges")))
                  : generator.issue(user, ttl, given.text("payload"));
          return map(
              "token", issued.token(),
              "issued_at", issued.issuedAt(),
              "expires_at", issued.expiresAt(),
              "refresh_at", issued.refreshAt());
        case "generate_batch":
          List<String> users = given.texts("user_ids");
          List<BatchResult> made =
              given.has("privileges")
                  ? generator.generateBatch(users, ttl, privileges(given.inner("privileges")))
                  : generator.generateBatch(users, ttl, given.text("payload"));
          List<Object> results = new ArrayList<>();
          for (BatchResult result : made) {
            Token04Exception no = result.error();
            results.add(no == null ? map("token", result.token()) : error(no));
          }
          return map("results", results);
        default:
          throw new IllegalArgumentException(op);
      }
    }
  }

  private static TokenGenerator generator(Given given, Mode mode) {
    long appId = given.integer("app_id");
    String secret = given.text("secret");
    return given.has("now")
        ? new TokenGenerator(appId, secret, mode, now(given))
        : new TokenGenerator(appId, secret, mode);
  }

  private static LongSupplier now(Given given) {
    long now = given.integer("now");
    return () -> now;
  }

  private static RoomPrivileges privileges(Given given) {
    String roomId = given.text("room_id");
    List<String> streams = given.texts("stream_ids");
    switch (given.text("shape")) {
      case "login_only":
        return RoomPrivileges.loginOnly(roomId);
      case "publish_only":
        return RoomPrivileges.publishOnly(roomId, streams);
      case "login_and_publish":
        return RoomPrivileges.loginAndPublish(roomId, streams);
      case "login_and_publish_any":
        return RoomPrivileges.loginAndPublishAny(roomId);
      case "flags":
        boolean login = given.flag("login");
        return RoomPrivileges.fromFlags(roomId, login, given.flag("publish"), streams);
      default:
        throw new IllegalArgumentException(given.text("shape"));
    }
  }

  private static Map<String, Object> dropIn(Given given) {
    if (given.has("now")) {
      Instant frozen = Instant.ofEpochSecond(given.integer("now"));
      TokenServerAssistant.setClock(Clock.fixed(frozen, ZoneOffset.UTC));
    }
    try {
      TokenInfo info =
          TokenServerAssistant.generateToken04(
              given.integer("app_id"),
              given.text("user_id"),
              given.text("secret"),
              Math.toIntExact(given.integer("ttl")),
              given.text("payload"));
      return info.error.code == TokenServerAssistant.ErrorCode.SUCCESS
          ? map("token", info.data)
          : map("error", map("code", info.error.code.value, "message", info.error.message));
    } finally {
      TokenServerAssistant.setClock(null);
    }
  }

  private static Map<String, Object> verify(String op, Given given) {
    TokenVerifier.Builder builder =
        TokenVerifier.builder(given.integer("app_id"), given.text("secret"));
    if (given.has("previous_secrets")) {
      given.texts("previous_secrets").forEach(builder::previousSecret);
    }
    if (given.has("leeway")) {
      builder.leeway(given.duration("leeway"));
    }
    if (given.has("now")) {
      builder.clock(now(given));
    }
    String token = given.text("token");
    String user = given.text("user_id");
    String room = given.text("room_id");
    try (TokenVerifier verifier = builder.build()) {
      switch (op) {
        case "verify":
          return decoded(verifier.verify(token));
        case "verify_user":
          return decoded(verifier.verifyUser(token, user));
        case "verify_login":
          return decoded(verifier.verifyLogin(token, user, room));
        default:
          return decoded(verifier.verifyPublish(token, user, room, given.text("stream_id")));
      }
    }
  }

  private static Map<String, Object> explain(Given given) {
    ExplainInput request = new ExplainInput(given.text("token"));
    if (given.has("secret")) {
      request.secret(given.text("secret"));
    }
    if (given.has("expect_app_id")) {
      request.appId(given.integer("expect_app_id"));
    }
    if (given.has("expect_user_id")) {
      request.userId(given.text("expect_user_id"));
    }
    if (given.has("expect_room_id")) {
      request.roomId(given.text("expect_room_id"));
    }
    if (given.has("expect_stream_id")) {
      request.streamId(given.text("expect_stream_id"));
    }
    if (given.has("expect_kit")) {
      request.kit(given.flag("expect_kit"));
    }
    if (given.has("now")) {
      request.clock(now(given));
    }
    if (given.has("leeway")) {
      request.leeway(given.duration("leeway"));
    }
    io.token04.Report report = Token04.explain(request);
    List<Object> findings = new ArrayList<>();
    report
        .findings()
        .forEach(
            one ->
                findings.add(
                    map(
                        "id", one.id(),
                        "severity", one.severity(),
                        "message", one.message(),
                        "advice", one.advice(),
                        "sdk_codes", one.sdkCodes())));
    return same(map("findings", findings), report.toJson());
  }

  private static Map<String, Object> inspected(InspectedToken token) {
    InspectedKit kit = token.kit();
    Map<String, Object> fields =
        map(
            "version", token.version(),
            "mode", name(token.mode()),
            "expire", token.expire(),
            "iv_length", token.ivLength(),
            "ciphertext_length", token.ciphertextLength(),
            "kit",
                kit == null
                    ? null
                    : map(
                        "user_id", kit.userId(),
                        "room_id", kit.roomId(),
                        "user_name", kit.userName(),
                        "app_id", kit.appId()));
    return same(fields, token.toJson());
  }

  private static Map<String, Object> decoded(DecodedToken token) {
    Claims claims = token.claims();
    Privileges held = token.privileges();
    Object payload = claims.payload();
    Map<String, Object> fields =
        map(
            "mode", name(token.mode()),
            "authenticated", token.authenticated(),
            "claims",
                map(
                    "app_id", claims.appId(),
                    "user_id", claims.userId(),
                    "nonce", claims.nonce(),
                    "ctime", claims.ctime(),
                    "expire", claims.expire(),
                    "payload", token.payloadIsText() ? payload : Json.read((String) payload)),
            "envelope_expire", token.envelopeExpire(),
            "privileges",
                held == null
                    ? null
                    : map(
                        "room_id", held.roomId(),
                        "login", held.login(),
                        "publish", held.publish(),
                        "stream_ids", held.streamIds()),
            "payload_is_text", token.payloadIsText());
    if (token instanceof VerifiedToken) {
      fields.put("secret_index", ((VerifiedToken) token).secretIndex());
    }
    return same(fields, token.toJson());
  }

  /** The result of the methods, when the JSON says the same. */
  private static Map<String, Object> same(Map<String, Object> fields, String json) {
    String again = Json.write(Json.read(json));
    if (!Json.write(fields).equals(again)) {
      throw new IllegalStateException("toJson differs from the methods");
    }
    return fields;
  }

  private static String name(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> error(Token04Exception refused) {
    return map(
        "error",
        map("code", refused.code(), "name", refused.name(), "message", refused.getMessage()));
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int index = 0; index < pairs.length; index += 2) {
      map.put((String) pairs[index], pairs[index + 1]);
    }
    return map;
  }
}
