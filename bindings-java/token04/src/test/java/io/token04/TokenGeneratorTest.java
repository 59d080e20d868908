package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.HOUR;
import static io.token04.Samples.NOW;
import static io.token04.Samples.SECRET;
import static io.token04.Samples.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
        assertEquals(mode == Mode.GCM, read.authenticated());
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
    refused(7, () -> generator.generate("u", HOUR, null));
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
        RoomPrivileges.loginAndPublish("r").payload());
    RoomPrivileges one = RoomPrivileges.loginAndPublish("r", Collections.singletonList("s"));
    Privileges read = Token04.decode(generator.privilegeToken("u", HOUR, one), SECRET).privileges();
    assertEquals("r", read.roomId());
    assertTrue(read.login() && read.publish());
    assertEquals(Collections.singletonList("s"), read.streamIds());
  }

  @Test
  void privilegesAreCheckedWhereTheyAreUsed() {
    RoomPrivileges noStreams = RoomPrivileges.publishOnly("r", Collections.emptyList());
    RoomPrivileges nothing = RoomPrivileges.publishOnly("");
    refused(9, () -> generator.privilegeToken("u", HOUR, noStreams));
    refused(9, noStreams::payload);
    refused(8, () -> generator.privilegeToken("u", HOUR, nothing));
    refused(6, () -> generator.privilegeToken("u", Duration.ZERO, nothing));
    refused(3, () -> generator.privilegeToken("", Duration.ZERO, nothing));
    Iterable<String> missing = null;
    refused(9, () -> RoomPrivileges.loginAndPublish("r", missing).payload());
    refused(9, () -> RoomPrivileges.publishOnly("r", "s", null).payload());
    refused(7, () -> generator.privilegeToken("u", HOUR, null));
    refused(6, () -> generator.privilegeToken("u", null, null));
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
            NullPointerException.class, () -> generator.generateBatch(null, Duration.ZERO, null));
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
    try (TokenGenerator late =
        new TokenGenerator(APP, SECRET, Mode.CBC, () -> Long.MAX_VALUE - 5)) {
      assertNull(late.issue("u", Duration.ofSeconds(5), "").expiresAtInstant());
      refused(6, () -> late.issue("u", Duration.ofSeconds(6), ""));
    }
  }

  @Test
  void noTextShowsASecret() {
    assertEquals("TokenGenerator[appId=1234567890, mode=CBC]", generator.toString());
    assertEquals("RoomPrivileges[redacted]", RoomPrivileges.loginOnly("r").toString());
  }
}
