package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.HOUR;
import static io.token04.Samples.NOW;
import static io.token04.Samples.OTHER_SECRET;
import static io.token04.Samples.SECRET;
import static io.token04.Samples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private static String token(Mode mode, String secret) {
    try (TokenGenerator generator = new TokenGenerator(APP, secret, mode, Samples.at(NOW))) {
      RoomPrivileges privileges = RoomPrivileges.loginAndPublishAny("room1");
      return generator.privilegeToken("user1", HOUR, privileges);
    }
  }

  private static TokenVerifier.Builder at(long now) {
    return TokenVerifier.builder(APP, SECRET).clock(Samples.at(now));
  }

  @Test
  void eachCallChecksWhatItsNameSays() {
    for (Mode mode : Mode.values()) {
      String token = token(mode, SECRET);
      try (TokenVerifier verifier = at(NOW).build()) {
        VerifiedToken verified = verifier.verifyPublish(token, "user1", "room1", "any");
        assertEquals(0, verified.secretIndex());
        assertTrue(verified.authenticated());
        assertTrue(verified.toJson().contains("\"secret_index\":0"));
        assertFalse(verified.toString().contains("user1"));
        assertNull(verified.privileges().streamIds());
        assertEquals("user1", verifier.verify(token).claims().userId());
        assertEquals("user1", verifier.verifyUser(token, "user1").claims().userId());
        verifier.verifyLogin(token, "user1", "room1");
        String longest = String.join("", Collections.nCopies(300, "x"));
        for (String wrong : new String[] {"other", "", null, "\ud800", longest}) {
          refused(31, () -> verifier.verifyUser(token, wrong));
          refused(31, () -> verifier.verifyLogin(token, wrong, "room1"));
          refused(35, () -> verifier.verifyLogin(token, "user1", wrong));
          refused(31, () -> verifier.verifyPublish(token, wrong, "room1", "s"));
          refused(35, () -> verifier.verifyPublish(token, "user1", wrong, "s"));
        }
        // Any stream is allowed, and yet these are none.
        for (String none : new String[] {"", null, "\ud800", longest}) {
          refused(36, () -> verifier.verifyPublish(token, "user1", "room1", none));
        }
        refused(20, () -> verifier.verify(null));
        refused(20, () -> verifier.verify("\ud800"));
      }
    }
  }

  @Test
  void aTokenWithoutPrivilegesAllowsNothing() {
    try (TokenGenerator generator = new TokenGenerator(APP, SECRET, Mode.CBC, Samples.at(NOW));
        TokenVerifier verifier = at(NOW).build()) {
      String identity = generator.identityToken("user1", HOUR);
      verifier.verifyUser(identity, "user1");
      refused(37, () -> verifier.verifyLogin(identity, "user1", "room1"));
      refused(37, () -> verifier.verifyPublish(identity, "user1", "room1", "s"));
      RoomPrivileges publish = RoomPrivileges.publishOnly("room1", "s");
      String publisher = generator.privilegeToken("user1", HOUR, publish);
      refused(35, () -> verifier.verifyLogin(publisher, "user1", "room1"));
      verifier.verifyPublish(publisher, "user1", "room1", "s");
      refused(36, () -> verifier.verifyPublish(publisher, "user1", "room1", "t"));
      RoomPrivileges login = RoomPrivileges.loginOnly("room1");
      String guest = generator.privilegeToken("user1", HOUR, login);
      verifier.verifyLogin(guest, "user1", "room1");
      refused(36, () -> verifier.verifyPublish(guest, "user1", "room1", "s"));
    }
  }

  /** Made by the upstream Java generator under the same secret: it proves nothing. */
  @Test
  void aTokenOfAnotherGeneratorIsReadButNotVerified() {
    String foreign =
        "04AAAAAGsE+70AEB9kGGDlv+IWM8P2TjC8wdYAcE7pNLc/88hAiIBp7TGX05zPkx3cyZRPyXVtHvtAKqBGsmffKqdI"
            + "DNrifwcXyksMlXMPTW5+MpMLHBkueitd1v8PkscqLp/7QdWru2/hpDxl2jBQ6JXljAto+BZSl17yWzyXAMAC"
            + "IMXfXuGqv5LRvWE=";
    DecodedToken read = Token04.decode(foreign, SECRET);
    assertEquals("user1", read.claims().userId());
    assertFalse(read.authenticated());
    try (TokenVerifier verifier = at(read.claims().ctime()).build()) {
      refused(38, () -> verifier.verify(foreign));
      refused(38, () -> verifier.verifyUser(foreign, "user1"));
    }
  }

  @Test
  void aChangedTokenIsRefused() {
    for (Mode mode : Mode.values()) {
      byte[] envelope = Base64.getDecoder().decode(token(mode, SECRET).substring(2));
      try (TokenVerifier verifier = at(NOW).build()) {
        for (int at = 0; at < envelope.length; at++) {
          envelope[at] ^= 1;
          String changed = "04" + Base64.getEncoder().encodeToString(envelope);
          // 20 where a length or the sign of GCM at the end is changed, 38 everywhere else.
          Token04Exception thrown =
              assertThrows(Token04Exception.class, () -> verifier.verify(changed));
          boolean frame =
              at >= 8 && at < 10
                  || at >= 10 + ivBytes(mode) && at < 12 + ivBytes(mode)
                  || mode == Mode.GCM && at == envelope.length - 1;
          assertEquals(frame ? 20 : 38, thrown.code(), "byte " + at);
          envelope[at] ^= 1;
        }
      }
    }
  }

  private static int ivBytes(Mode mode) {
    return mode == Mode.CBC ? 16 : 12;
  }

  /** Milliseconds in place of seconds are found: such a token would never expire. */
  @Test
  void millisecondsAreRefused() {
    LongSupplier millis = System::currentTimeMillis;
    try (TokenGenerator generator = new TokenGenerator(APP, SECRET, Mode.CBC, millis);
        TokenVerifier verifier = TokenVerifier.builder(APP, SECRET).clock(millis).build()) {
      refused(13, () -> generator.identityToken("u", HOUR));
      refused(13, () -> generator.issue("u", HOUR, ""));
      refused(13, () -> generator.generateBatch(Collections.emptyList(), HOUR, ""));
      refused(3, () -> generator.identityToken("", HOUR));
      refused(13, () -> verifier.verify("not even a token"));
      ExplainInput request = new ExplainInput(token(Mode.CBC, SECRET)).secret(SECRET);
      Report report = Token04.explain(request.clock(millis));
      assertEquals("now_invalid", report.findings().get(0).id());
    }
  }

  @Test
  void aClockAndALeewayDecide() {
    String token = token(Mode.CBC, SECRET);
    try (TokenVerifier verifier = at(NOW + 3629).build()) {
      verifier.verify(token);
    }
    try (TokenVerifier verifier = at(NOW + 3630).build()) {
      refused(32, () -> verifier.verify(token));
    }
    try (TokenVerifier verifier = at(NOW + 3600).leeway(Duration.ZERO).build()) {
      refused(32, () -> verifier.verify(token));
    }
    try (TokenVerifier verifier = at(NOW - 31).build()) {
      refused(33, () -> verifier.verify(token));
    }
    refused(11, () -> at(NOW).leeway(Duration.ofSeconds(-1)).build());
    refused(11, () -> at(NOW).leeway(Duration.ofMillis(1)).build());
    refused(11, () -> at(NOW).leeway(null).build());
  }

  @Test
  void previousSecretsAreTriedAfterTheCurrentOne() {
    try (TokenVerifier verifier = at(NOW).previousSecret(OTHER_SECRET).build()) {
      assertEquals(0, verifier.verify(token(Mode.GCM, SECRET)).secretIndex());
      assertEquals(1, verifier.verify(token(Mode.GCM, OTHER_SECRET)).secretIndex());
    }
    refused(5, () -> at(NOW).previousSecret("short").build());
    refused(5, () -> at(NOW).previousSecret(null).build());
  }

  @Test
  void toolsReadTokens() {
    String token = token(Mode.CBC, SECRET);
    String kit = Token04.kitToken(token, "room1", "user1", "Zo\u00eb \ud83d\ude00", APP);
    InspectedToken inspected = Token04.inspect(kit);
    assertEquals("04", inspected.version());
    assertEquals(Mode.CBC, inspected.mode());
    assertEquals(NOW + 3600, inspected.expire());
    assertEquals(16, inspected.ivLength());
    assertEquals("Zo\u00eb \ud83d\ude00", inspected.kit().userName());
    assertNull(Token04.inspect(token).kit());
    refused(20, () -> Token04.decode(kit, SECRET));

    ExplainInput request = new ExplainInput(token).clock(Samples.at(NOW));
    Report report = Token04.explain(request.secret('"' + SECRET + '"'));
    assertEquals("secret_quoted", report.findings().get(0).id());
    assertEquals("error", report.findings().get(0).severity());
    assertTrue(report.toJson().startsWith("{\"findings\":["));
    assertEquals("0.1.0", Token04.version());
  }
}
