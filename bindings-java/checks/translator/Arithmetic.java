package check;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls each function of the translated module with all pairs of numbers of a file, and prints a
 * hash of its results, as arithmetic.mjs does with the module itself.
 */
final class Arithmetic {
  private static final int FNV_START = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  public static void main(String[] arguments) throws Exception {
    List<String> numbers = Files.readAllLines(Paths.get(arguments[0]));
    Map<String, Method> functions = new TreeMap<>();
    for (Method method : Module.class.getDeclaredMethods()) {
      if (method.getName().contains("__")) {
        functions.put(method.getName(), method);
      }
    }
    for (Map.Entry<String, Method> function : functions.entrySet()) {
      Module module = new Module(new Module.Host() {});
      int hash = FNV_START;
      for (String first : numbers) {
        for (String second : numbers) {
          for (char one : result(module, function.getValue(), first, second).toCharArray()) {
            hash = (hash ^ one) * FNV_PRIME;
          }
        }
      }
      System.out.println(function.getKey() + " " + Integer.toUnsignedString(hash));
    }
  }

  private static String result(Module module, Method method, String... numbers) throws Exception {
    Class<?>[] kinds = method.getParameterTypes();
    Object[] given = new Object[kinds.length];
    for (int index = 0; index < given.length; index++) {
      long number = Long.parseLong(numbers[index]);
      given[index] = kinds[index] == int.class ? (Object) (int) number : (Object) number;
    }
    try {
      return method.invoke(module, given) + ";";
    } catch (InvocationTargetException trap) {
      return "trap;";
    }
  }
}
