package io.token04;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Loads the native half: from the path in a system property, or out of the JAR by way of a file
 * that only its owner can read and that is deleted right after, however loading ended. Each class
 * loader gets its own file, and so its own library.
 */
final class NativeLoader {
  /** The library itself, in place of the one in the JAR. */
  static final String PATH_PROPERTY = "token04.native.path";

  /** The folder for the file, in place of {@code java.io.tmpdir}. */
  static final String FOLDER_PROPERTY = "token04.native.tmpdir";

  private static final int COPY_BYTES = 1 << 16;
  private static final String PREFIX = "token04-";

  private final Platform platform;
  private final Function<String, String> properties;
  private final Function<String, InputStream> resources;
  private final Consumer<String> opener;

  NativeLoader(
      Platform platform,
      Function<String, String> properties,
      Function<String, InputStream> resources,
      Consumer<String> opener) {
    this.platform = platform;
    this.properties = properties;
    this.resources = resources;
    this.opener = opener;
  }

  /** Loads the library of this machine for this class loader. */
  static void load() {
    String os = System.getProperty("os.name");
    Platform platform = new Platform(os, System.getProperty("os.arch"), runsOnMusl());
    new NativeLoader(platform, new Properties(), new Resources(), new Opener()).open();
  }

  // Classes, not method references: those to System make for a third of the time of a first call.

  private static final class Properties implements Function<String, String> {
    @Override
    public String apply(String name) {
      return System.getProperty(name);
    }
  }

  private static final class Resources implements Function<String, InputStream> {
    @Override
    public InputStream apply(String name) {
      return NativeLoader.class.getClassLoader().getResourceAsStream(name);
    }
  }

  private static final class Opener implements Consumer<String> {
    @Override
    @SuppressWarnings("restricted") // JDK 24 and later: see the README
    public void accept(String path) {
      System.load(path);
    }
  }

  /** Whatever goes wrong is an {@link UnsatisfiedLinkError} with a message that helps. */
  void open() {
    try {
      String path = properties.apply(PATH_PROPERTY);
      if (path != null && !path.isEmpty()) {
        openGiven(Paths.get(path).toAbsolutePath());
      } else {
        openPacked();
      }
    } catch (RuntimeException error) {
      throw failure(error.toString(), error);
    }
  }

  private void openGiven(Path path) {
    try {
      opener.accept(path.toString());
    } catch (UnsatisfiedLinkError error) {
      String tried = "tried " + path + " from the property " + PATH_PROPERTY;
      throw failure(tried + ": " + error.getMessage() + hint(error.getMessage()), error);
    }
  }

  private void openPacked() {
    if (platform.is32Bit()) {
      throw failure("it exists for 64-bit Java alone: install a 64-bit JRE", null);
    }
    if (!isPacked()) {
      throw failure(
          "the JAR holds no "
              + platform.resource()
              + "; build one on such a machine with `cargo xtask package java`, or name a library"
              + " by -D"
              + PATH_PROPERTY,
          null);
    }
    List<String> tried = new ArrayList<>();
    Throwable last = null;
    for (Path folder : folders()) {
      try {
        openThrough(folder);
        return;
      } catch (IOException | UnsatisfiedLinkError error) {
        tried.add(folder + ": " + error);
        last = error;
      }
    }
    throw failure(
        "tried to unpack it to "
            + String.join("; ", tried)
            + "; set -D"
            + FOLDER_PROPERTY
            + " to a folder that can be written and is not mounted noexec, or -D"
            + PATH_PROPERTY
            + " to an unpacked library",
        last);
  }

  /** The named folder alone, or the usual one and then the user's own. */
  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    String named = properties.apply(FOLDER_PROPERTY);
    if (named != null && !named.isEmpty()) {
      folders.add(Paths.get(named).toAbsolutePath());
      return folders;
    }
    for (String property : new String[] {"java.io.tmpdir", "user.home"}) {
      String value = properties.apply(property);
      if (value != null && !value.isEmpty()) {
        folders.add(Paths.get(value).toAbsolutePath());
      }
    }
    return folders;
  }

  private void openThrough(Path folder) throws IOException {
    try (InputStream library = resources.apply(platform.resource())) {
      Path file = Files.createTempFile(folder, PREFIX, "-" + platform.fileName(), attributes());
      try {
        write(library, file);
        opener.accept(file.toString());
      } finally {
        remove(file);
      }
    }
  }

  private boolean isPacked() {
    try (InputStream library = resources.apply(platform.resource())) {
      return library != null;
    } catch (IOException error) {
      return false;
    }
  }

  /** Into the file as it was created, so that nobody else can ever open it. */
  private static void write(InputStream library, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[COPY_BYTES];
      for (int count = library.read(buffer); count >= 0; count = library.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
  }

  private FileAttribute<?>[] attributes() {
    if (platform.isWindows()) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException error) {
      file.toFile().deleteOnExit();
    }
  }

  private UnsatisfiedLinkError failure(String what, Throwable cause) {
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError(
            "token04 cannot load its native library (" + platform.describe() + "): " + what);
    error.initCause(cause);
    return error;
  }

  private static String hint(String reason) {
    if (reason == null || !reason.contains("already loaded in another classloader")) {
      return "";
    }
    return "; leave " + PATH_PROPERTY + " unset: each class loader then unpacks its own";
  }

  /** Looks at what this process has mapped; if it cannot, at whether this is Alpine. */
  private static boolean runsOnMusl() {
    Path maps = Paths.get("/proc/self/maps");
    try {
      String text = new String(Files.readAllBytes(maps), StandardCharsets.ISO_8859_1);
      return text.contains("/ld-musl-");
    } catch (IOException | SecurityException error) {
      return Files.exists(Paths.get("/etc/alpine-release"), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
