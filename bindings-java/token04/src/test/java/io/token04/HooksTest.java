package io.token04;

import static io.token04.Samples.APP;
import static io.token04.Samples.HOUR;
import static io.token04.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the library built for tests. */
@Tag("hooks")
class HooksTest {
  @Test
  void aPanicIsAnErrorAndTheHostLivesOn() {
    assertEquals("0.1.0", Token04.version());
    for (int turn = 0; turn < 3; turn++) {
      Samples.refused(90, NativeHooks::panic);
    }
    try (TokenGenerator generator = new TokenGenerator(APP, SECRET)) {
      assertTrue(generator.identityToken("u", HOUR).startsWith("04"));
    }
    long generator = Engine.get().generatorNew(APP, SECRET, 0);
    NativeHooks.mintMany(generator, "u", 1, "", 0, 10);
    Samples.refused(3, () -> NativeHooks.mintMany(generator, "", 1, "", 0, 1));
    Engine.get().generatorFree(generator);
    assertEquals(346, NativeHooks.empty("u", 1, "", 0).length());
  }
}
