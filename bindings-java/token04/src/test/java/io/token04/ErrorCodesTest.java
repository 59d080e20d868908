package io.token04;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The constants are those of the README's table, which is written from the core's. */
final class ErrorCodesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| `([a-z_]+)` \\|");

  @Test
  void theConstantsAreTheTable() throws IOException, IllegalAccessException {
    String readme =
        new String(Files.readAllBytes(Paths.get("..", "README.md")), StandardCharsets.UTF_8);
    Map<Integer, String> table = new TreeMap<>();
    for (Matcher row = ROW.matcher(readme); row.find(); ) {
      table.put(Integer.valueOf(row.group(1)), row.group(2));
    }
    assertEquals("ok", table.remove(0));
    assertFalse(table.isEmpty());
    Map<Integer, String> constants = new TreeMap<>();
    for (Field field : ErrorCodes.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        constants.put(field.getInt(null), field.getName().toLowerCase(Locale.ROOT));
      }
    }
    assertEquals(table, constants);
  }
}
