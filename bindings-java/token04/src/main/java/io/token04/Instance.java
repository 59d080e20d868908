package io.token04;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;

/** An instance of the core as bytecode, for one call at a time: its memory holds the arguments. */
@NullUnmarked
final class Instance {
  private static final byte[] NOTHING = {};

  /** Enough for nearly every result; if not, the core returns the size that is. */
  private static final int RESULT_BYTES = 1024;

  private static final int FIRST_BYTES = 4096;
  private static final int ALIGNMENT = 16;

  /** Memory never shrinks: an instance that has more is not kept. */
  private static final int KEPT_BYTES = 1 << 20;

  final CoreModule core;
  final JavaHost host;

  /** The part of memory for arguments and results: where it begins, its size, its free end. */
  private int frame;

  private int size;
  private int next;

  Instance(JavaHost host) {
    this.host = host;
    core = new CoreModule(host);
    host.module = core;
  }

  /** A call of the core with the addresses of its strings; returns its status. */
  interface Call {
    int invoke(CoreModule core, int[] at);
  }

  /** The same with a place for an address. */
  interface MakingCall {
    int invoke(CoreModule core, int[] at, int out);
  }

  /** The same with a place for a string. */
  interface TextCall {
    int invoke(CoreModule core, int[] at, int out, int capacity, int length);
  }

  /** Calls with these strings; null is NULL. Their copies are wiped afterwards. */
  void call(Call call, byte[]... strings) {
    int[] at = layOut(0, strings);
    try {
      refuse(call.invoke(core, at));
    } finally {
      wipe();
    }
  }

  /** The same for a call that writes the address of what it made. */
  int made(MakingCall call, byte[]... strings) {
    int[] at = layOut(2 * ALIGNMENT, strings);
    int out = place(Integer.BYTES);
    try {
      refuse(call.invoke(core, at, out));
      return memory().getInt(out);
    } finally {
      wipe();
    }
  }

  /** Calls with space for the result that grows as it must. */
  String text(TextCall call, byte[]... strings) {
    int capacity = RESULT_BYTES;
    while (true) {
      int[] at = layOut(capacity + 2 * ALIGNMENT, strings);
      int length = place(Integer.BYTES);
      int out = place(capacity);
      try {
        int status = call.invoke(core, at, out, capacity, length);
        int needed = memory().getInt(length);
        if (status != ErrorCodes.BUFFER_TOO_SMALL || needed <= capacity) {
          refuse(status);
          return new String(core.memory(), out, needed, StandardCharsets.UTF_8);
        }
        capacity = needed;
      } finally {
        wipe();
      }
    }
  }

  /** A string with a limit: what is longer than a token is over every limit. */
  byte[] limited(String text) {
    return Utf8.orRefused(text, core.token04_token_max());
  }

  /** A string without a limit of its own. */
  byte[] unlimited(String text) {
    return Utf8.orRefused(text, core.token04_text_max());
  }

  /** An id to compare with. What is no valid string is the empty one, which never matches. */
  byte[] expected(String id) {
    byte[] bytes = id == null || id.length() > core.token04_token_max() ? null : Utf8.of(id);
    return bytes == null ? NOTHING : bytes;
  }

  /** A secret as it is configured, of any length: the core reads no more of it than this. */
  byte[] configured(String secret) {
    int most = core.token04_text_max() + 1;
    boolean isLong = secret != null && secret.length() > most;
    return Utf8.orRefused(isLong ? secret.substring(0, most) : secret, most);
  }

  /** Copies strings into the frame, and returns their addresses. */
  private int[] layOut(int more, byte[]... strings) {
    long bytes = more;
    for (byte[] string : strings) {
      bytes += string == null ? 0 : (long) string.length + ALIGNMENT;
    }
    begin(Math.toIntExact(bytes));
    int[] at = new int[strings.length];
    for (int index = 0; index < at.length; index++) {
      byte[] string = strings[index];
      if (string != null) {
        at[index] = place(string.length);
        System.arraycopy(string, 0, core.memory(), at[index], string.length);
      }
    }
    return at;
  }

  private void begin(int bytes) {
    if (bytes > size) {
      core.token04_free(frame, size);
      size = 0;
      frame = core.token04_alloc(Math.max(bytes, FIRST_BYTES));
      if (frame == 0) {
        throw new IllegalStateException("no memory for the arguments");
      }
      size = Math.max(bytes, FIRST_BYTES);
    }
    next = frame;
  }

  private int place(int bytes) {
    int at = next;
    next = at + bytes + ALIGNMENT - 1 & -ALIGNMENT;
    return at;
  }

  private void wipe() {
    Arrays.fill(core.memory(), frame, Math.min(next, frame + size), (byte) 0);
  }

  ByteBuffer memory() {
    return ByteBuffer.wrap(core.memory()).order(ByteOrder.LITTLE_ENDIAN);
  }

  void refuse(int status) {
    if (status != 0) {
      String[] strings = status(status);
      throw new Token04Exception(status, strings[0], strings[1]);
    }
  }

  /** Name and message of a code. */
  String[] status(int code) {
    return new String[] {
      constant(core.token04_error_name(code)), constant(core.token04_error_message(code))
    };
  }

  /** A string of the core that ends with a NUL. */
  String constant(int at) {
    byte[] memory = core.memory();
    int end = at;
    while (memory[end] != 0) {
      end++;
    }
    return new String(memory, at, end - at, StandardCharsets.UTF_8);
  }

  /** For an instance that is not used again. */
  void wipeAll() {
    Arrays.fill(core.memory(), (byte) 0);
  }

  boolean isSmall() {
    return core.memory().length <= KEPT_BYTES;
  }
}
