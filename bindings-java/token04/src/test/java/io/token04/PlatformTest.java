package io.token04;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, linux-x86_64/libtoken04_jni.so",
    "Linux, x86_64, true, linux-x86_64-musl/libtoken04_jni.so",
    "Linux, aarch64, false, linux-aarch64/libtoken04_jni.so",
    "Linux, arm64, true, linux-aarch64-musl/libtoken04_jni.so",
    "Linux, s390x, false, linux-s390x/libtoken04_jni.so",
    "Mac OS X, aarch64, false, macos-aarch64/libtoken04_jni.dylib",
    "Mac OS X, x86_64, true, macos-x86_64/libtoken04_jni.dylib",
    "Windows 11, amd64, false, windows-x86_64/token04_jni.dll",
    "Windows Server 2022, AMD64, true, windows-x86_64/token04_jni.dll",
    "../Free BSD, ../x, false, freebsd-x/libtoken04_jni.so",
  })
  void theResourceFollowsFromTheDescription(String os, String arch, boolean musl, String end) {
    assertEquals("META-INF/native/" + end, new Platform(os, arch, musl).resource());
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, i386, true",
    "Linux, i686, true",
    "Windows 10, x86, true",
    "Linux, arm, true",
    "Linux, armv7l, true",
    "Linux, arm64, false",
    "Linux, aarch64, false",
    "Windows 11, amd64, false",
    "Linux, s390x, false",
    "Linux, riscv64, false",
  })
  void a32BitJavaIsKnown(String os, String arch, boolean is32Bit) {
    assertEquals(is32Bit, new Platform(os, arch, false).is32Bit());
  }

  @Test
  void aMessageNamesOsArchitectureAndLibc() {
    assertEquals(
        "os linux, architecture x86_64, libc musl",
        new Platform("Linux", "amd64", true).describe());
    assertEquals(
        "os macos, architecture aarch64", new Platform("Mac OS X", "arm64", false).describe());
  }
}
