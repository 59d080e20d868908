import io.token04.Token04;

/** How long the first call takes in a fresh process: classes, unpacking, loading, checking. */
public final class LoadTime {
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    String version = Token04.version();
    long loaded = System.nanoTime();
    String engine = Token04.engine();
    System.out.println(engine + " " + version + ": " + (loaded - start) / 1000 + " microseconds");
  }
}
