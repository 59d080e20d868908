import io.token04.Token04;
import io.token04.TokenGenerator;
import io.token04.TokenVerifier;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Loads an engine, uses it, and prints what happened: {@code loaded} with the engine and the number
 * of lines that were logged, or the message. With the argument {@code twice}, in two class loaders
 * as two web applications of one server would; with {@code again}, each time that it is used.
 */
public final class Loader {
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.out.println(load());
      return;
    }
    if (arguments[0].equals("again")) {
      System.out.println(load() + "\n" + load());
      return;
    }
    String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] urls = new URL[paths.length];
    for (int index = 0; index < paths.length; index++) {
      urls[index] = new File(paths[index]).toURI().toURL();
    }
    ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
    try (URLClassLoader first = new URLClassLoader(urls, platform);
        URLClassLoader second = new URLClassLoader(urls, platform)) {
      System.out.println(in(first) + "\n" + in(second) + "\n" + in(first));
    }
  }

  private static Object in(ClassLoader loader) throws Exception {
    try {
      return loader.loadClass("Loader").getMethod("load").invoke(null);
    } catch (InvocationTargetException thrown) {
      return thrown.getCause().toString();
    }
  }

  /** Public for the other class loaders. */
  public static String load() {
    AtomicInteger lines = new AtomicInteger();
    Handler counter =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.incrementAndGet();
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(counter);
    String secret = "fa94dd0f974cf2e293728a526b028271";
    try (TokenGenerator generator = new TokenGenerator(7, secret);
        TokenVerifier verifier = new TokenVerifier(7, secret)) {
      verifier.verifyUser(generator.identityToken("u", Duration.ofHours(1)), "u");
      return "loaded " + Token04.version() + " " + Token04.engine() + ", logged " + lines;
    } catch (UnsatisfiedLinkError | IllegalStateException error) {
      return error.getMessage();
    } finally {
      root.removeHandler(counter);
    }
  }
}
