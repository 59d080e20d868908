/** The drop-in for the upstream Java generator, over {@code io.token04}. Unofficial. */
module io.token04.compat {
  requires io.token04;

  exports im.zego.serverassistant.utils;
}
