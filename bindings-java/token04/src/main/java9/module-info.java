/** Mint and verify ZEGOCLOUD <em>Token04</em> authentication tokens. Unofficial. */
module io.token04 {
  requires java.logging;

  // Annotations only: nothing needs them at run time.
  requires static org.jspecify;

  exports io.token04;
}
