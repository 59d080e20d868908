package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.HOUR;
import static io.token04.Samples.NOW;
import static io.token04.Samples.SECRET;
import static io.token04.Samples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenGeneratorTest {
  private final TokenGenerator generator = new TokenGenerator(APP, SECRET);

  @AfterEach
  void close() {
    generator.close();
  }

  @Test
  void everyModeIsReadBack() {
    for (Mode mode : Mode.values()) {
      try (TokenGenerator made = new TokenGenerator(APP, SECRET, mode, Samples.at(NOW))) {
        DecodedToken read = Token04.decode(made.generate("user1", HOUR, "p"), SECRET);
        assertEquals(mode, read.mode());
        assertTrue(read.authenticated());
        assertEquals("user1", read.claims().userId());
        assertEquals("p", read.claims().payload());
        assertEquals(NOW, read.claims().ctime());
        assertEquals(NOW + 3600, read.envelopeExpire());
        assertEquals(Instant.ofEpochSecond(NOW + 3600), read.claims().expireInstant());
        assertTrue(read.payloadIsText());
        assertNull(read.privileges());
      }
    }
  }

  @Test
  void anEmojiSurvives() {
    String user = "zo\u00eb \ud83d\ude00 \u540d";
    assertEquals(
        user, Token04.decode(generator.identityToken(user, HOUR), SECRET).claims().userId());
    String payload = "\ud83c\udf89\u0000end";
    String token = generator.generate("u", HOUR, payload);
    assertEquals(payload, Token04.decode(token, SECRET).claims().payload());
  }

  @Test
  void badTextsAreRefusedWithTheCodeOfTheirField() {
    for (String bad : new String[] {null, "", "a\u0000", "\ud800", "a\ud800b", "\udc00\ud800"}) {
      refused(3, () -> generator.identityToken(bad, HOUR));
    }
    refused(3, () -> generator.identityToken(String.join("", Collections.nCopies(65, "u")), HOUR));
    refused(7, () -> generator.generate("u", HOUR, (String) null));
    refused(7, () -> generator.generate("u", HOUR, "\udc00"));
    refused(
        7, () -> generator.generate("u", HOUR, String.join("", Collections.nCopies(70000, "p"))));
    refused(5, () -> new TokenGenerator(APP, null));
    refused(5, () -> new TokenGenerator(APP, SECRET.substring(1)));
    refused(5, () -> new TokenGenerator(APP, SECRET.substring(1) + "\ud800"));
    refused(10, () -> new TokenGenerator(APP, SECRET, null));
    for (long bad : new long[] {0, -1, 1L << 32, (1L << 32) + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      refused(1, () -> new TokenGenerator(bad, SECRET));
    }
  }

  @Test
  void aLifetimeIsWholeSeconds() {
    Duration[] bad = {
      null,
      Duration.ZERO,
      Duration.ofSeconds(-1),
      Duration.ofMillis(1500),
      Duration.ofNanos(1),
      Duration.ofSeconds(Long.MAX_VALUE)
    };
    for (Duration ttl : bad) {
      refused(6, () -> generator.identityToken("u", ttl));
    }
  }

  @Test
  void privilegesAreWrittenAsDocumented() {
    assertEquals(
        "{\"room_id\":\"r\",\"privilege\":{\"1\":1,\"2\":0},\"stream_id_list\":null}",
        RoomPrivileges.loginOnly("r").payload());
    assertEquals(
        "{\"room_id\":\"r\",\"privilege\":{\"1\":0,\"2\":1},\"stream_id_list\":[\"s\"]}",
        RoomPrivileges.publishOnly("r", "s").payload());
    assertEquals(
        "{\"room_id\":\"r\",\"privilege\":{\"1\":1,\"2\":1},\"stream_id_list\":null}",
        RoomPrivileges.loginAndPublishAny("r").payload());
    RoomPrivileges one = RoomPrivileges.loginAndPublish("r", Collections.singletonList("s"));
    List<String> users = Collections.singletonList("u");
    for (String token :
        new String[] {
          generator.privilegeToken("u", HOUR, one),
          generator.generate("u", HOUR, one),
          generator.generate("u", HOUR, one.payload()),
          generator.issue("u", HOUR, one).token(),
          generator.generateBatch(users, HOUR, one).get(0).token(),
        }) {
      Privileges read = Token04.decode(token, SECRET).privileges();
      assertEquals("r", read.roomId());
      assertTrue(read.login() && read.publish());
      assertEquals(Collections.singletonList("s"), read.streamIds());
    }
  }

  @Test
  void privilegesAreCheckedWhenTheyAreMade() {
    refused(8, () -> RoomPrivileges.loginOnly(""));
    refused(8, () -> RoomPrivileges.loginOnly(null));
    refused(8, () -> RoomPrivileges.publishOnly("", ""));
    refused(9, () -> RoomPrivileges.publishOnly("r", Collections.emptyList()));
    refused(9, () -> RoomPrivileges.loginAndPublish("r", Collections.emptyList()));
    refused(9, () -> RoomPrivileges.publishOnly("r", "s", (String) null));
    refused(9, () -> RoomPrivileges.publishOnly("r", "s", (String[]) null));
    refused(9, () -> RoomPrivileges.publishOnly("r", Arrays.asList("s", null)));
    refused(12, () -> RoomPrivileges.fromFlags("", false, false, null));
    refused(8, () -> RoomPrivileges.fromFlags("", true, true, null));
    refused(9, () -> RoomPrivileges.fromFlags("r", true, true, null));
    refused(9, () -> RoomPrivileges.fromFlags("r", false, true, Collections.emptyList()));
    // A literal null is a list, and compiles.
    refused(9, () -> RoomPrivileges.publishOnly("r", null));
    refused(9, () -> RoomPrivileges.loginAndPublish("r", null));
    refused(7, () -> generator.privilegeToken("u", HOUR, null));
    refused(6, () -> generator.privilegeToken("u", null, null));
    RoomPrivileges none = null;
    refused(7, () -> generator.issue("u", HOUR, none));
    assertEquals(
        7, generator.generateBatch(Collections.singletonList("u"), HOUR, none).get(0).code());
  }

  @Test
  void flagsOfARowAreOneOfTheShapes() {
    List<String> streams = Arrays.asList("s", "t");
    assertEquals(
        RoomPrivileges.loginOnly("r"), RoomPrivileges.fromFlags("r", true, false, streams));
    assertEquals(RoomPrivileges.loginOnly("r"), RoomPrivileges.fromFlags("r", true, false, null));
    assertEquals(
        RoomPrivileges.publishOnly("r", streams),
        RoomPrivileges.fromFlags("r", false, true, streams));
    assertEquals(
        RoomPrivileges.loginAndPublish("r", streams),
        RoomPrivileges.fromFlags("r", true, true, streams));
  }

  @Test
  void valuesAreEqualByWhatTheyHold() {
    RoomPrivileges one = RoomPrivileges.publishOnly("r", "s");
    RoomPrivileges same = RoomPrivileges.publishOnly("r", Collections.singletonList("s"));
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    assertNotEquals(one, RoomPrivileges.publishOnly("r", "t"));
    assertNotEquals(one, RoomPrivileges.loginAndPublish("r", "s"));
    assertNotEquals(one, (Object) one.payload());

    String token = generator.generate("u", HOUR, one);
    Claims claims = Token04.decode(token, SECRET).claims();
    assertEquals(claims, Token04.decode(token, SECRET).claims());
    assertEquals(claims.hashCode(), Token04.decode(token, SECRET).claims().hashCode());
    assertNotEquals(claims, Token04.decode(generator.generate("v", HOUR, one), SECRET).claims());
    Privileges held = Token04.decode(token, SECRET).privileges();
    assertEquals(held, Token04.decode(token, SECRET).privileges());
    assertEquals(held.hashCode(), Token04.decode(token, SECRET).privileges().hashCode());

    IssuedToken issued = new IssuedToken("04", new long[] {1, 2, 3});
    assertEquals(issued, new IssuedToken("04", new long[] {1, 2, 3}));
    assertEquals(issued.hashCode(), new IssuedToken("04", new long[] {1, 2, 3}).hashCode());
    for (IssuedToken other :
        new IssuedToken[] {
          new IssuedToken("05", new long[] {1, 2, 3}),
          new IssuedToken("04", new long[] {0, 2, 3}),
          new IssuedToken("04", new long[] {1, 0, 3}),
          new IssuedToken("04", new long[] {1, 2, 0}),
        }) {
      assertNotEquals(issued, other);
    }
    // Makers are equal to themselves alone.
    try (TokenGenerator other = new TokenGenerator(APP, SECRET)) {
      assertNotEquals(generator, other);
    }
  }

  @Test
  void anExceptionShowsItsCodeAndName() {
    Token04Exception thrown =
        assertThrows(Token04Exception.class, () -> generator.identityToken("", HOUR));
    assertEquals(3, thrown.code());
    assertEquals("user_id_invalid", thrown.name());
    assertEquals(thrown.reason() + " (3 user_id_invalid)", thrown.getMessage());
    assertTrue(thrown.toString().endsWith("NUL (3 user_id_invalid)"), thrown.toString());
    BatchResult result = generator.generateBatch(Collections.singletonList(""), HOUR, "").get(0);
    assertEquals(thrown.getMessage(), result.error().getMessage());
  }

  /** The bean properties that Jackson and others read. */
  @Test
  void anIssuedTokenHasBeanProperties() throws Exception {
    IssuedToken issued = new IssuedToken("04", new long[] {1, 2, 3});
    Map<String, Object> properties = new TreeMap<>();
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(IssuedToken.class, Object.class).getPropertyDescriptors()) {
      properties.put(property.getName(), property.getReadMethod().invoke(issued));
    }
    assertEquals("{expiresAt=2, issuedAt=1, refreshAt=3, token=04}", properties.toString());
  }

  @Test
  void oneBadUserCostsTheOthersNothing() {
    List<String> users = Arrays.asList("a", "", null, "\ud83d\ude00");
    List<BatchResult> results = generator.generateBatch(users, HOUR, "");
    assertEquals(4, results.size());
    assertTrue(results.get(0).isOk() && results.get(3).isOk());
    assertEquals(3, results.get(1).code());
    refused(3, () -> results.get(2).token());
    String token = results.get(3).token();
    assertEquals("\ud83d\ude00", Token04.decode(token, SECRET).claims().userId());
    assertEquals(0, generator.generateBatch(Collections.emptyList(), HOUR, "").size());
    refused(6, () -> generator.generateBatch(Collections.emptyList(), Duration.ZERO, ""));
    refused(
        3, () -> generator.generateBatch(Collections.singletonList(null), HOUR, "").get(0).token());
  }

  @Test
  void noUsersAtAllAreAMistake() {
    NullPointerException thrown =
        assertThrows(
            NullPointerException.class, () -> generator.generateBatch(null, Duration.ZERO, ""));
    assertEquals("userIds", thrown.getMessage());
  }

  @Test
  void anIssuedTokenTellsItsMoments() {
    try (TokenGenerator frozen = new TokenGenerator(APP, SECRET, Mode.GCM, Samples.at(NOW))) {
      IssuedToken issued = frozen.issue("u", HOUR, "");
      assertEquals(NOW, issued.issuedAt());
      assertEquals(NOW + 3600, issued.expiresAt());
      assertEquals(NOW + 3570, issued.refreshAt());
      assertEquals(Instant.ofEpochSecond(NOW), issued.issuedAtInstant());
      assertEquals(Instant.ofEpochSecond(NOW + 3600), issued.expiresAtInstant());
      assertEquals(Instant.ofEpochSecond(NOW + 3570), issued.refreshAtInstant());
      assertFalse(issued.toString().contains(issued.token()));
    }
    long last = 253_402_300_799L;
    try (TokenGenerator late = new TokenGenerator(APP, SECRET, Mode.CBC, () -> last)) {
      Duration longest = Duration.ofSeconds(Long.MAX_VALUE - last);
      assertNull(late.issue("u", longest, "").expiresAtInstant());
      refused(6, () -> late.issue("u", longest.plusSeconds(1), ""));
    }
    for (long bad : new long[] {last + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      try (TokenGenerator made = new TokenGenerator(APP, SECRET, Mode.CBC, () -> bad)) {
        refused(13, () -> made.issue("u", null, ""));
      }
    }
  }

  @Test
  void noTextShowsASecret() {
    assertEquals("TokenGenerator[appId=1234567890, mode=CBC]", generator.toString());
    assertEquals("RoomPrivileges[redacted]", RoomPrivileges.loginOnly("r").toString());
  }
}
