package io.token04;

/** The stable numbers of {@link Token04Exception#code()}, the same in every language. */
public final class ErrorCodes {
  /** The app id is not an integer from 1 to 4294967295. */
  public static final int APP_ID_INVALID = 1;

  /** The user id is not 1 to 64 bytes of UTF-8 without NUL. */
  public static final int USER_ID_INVALID = 3;

  /** The server secret (or a previous one) is not exactly 32 bytes. */
  public static final int SECRET_INVALID = 5;

  /** The lifetime is not a whole number of seconds of at least 1, or too long. */
  public static final int EFFECTIVE_TIME_INVALID = 6;

  /** The payload is not a valid string, or too long for a token. */
  public static final int PAYLOAD_INVALID = 7;

  /** The room id is not 1 to 128 bytes of UTF-8 without NUL. */
  public static final int ROOM_ID_INVALID = 8;

  /** A stream id is not 1 to 256 bytes of UTF-8 without NUL, or a list is empty. */
  public static final int STREAM_ID_INVALID = 9;

  /** The mode is neither CBC nor GCM. */
  public static final int MODE_INVALID = 10;

  /** The leeway is not a whole number of seconds of at least 0. */
  public static final int LEEWAY_INVALID = 11;

  /** Privileges allow neither login nor publishing. */
  public static final int PRIVILEGES_EMPTY = 12;

  /** The clock returned no unix timestamp in seconds from 0 to 253402300799. */
  public static final int NOW_INVALID = 13;

  /** The string is not a well-formed Token04. */
  public static final int TOKEN_FORMAT = 20;

  /** Only from {@code decode}: wrong secret or damaged token; for CBC also bad claims. */
  public static final int DECRYPT_FAILED = 23;

  /** The token is authentic, but what it contains is not the claims of a token. */
  public static final int CLAIMS_INVALID = 24;

  /** The token belongs to another app. */
  public static final int APP_ID_MISMATCH = 30;

  /** The token belongs to another user. */
  public static final int USER_ID_MISMATCH = 31;

  /** The token has expired. */
  public static final int EXPIRED = 32;

  /** The token's time of issue is in the future. */
  public static final int NOT_YET_VALID = 33;

  /** The envelope's expiry differs from that of the claims. */
  public static final int EXPIRE_MISMATCH = 34;

  /** The token does not allow logging in to the room, or is for another room. */
  public static final int ROOM_NOT_ALLOWED = 35;

  /** The token does not allow publishing the stream. */
  public static final int STREAM_NOT_ALLOWED = 36;

  /** A room or stream was expected, but the token carries no privileges. */
  public static final int PRIVILEGES_ABSENT = 37;

  /** The token is of another generator or another secret, or it was changed. */
  public static final int UNAUTHENTICATED = 38;

  /** A panic inside the library was caught. */
  public static final int INTERNAL = 90;

  /** The library was handed a null pointer; never seen from Java. */
  public static final int NULL_POINTER = 91;

  /** A buffer was too small; never seen from Java. */
  public static final int BUFFER_TOO_SMALL = 92;

  /** The loaded library has another ABI version than this JAR. */
  public static final int ABI_MISMATCH = 93;

  /** The system gave no random numbers. */
  public static final int RANDOM_UNAVAILABLE = 94;

  private ErrorCodes() {}
}
