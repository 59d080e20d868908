import io.token04.Token04;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads the library, and prints what happened: {@code loaded}, or the message. With the argument
 * {@code twice}, in two class loaders as two web applications of one server would; with {@code
 * again}, each time that it is used.
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
    try {
      return "loaded " + Token04.version();
    } catch (UnsatisfiedLinkError error) {
      return error.getMessage();
    }
  }
}
