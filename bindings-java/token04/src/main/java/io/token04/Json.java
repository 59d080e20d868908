package io.token04;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON that the core writes, which is valid and has no white space between values. */
final class Json {
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private Json() {}

  /** The values of an object, each as its JSON. */
  static Map<String, String> fields(String object) {
    Map<String, String> fields = new HashMap<>();
    for (int at = 1; at < object.length() && object.charAt(at) == '"'; at++) {
      int colon = end(object, at);
      int end = end(object, colon + 1);
      fields.put(object.substring(at + 1, colon - 1), object.substring(colon + 1, end));
      at = end;
    }
    return fields;
  }

  /** The elements of an array, each as its JSON. */
  static List<String> elements(String array) {
    List<String> elements = new ArrayList<>();
    for (int at = 1; at < array.length() - 1; at++) {
      int end = end(array, at);
      elements.add(array.substring(at, end));
      at = end;
    }
    return elements;
  }

  /** A string's value; null for null. */
  static @Nullable String string(String json) {
    if (json.equals("null")) {
      return null;
    }
    if (json.indexOf('\\') < 0) {
      return json.substring(1, json.length() - 1);
    }
    StringBuilder value = new StringBuilder();
    for (int at = 1; at < json.length() - 1; at++) {
      char character = json.charAt(at);
      if (character == '\\') {
        at++;
        character = escaped(json, at);
        at += json.charAt(at) == 'u' ? HEX_DIGITS : 0;
      }
      value.append(character);
    }
    return value.toString();
  }

  private static char escaped(String json, int at) {
    switch (json.charAt(at)) {
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return (char) Integer.parseInt(json.substring(at + 1, at + 1 + HEX_DIGITS), HEX);
      default:
        return json.charAt(at);
    }
  }

  /** Where the value that begins here ends. */
  private static int end(String json, int start) {
    int depth = 0;
    for (int at = start; at < json.length(); at++) {
      switch (json.charAt(at)) {
        case '"':
          at = quote(json, at + 1);
          if (depth == 0) {
            return at + 1;
          }
          break;
        case '{':
        case '[':
          depth++;
          break;
        case '}':
        case ']':
          if (depth == 0) {
            return at;
          }
          depth--;
          if (depth == 0) {
            return at + 1;
          }
          break;
        case ',':
          if (depth == 0) {
            return at;
          }
          break;
        default:
          break;
      }
    }
    return json.length();
  }

  /** The quote that ends a string. */
  private static int quote(String json, int start) {
    int at = start;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }
}
