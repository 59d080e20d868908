import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a request as Java's own values. */
final class Given {
  private static final long NANOS = 1_000_000_000L;

  private final Map<?, ?> fields;

  Given(String line) {
    this((Map<?, ?>) Json.read(line));
  }

  private Given(Map<?, ?> fields) {
    this.fields = fields;
  }

  /** The fields of an object in a field. */
  Given inner(String name) {
    return new Given((Map<?, ?>) fields.get(name));
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  String text(String name) {
    return text(fields.get(name));
  }

  List<String> texts(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (Object item : (List<?>) value) {
      texts.add(text(item));
    }
    return texts;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  long integer(String name) {
    Object value = fields.get(name);
    return Long.parseLong(value instanceof Map ? inner(value, "$int") : literal(value));
  }

  /** Whole seconds, or a {@code $float} with its fraction. */
  Duration duration(String name) {
    Object value = fields.get(name);
    if (value instanceof Map && ((Map<?, ?>) value).containsKey("$float")) {
      BigDecimal seconds = new BigDecimal(inner(value, "$float"));
      return Duration.ofNanos(seconds.multiply(BigDecimal.valueOf(NANOS)).longValueExact());
    }
    return Duration.ofSeconds(integer(name));
  }

  private static String text(Object value) {
    if (!(value instanceof Map)) {
      return (String) value;
    }
    String units = inner(value, "$utf16");
    StringBuilder text = new StringBuilder();
    for (int start = 0; start < units.length(); start += 4) {
      text.append((char) Integer.parseInt(units.substring(start, start + 4), 16));
    }
    return text.toString();
  }

  private static String inner(Object value, String kind) {
    return (String) ((Map<?, ?>) value).get(kind);
  }

  private static String literal(Object value) {
    return ((Json.Literal) value).text;
  }
}
