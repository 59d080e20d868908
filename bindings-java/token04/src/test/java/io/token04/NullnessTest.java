package io.token04;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which results and parameters may be null, as compilers and editors read it in the class files.
 */
@Tag("once")
class NullnessTest {
  private static final Class<?>[] PUBLIC = {
    BatchResult.class,
    Claims.class,
    DecodedToken.class,
    ExplainInput.class,
    Finding.class,
    InspectedKit.class,
    InspectedToken.class,
    IssuedToken.class,
    Privileges.class,
    Report.class,
    RoomPrivileges.class,
    Token04.class,
    Token04Exception.class,
    TokenGenerator.class,
    TokenVerifier.class,
    TokenVerifier.Builder.class,
    VerifiedToken.class,
  };

  @Test
  void whatMayBeNullIsAnnotated() {
    assertTrue(TokenGenerator.class.getPackage().isAnnotationPresent(NullMarked.class));
    Set<String> results = new TreeSet<>();
    Set<String> parameters = new TreeSet<>();
    for (Class<?> type : PUBLIC) {
      for (Method method : type.getDeclaredMethods()) {
        if (!Modifier.isPublic(method.getModifiers()) || method.getName().equals("equals")) {
          continue;
        }
        String name = type.getSimpleName() + "." + method.getName();
        if (isNullable(method.getAnnotatedReturnType().getAnnotations())) {
          results.add(name);
        }
        if (takesNull(method)) {
          parameters.add(name);
        }
      }
    }
    assertEquals(
        new TreeSet<>(
            Arrays.asList(
                "BatchResult.error",
                "Claims.ctimeInstant",
                "Claims.expireInstant",
                "Claims.payload",
                "DecodedToken.privileges",
                "InspectedToken.kit",
                "IssuedToken.expiresAtInstant",
                "IssuedToken.issuedAtInstant",
                "IssuedToken.refreshAtInstant",
                "Privileges.streamIds")),
        results);
    assertEquals(
        new TreeSet<>(
            Arrays.asList(
                "RoomPrivileges.fromFlags",
                "RoomPrivileges.loginAndPublish",
                "RoomPrivileges.publishOnly")),
        parameters);
  }

  private static boolean takesNull(Executable method) {
    return Arrays.stream(method.getAnnotatedParameterTypes())
        .anyMatch(parameter -> isNullable(parameter.getAnnotations()));
  }

  private static boolean isNullable(Annotation[] annotations) {
    return Arrays.stream(annotations).anyMatch(one -> one instanceof Nullable);
  }
}
