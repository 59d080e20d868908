package io.token04;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class NativeLoaderTest {
  private static final Platform LINUX = new Platform("Linux", "amd64", false);

  @TempDir Path folder;
  @TempDir Path home;
  private final Map<String, String> properties = new HashMap<>();
  private final List<String> opened = new ArrayList<>();

  @BeforeEach
  void point() {
    properties.put("java.io.tmpdir", folder.toString());
    properties.put("user.home", home.toString());
  }

  /** However a test ends, nothing is left. */
  @AfterEach
  void nothingIsLeft() throws IOException {
    for (Path each : new Path[] {folder, home}) {
      try (Stream<Path> files = Files.list(each)) {
        assertEquals("", files.map(Path::toString).collect(Collectors.joining(" ")));
      }
    }
  }

  private static InputStream library(String name) {
    return name.equals(LINUX.resource()) ? new ByteArrayInputStream(new byte[200_000]) : null;
  }

  private void open(Consumer<String> opener) {
    new NativeLoader(LINUX, properties::get, NativeLoaderTest::library, opener).open();
  }

  private String failure(Consumer<String> opener) {
    return assertThrows(UnsatisfiedLinkError.class, () -> open(opener)).getMessage();
  }

  private void record(String path) {
    opened.add(path);
    Path file = Paths.get(path);
    try {
      assertTrue(file.isAbsolute());
      assertEquals(200_000, Files.size(file));
      String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      assertEquals("rw-------", rights);
    } catch (IOException error) {
      throw new AssertionError(error);
    }
  }

  private static void noexec(String path) {
    String reason = "failed to map segment from shared object";
    throw new UnsatisfiedLinkError(path + ": " + path + ": " + reason);
  }

  @Test
  void eachLoadHasAFileOfItsOwnThatOnlyItsOwnerReads() {
    open(this::record);
    open(this::record);
    assertEquals(2, opened.size());
    assertNotEquals(opened.get(0), opened.get(1));
    assertTrue(opened.get(0).startsWith(folder.toString()));
  }

  @Test
  void aNoexecFolderIsFollowedByTheHomeFolder() {
    open(
        path -> {
          if (path.startsWith(folder.toString())) {
            noexec(path);
          }
          record(path);
        });
    assertTrue(opened.get(0).startsWith(home.toString()));
  }

  @Test
  void whereNothingHelpsTheMessageTellsWhatWasTried() {
    String message = failure(NativeLoaderTest::noexec);
    assertTrue(message.contains("os linux, architecture x86_64, libc glibc"), message);
    assertTrue(message.contains(folder.toString()) && message.contains(home.toString()), message);
    assertTrue(message.contains("failed to map segment"), message);
    assertTrue(message.contains("-Dtoken04.native.tmpdir"), message);
    assertTrue(message.contains("-Dtoken04.native.path"), message);
  }

  /** Not even root can create a file there. */
  @Test
  void anUnwritableFolderIsNamed() {
    properties.put("token04.native.tmpdir", "/proc");
    String message = failure(this::record);
    assertTrue(message.contains("/proc: "), message);
    assertFalse(message.contains(home.toString()), message);
  }

  @Test
  void aMissingFolderIsNamed() {
    properties.put("java.io.tmpdir", folder.resolve("none").toString());
    properties.remove("user.home");
    assertTrue(failure(this::record).contains(folder.resolve("none") + ": "));
  }

  @Test
  void aRelativeFolderIsMadeAbsolute() {
    Path here = Paths.get("").toAbsolutePath();
    properties.put("token04.native.tmpdir", here.relativize(folder).toString());
    open(this::record);
    assertEquals(1, opened.size());
  }

  @Test
  void thePropertyNamesTheLibraryItself() {
    properties.put("token04.native.path", "/opt/libtoken04_jni.so");
    open(opened::add);
    assertEquals("/opt/libtoken04_jni.so", opened.get(0));
    String message =
        failure(
            path -> {
              throw new UnsatisfiedLinkError("Can't load library: " + path);
            });
    assertTrue(message.contains("/opt/libtoken04_jni.so from the property"), message);
    String twice =
        failure(
            path -> {
              throw new UnsatisfiedLinkError(path + " already loaded in another classloader");
            });
    assertTrue(twice.contains("leave token04.native.path unset"), twice);
  }

  @Test
  void aPathThatIsNoneIsTold() {
    properties.put("token04.native.path", "a\0b");
    String message = failure(this::record);
    assertTrue(message.startsWith("token04 cannot load its native library (os linux"), message);
    assertTrue(message.contains("InvalidPathException"), message);
  }

  /** Not a bare NoClassDefFoundError from the second use on. */
  @Test
  void everyUseAfterAFailureTellsWhy() throws Exception {
    URL[] urls = {Token04.class.getProtectionDomain().getCodeSource().getLocation()};
    String path = folder.resolve("none.so").toString();
    String before = System.getProperty(NativeLoader.PATH_PROPERTY);
    System.setProperty(NativeLoader.PATH_PROPERTY, path);
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      Method version = loader.loadClass("io.token04.Token04").getMethod("version");
      Method fromEnv = loader.loadClass("io.token04.TokenGenerator").getMethod("fromEnv");
      for (Method use : new Method[] {version, fromEnv, version}) {
        Throwable error =
            assertThrows(InvocationTargetException.class, () -> use.invoke(null)).getCause();
        assertEquals(UnsatisfiedLinkError.class, error.getClass());
        assertTrue(error.getMessage().contains("tried " + path), error.getMessage());
        assertEquals(error.getMessage(), error.getCause().getMessage());
        assertTrue(error.getCause().getCause().getMessage().contains("none.so"));
      }
    } finally {
      if (before == null) {
        System.clearProperty(NativeLoader.PATH_PROPERTY);
      } else {
        System.setProperty(NativeLoader.PATH_PROPERTY, before);
      }
    }
  }

  @Test
  void aMissingPlatformIsNamed() {
    Platform other = new Platform("Linux", "riscv64", true);
    NativeLoader loader =
        new NativeLoader(other, properties::get, NativeLoaderTest::library, this::record);
    String message = assertThrows(UnsatisfiedLinkError.class, loader::open).getMessage();
    assertEquals(
        "token04 cannot load its native library (os linux, architecture riscv64, libc musl): "
            + "the JAR holds no META-INF/native/linux-riscv64-musl/libtoken04_jni.so; build one on"
            + " such a machine with `cargo xtask package java`, or name a library by"
            + " -Dtoken04.native.path",
        message);
  }

  /** As in two web applications of one server: no loader of one knows the other's classes. */
  @Test
  void twoClassLoadersLoadItSideBySide() throws Exception {
    URL classes = Token04.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] urls = {classes};
    try (URLClassLoader first = new URLClassLoader(urls, null);
        URLClassLoader second = new URLClassLoader(urls, null)) {
      for (URLClassLoader loader : new URLClassLoader[] {first, second, first}) {
        Class<?> token04 = loader.loadClass("io.token04.Token04");
        assertNotEquals(Token04.class, token04);
        assertEquals("0.1.0", token04.getMethod("version").invoke(null));
        Throwable thrown =
            assertThrows(
                InvocationTargetException.class,
                () -> token04.getMethod("inspect", String.class).invoke(null, "x"));
        assertEquals(loader, thrown.getCause().getClass().getClassLoader());
      }
    }
  }
}
