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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
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
  void whatIsNamedIsChecked() {
    try (TokenVerifier verifier = at(NOW).build()) {
      String token = token(Mode.CBC, SECRET);
      Expectations all =
          Expectations.builder().userId("user1").roomId("room1").streamId("any").build();
      VerifiedToken verified = verifier.verify(token, all);
      assertEquals(0, verified.secretIndex());
      assertTrue(verified.toJson().contains("\"secret_index\":0"));
      assertFalse(verified.toString().contains("user1"));
      assertNull(verified.privileges().streamIds());
      for (String wrong : new String[] {"user2", "", null, "\ud800"}) {
        refused(31, () -> verifier.verify(token, Expectations.builder().userId(wrong).build()));
        refused(35, () -> verifier.verify(token, Expectations.builder().roomId(wrong).build()));
      }
      refused(36, () -> verifier.verify(token, Expectations.builder().streamId(null).build()));
      refused(20, () -> verifier.verify(null));
      refused(20, () -> verifier.verify("\ud800"));
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
  void authenticationMayBeDemanded() {
    try (TokenVerifier verifier = at(NOW).requireAuthenticated(true).build()) {
      verifier.verify(token(Mode.GCM, SECRET));
      refused(38, () -> verifier.verify(token(Mode.CBC, SECRET)));
    }
  }

  @Test
  void toolsTellWhatTheyCan() {
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

    ExplainRequest request = new ExplainRequest(token).clock(Samples.at(NOW));
    Report report = Token04.explain(request.secret('"' + SECRET + '"'));
    assertEquals("secret_quoted", report.findings().get(0).id());
    assertEquals("error", report.findings().get(0).severity());
    assertTrue(report.toJson().startsWith("{\"findings\":["));
    assertEquals("0.1.0", Token04.version());
  }
}
