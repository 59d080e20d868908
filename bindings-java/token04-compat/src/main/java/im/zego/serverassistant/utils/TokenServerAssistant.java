package im.zego.serverassistant.utils;

import io.token04.Token04;
import io.token04.Token04Exception;
import java.time.Clock;

/**
 * The drop-in for the upstream generator of the same name: the same call, the same result, and
 * nothing on stdout. New code uses {@link io.token04.TokenGenerator}.
 *
 * <p>A copy of the upstream file that is still in a project takes the place of this class. Call
 * {@link #version} once: upstream has no such method, so the copy is found by the compiler.
 */
public final class TokenServerAssistant {
  /** The key of the privilege to log in to a room. */
  public static final String PrivilegeKeyLogin = "1";

  /** The key of the privilege to publish a stream. */
  public static final String PrivilegeKeyPublish = "2";

  /** A privilege that is granted. */
  public static final int PrivilegeEnable = 1;

  /** A privilege that is not granted. */
  public static final int PrivilegeDisable = 0;

  /** Has no effect: nothing is ever printed. It exists for code that sets it. */
  public static boolean VERBOSE = false;

  private static volatile Clock clock = Clock.systemUTC();

  private TokenServerAssistant() {}

  /**
   * Mints a CBC token.
   *
   * @param appId the app id, 1 to 4294967295
   * @param userId the user, 1 to 64 bytes of UTF-8 without NUL
   * @param secret the ServerSecret of exactly 32 bytes
   * @param effectiveTimeInSeconds the lifetime, at least 1
   * @param payload any string; null counts as empty
   * @return the token, or the first error of app id, user id, secret, lifetime, payload
   */
  public static TokenInfo generateToken04(
      long appId, String userId, String secret, int effectiveTimeInSeconds, String payload) {
    TokenInfo info = new TokenInfo();
    try {
      String given = payload == null ? "" : payload;
      info.data =
          Token04.generateToken04(appId, userId, secret, effectiveTimeInSeconds, given, clock);
      info.error.code = ErrorCode.SUCCESS;
    } catch (Token04Exception refused) {
      info.error.code = ErrorCode.of(refused.code());
      info.error.message = refused.reason();
    }
    return info;
  }

  /**
   * Sets the clock of all later calls, for tests that freeze the time.
   *
   * @param clock gives the time of issue; null for the system's clock
   */
  public static void setClock(Clock clock) {
    TokenServerAssistant.clock = clock == null ? Clock.systemUTC() : clock;
  }

  /**
   * The version of token04. A call of it does not compile against the upstream class.
   *
   * @return for example {@code 0.1.0}
   */
  public static String version() {
    return Token04.version();
  }

  /** What went wrong. */
  public enum ErrorCode {
    /** Nothing. */
    SUCCESS(0),
    /** The app id. */
    ILLEGAL_APP_ID(1),
    /** The user id. */
    ILLEGAL_USER_ID(3),
    /** The secret. */
    ILLEGAL_SECRET(5),
    /** The lifetime. */
    ILLEGAL_EFFECTIVE_TIME(6),
    /** Anything else. */
    OTHER(-1);

    /** The number. */
    public int value;

    ErrorCode(int value) {
      this.value = value;
    }

    private static ErrorCode of(int code) {
      for (ErrorCode known : values()) {
        if (known.value == code) {
          return known;
        }
      }
      return OTHER;
    }
  }

  /** An error code with its message. */
  public static class ErrorInfo {
    /** What went wrong. */
    public ErrorCode code;

    /** What is expected instead; empty on success. */
    public String message;

    ErrorInfo() {
      this.code = ErrorCode.OTHER;
      this.message = "";
    }

    /** The same JSON as upstream: no message holds what JSON escapes. */
    @Override
    public String toString() {
      return "{\"code\": " + code.value + ", \"message\": \"" + message + "\"}";
    }
  }

  /** The result: a token or an error. */
  public static class TokenInfo {
    /** The token; empty when there is an error. */
    public String data;

    /** What went wrong, {@link ErrorCode#SUCCESS} if nothing. */
    public ErrorInfo error;

    TokenInfo() {
      this.data = "";
      this.error = new ErrorInfo();
    }

    /** The same string as upstream. It shows the token. */
    @Override
    public String toString() {
      return "TokenInfo {\"error\": " + error + ", \"data\": \"" + data + "\"}";
    }
  }
}
