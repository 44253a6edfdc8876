package dev.openmodal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What travels with a call: the classes reached from the lambda, the values it holds and the
 * snippet variables it reads. Jars of the class path are not among them: those travel once, by
 * content.
 *
 * <pre>{@code
 * double rate = 1.5;
 * var captured = app("captured").function((Integer n) -> n * rate).captured();
 * captured.values().size() // 1
 * captured.values().get(0).name() // "rate"
 * captured.size().bytes() < 10_000 // true
 * }</pre>
 *
 * @param classes the classes, in the order in which they were reached
 * @param values the values, in the order in which they were reached
 */
public record Captured(List<CapturedClass> classes, List<CapturedValue> values) {
  /**
   * Copies both.
   *
   * @param classes the classes, in the order in which they were reached
   * @param values the values, in the order in which they were reached
   */
  public Captured {
    classes = List.copyOf(classes);
    values = List.copyOf(values);
  }

  /**
   * One class.
   *
   * @param name as its author knows it, such as {@code Point}; of a snippet the methods that are
   *     used of it, such as {@code count()}, or {@code the lambda}
   * @param bytes the size of its class file
   */
  public record CapturedClass(String name, int bytes) {}

  /**
   * One value.
   *
   * @param name the variable, or {@code argument 1 of the lambda} where the compiler kept no name
   * @param origin such as {@code snippet variable}, {@code held by the lambda}, {@code static field
   *     of Point}
   * @param type the class of the value, or {@code null}
   * @param bytes its size when encoded; what an earlier value already holds is not counted again
   */
  public record CapturedValue(String name, String origin, String type, long bytes) {}

  /** {@return the size of all classes and values} */
  public DataSize size() {
    long sum = 0;
    for (CapturedClass c : classes) {
      sum += c.bytes();
    }
    for (CapturedValue v : values) {
      sum += v.bytes();
    }
    return new DataSize(sum);
  }

  /** {@return such as {@code 3.6 KiB: the lambda, cost(), Trade; rate (Integer, 4 B)}} */
  public String inOneLine() {
    StringBuilder text = new StringBuilder(size() + ": ");
    text.append(
        classes.stream().map(CapturedClass::name).distinct().collect(Collectors.joining(", ")));
    for (int i = 0; i < values.size(); i++) {
      CapturedValue value = values.get(i);
      String type = value.type().substring(value.type().lastIndexOf('.') + 1);
      text.append(i == 0 ? "; " : ", ")
          .append(value.name())
          .append(" (")
          .append(type)
          .append(", ")
          .append(new DataSize(value.bytes()))
          .append(')');
    }
    return text.toString();
  }

  /** One line a class and a value. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("captures " + size());
    for (CapturedClass c : classes) {
      text.append("\n  code   ").append(c.name()).append("  ").append(new DataSize(c.bytes()));
    }
    for (CapturedValue v : values) {
      text.append("\n  value  ")
          .append(v.name())
          .append(" (")
          .append(v.origin())
          .append(", ")
          .append(v.type())
          .append(")  ")
          .append(new DataSize(v.bytes()));
    }
    return text.toString();
  }
}
