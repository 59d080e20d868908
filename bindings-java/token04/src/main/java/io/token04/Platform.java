package io.token04;

import java.util.Locale;

/** Where in the JAR the native library of a machine is: a pure function of its description. */
final class Platform {
  private final String os;
  private final String arch;
  private final boolean musl;

  Platform(String osName, String osArch, boolean musl) {
    this.os = os(osName);
    this.arch = arch(osArch);
    this.musl = musl && "linux".equals(os);
  }

  /** For example {@code META-INF/native/linux-x86_64/libtoken04_jni.so}. */
  String resource() {
    return "META-INF/native/" + name() + "/" + fileName();
  }

  /** {@code <os>-<arch>[-musl]}. */
  String name() {
    return os + "-" + arch + (musl ? "-musl" : "");
  }

  String fileName() {
    switch (os) {
      case "windows":
        return "token04_jni.dll";
      case "macos":
        return "libtoken04_jni.dylib";
      default:
        return "libtoken04_jni.so";
    }
  }

  /** For a message. */
  String describe() {
    String libc = "linux".equals(os) ? ", libc " + (musl ? "musl" : "glibc") : "";
    return "os " + os + ", architecture " + arch + libc;
  }

  /** No library is built for these: a 64-bit machine may well run a 32-bit Java. */
  boolean is32Bit() {
    return arch.equals("x86") || arch.matches("i[3-6]86") || arch.matches("arm(v[5-7].*|32)?");
  }

  /** A library that is loaded cannot be deleted there. */
  boolean isWindows() {
    return "windows".equals(os);
  }

  private static String os(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return "windows";
    }
    if (lower.startsWith("mac")) {
      return "macos";
    }
    return plain(lower);
  }

  private static String arch(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    switch (lower) {
      case "amd64":
      case "x64":
        return "x86_64";
      case "arm64":
        return "aarch64";
      default:
        return plain(lower);
    }
  }

  /** No part of the result is a path. */
  private static String plain(String name) {
    return name.replaceAll("[^a-z0-9_]", "");
  }
}
