package dev.openmodal.bridge;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the arguments of a method from texts. */
final class TextArguments {
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(CharSequence.class, text -> text),
          Map.entry(Object.class, text -> text),
          Map.entry(byte.class, Byte::valueOf),
          Map.entry(Byte.class, Byte::valueOf),
          Map.entry(short.class, Short::valueOf),
          Map.entry(Short.class, Short::valueOf),
          Map.entry(int.class, Integer::valueOf),
          Map.entry(Integer.class, Integer::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(Long.class, Long::valueOf),
          Map.entry(float.class, Float::valueOf),
          Map.entry(Float.class, Float::valueOf),
          Map.entry(double.class, Double::valueOf),
          Map.entry(Double.class, Double::valueOf),
          Map.entry(boolean.class, TextArguments::truth),
          Map.entry(Boolean.class, TextArguments::truth),
          Map.entry(char.class, TextArguments::character),
          Map.entry(Character.class, TextArguments::character),
          Map.entry(BigDecimal.class, BigDecimal::new),
          Map.entry(BigInteger.class, BigInteger::new),
          Map.entry(Path.class, Path::of),
          Map.entry(Duration.class, TextArguments::duration),
          Map.entry(LocalDate.class, LocalDate::parse));

  private TextArguments() {}

  /**
   * One text for each parameter; a last one that is an array or a list takes all that are left.
   *
   * @throws IllegalArgumentException that says which text does not fit
   */
  static @Nullable Object[] of(Method method, String[] texts) {
    Type[] types = method.getGenericParameterTypes();
    boolean isOpen = types.length > 0 && element(types[types.length - 1]) != null;
    int needed = isOpen ? types.length - 1 : types.length;
    if (texts.length < needed || (texts.length > needed && !isOpen)) {
      throw new IllegalArgumentException(
          "it takes "
              + (isOpen ? "at least " : "")
              + needed
              + (needed == 1 ? " argument" : " arguments")
              + ", and was given "
              + texts.length
              + ".");
    }
    @Nullable Object[] values = new Object[types.length];
    for (int i = 0; i < needed; i++) {
      values[i] = value(types[i], texts[i], i);
    }
    if (isOpen) {
      values[needed] = rest(types[needed], texts, needed);
    }
    return values;
  }

  /** What an array or a list is of; null for another type. */
  private static @Nullable Type element(Type type) {
    if (type instanceof Class<?> array && array.isArray()) {
      return array.getComponentType();
    }
    if (type instanceof ParameterizedType list
        && (list.getRawType() == List.class || list.getRawType() == Collection.class)) {
      return list.getActualTypeArguments()[0];
    }
    return type == List.class || type == Collection.class ? String.class : null;
  }

  private static Object rest(Type type, String[] texts, int from) {
    Type element = element(type);
    List<Object> values = new ArrayList<>();
    for (int i = from; i < texts.length; i++) {
      values.add(value(element == null ? String.class : element, texts[i], i));
    }
    if (!(type instanceof Class<?> array) || !array.isArray()) {
      return values;
    }
    Object filled = Array.newInstance(array.getComponentType(), values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(filled, i, values.get(i));
    }
    return filled;
  }

  private static Object value(Type type, String text, int index) {
    String which = "argument " + (index + 1) + ", '" + text + "', ";
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return constant(constants, text, which);
    }
    Function<String, Object> reader = type instanceof Class<?> known ? READERS.get(known) : null;
    if (reader == null) {
      throw new IllegalArgumentException(
          which
              + "is for a "
              + type.getTypeName()
              + ", which is not made of a text. There are: texts, numbers, boolean, char, enums, Path,"
              + " Duration, LocalDate, and as the last one an array or a List of these.");
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IllegalArgumentException(which + "is no " + type.getTypeName() + ".", e);
    }
  }

  private static Object constant(Class<?> type, String text, String which) {
    Object[] constants = type.getEnumConstants();
    for (Object constant : constants) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        which
            + "is no "
            + type.getSimpleName()
            + ". There are: "
            + Arrays.toString(constants)
            + ".");
  }

  private static Object truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException(text);
  }

  private static Object character(String text) {
    if (text.length() == 1) {
      return text.charAt(0);
    }
    throw new IllegalArgumentException(text);
  }

  /** As Java writes them, and as people do: {@code 90s}, {@code 1h30m}. */
  private static Object duration(String text) {
    return Duration.parse(text.startsWith("P") || text.startsWith("-P") ? text : "PT" + text);
  }
}
