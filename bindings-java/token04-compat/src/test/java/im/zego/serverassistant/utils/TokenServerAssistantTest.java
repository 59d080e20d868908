package im.zego.serverassistant.utils;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import im.zego.serverassistant.utils.TokenServerAssistant.ErrorCode;
import im.zego.serverassistant.utils.TokenServerAssistant.TokenInfo;
import io.token04.Claims;
import io.token04.Token04;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenServerAssistantTest {
  private static final long APP = 1234567890L;
  private static final String SECRET = "fa94dd0f974cf2e293728a526b028271";

  @AfterEach
  void restore() {
    TokenServerAssistant.setClock(null);
    TokenServerAssistant.VERBOSE = false;
  }

  private static ErrorCode code(
      long appId, String userId, String secret, int seconds, String payload) {
    TokenInfo info = TokenServerAssistant.generateToken04(appId, userId, secret, seconds, payload);
    assertTrue(info.data.isEmpty() != (info.error.code == ErrorCode.SUCCESS));
    return info.error.code;
  }

  @Test
  void aTokenHasTheShapeOfUpstream() {
    Instant frozen = Instant.ofEpochSecond(1_700_000_000L);
    TokenServerAssistant.setClock(Clock.fixed(frozen, ZoneOffset.UTC));
    TokenInfo info = TokenServerAssistant.generateToken04(APP, "\ud83d\ude00", SECRET, 60, null);
    assertEquals("", info.error.message);
    assertEquals("{\"code\": 0, \"message\": \"\"}", info.error.toString());
    Claims claims = Token04.decode(info.data, SECRET).claims();
    assertEquals("\ud83d\ude00", claims.userId());
    assertEquals("", claims.payload());
    assertEquals(1_700_000_060L, claims.expire());
  }

  @Test
  void refusalsHaveTheCodesOfUpstream() {
    assertEquals(ErrorCode.ILLEGAL_APP_ID, code(0, "", "", 0, null));
    assertEquals(ErrorCode.ILLEGAL_APP_ID, code((1L << 32) + 1, "u", SECRET, 60, ""));
    assertEquals(ErrorCode.ILLEGAL_USER_ID, code(APP, "", "", 0, null));
    assertEquals(ErrorCode.ILLEGAL_USER_ID, code(APP, null, SECRET, 60, ""));
    assertEquals(ErrorCode.ILLEGAL_SECRET, code(APP, "u", "", 0, null));
    assertEquals(ErrorCode.ILLEGAL_EFFECTIVE_TIME, code(APP, "u", SECRET, 0, ""));
    String long1 = String.join("", Collections.nCopies(70000, "p"));
    assertEquals(ErrorCode.OTHER, code(APP, "u", SECRET, 60, long1));
    assertEquals(-1, ErrorCode.OTHER.value);
    TokenInfo info = TokenServerAssistant.generateToken04(0, "u", SECRET, 60, "");
    assertEquals(
        "{\"code\": 1, \"message\": \"" + info.error.message + "\"}", info.error.toString());
    // The code is a field of its own.
    assertEquals("app id must be an integer from 1 to 4294967295", info.error.message);
  }

  /** As upstream prints it: code that logs or parses it reads the same. */
  @Test
  void aResultIsPrintedAsUpstreamPrintsIt() {
    TokenInfo refused = TokenServerAssistant.generateToken04(0, "u", SECRET, 60, "");
    assertEquals(
        "TokenInfo {\"error\": " + refused.error + ", \"data\": \"\"}", refused.toString());
    TokenInfo info = TokenServerAssistant.generateToken04(APP, "u", SECRET, 60, "");
    assertEquals(
        "TokenInfo {\"error\": {\"code\": 0, \"message\": \"\"}, \"data\": \"" + info.data + "\"}",
        info.toString());
  }

  @Test
  void noMessageNeedsAnEscapeOfJson() {
    for (long app : new long[] {0, APP}) {
      for (String user : new String[] {"", "u"}) {
        for (String secret : new String[] {"", SECRET}) {
          for (int seconds : new int[] {0, 60}) {
            for (String payload : new String[] {"\ud800", ""}) {
              TokenInfo info =
                  TokenServerAssistant.generateToken04(app, user, secret, seconds, payload);
              assertTrue(info.error.message.matches("[^\"\\\\\\p{Cntrl}]*"), info.error.message);
            }
          }
        }
      }
    }
  }

  @Test
  void theVersionTellsThisClassFromACopyOfUpstream() {
    assertEquals("0.1.0", TokenServerAssistant.version());
  }

  @Test
  void nothingIsPrinted() {
    PrintStream real = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written));
    try {
      TokenServerAssistant.VERBOSE = true;
      TokenServerAssistant.generateToken04(APP, "u", SECRET, 60, "");
    } finally {
      System.setOut(real);
    }
    assertEquals(0, written.size());
  }
}
