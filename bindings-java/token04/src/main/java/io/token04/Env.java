package io.token04;

/** The names of the environment's variables; the core judges their values. */
final class Env {
  static final String APP_ID = "ZEGO_APP_ID";
  static final String SECRET = "ZEGO_SERVER_SECRET";
  static final String PREVIOUS_SECRET = "ZEGO_PREVIOUS_SERVER_SECRET";

  private Env() {}
}
