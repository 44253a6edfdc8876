package dev.openmodal.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One method of a program that is called in place of {@code main}, with arguments that are texts;
 * what it returns is printed.
 */
public final class NamedFunction {
  private final Class<?> type;
  private final Method method;

  private NamedFunction(Class<?> type, Method method) {
    this.type = type;
    this.method = method;
  }

  /**
   * Calls the method of that name, which is the only one, and prints what it returns.
   *
   * @return 0; the exit code where it cannot be called, of which standard error says why. Throws
   *     what the method throws
   */
  public static int run(Class<?> type, String name, String[] arguments) {
    try {
      of(type, name).call(arguments);
      return 0;
    } catch (LaunchFault e) {
      System.err.println("error: " + e.getMessage());
      return e.exitCode();
    } catch (InvocationTargetException e) {
      throw LaunchTrace.asUnchecked(e.getTargetException());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(name + " was made accessible", e);
    }
  }

  static NamedFunction of(Class<?> type, String name) throws LaunchFault {
    List<Method> functions = functions(type);
    List<Method> named = functions.stream().filter(m -> m.getName().equals(name)).toList();
    if (named.isEmpty()) {
      throw LaunchFault.notUnderstood(
          type.getName()
              + " has no function "
              + name
              + ". "
              + (functions.isEmpty() ? "It has none." : "It has: " + signatures(functions) + "."));
    }
    if (named.size() > 1) {
      throw LaunchFault.notUnderstood(
          type.getName()
              + " has more than one function "
              + name
              + ": "
              + signatures(named)
              + ". Give the one that is meant a name of its own.");
    }
    return new NamedFunction(type, named.get(0));
  }

  /** Those that are not private, in the order of their names. */
  private static List<Method> functions(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
        .sorted(
            java.util.Comparator.comparing(Method::getName).thenComparing(NamedFunction::signature))
        .toList();
  }

  private static String signatures(List<Method> methods) {
    return methods.stream().map(NamedFunction::signature).collect(Collectors.joining(", "));
  }

  private static String signature(Method method) {
    List<String> types = new ArrayList<>();
    for (java.lang.reflect.Type parameter : method.getGenericParameterTypes()) {
      types.add(parameter.getTypeName().replaceAll("\\b(?:[a-z]\\w*\\.)+", ""));
    }
    String all = String.join(", ", types);
    return method.getName()
        + "("
        + (method.isVarArgs() ? all.replaceFirst("\\[]$", "...") : all)
        + ")";
  }

  void call(String[] arguments)
      throws LaunchFault, InvocationTargetException, IllegalAccessException {
    @Nullable Object[] values;
    try {
      values = TextArguments.of(method, arguments);
    } catch (IllegalArgumentException e) {
      throw LaunchFault.notUnderstood(signature(method) + ": " + e.getMessage());
    }
    method.setAccessible(true);
    Object on = Modifier.isStatic(method.getModifiers()) ? null : NewInstance.of(type);
    Object result = method.invoke(on, values);
    if (method.getReturnType() != void.class) {
      System.out.println(text(result));
    }
  }

  private static String text(@Nullable Object result) {
    if (result == null || !result.getClass().isArray()) {
      return String.valueOf(result);
    }
    String inBrackets = Arrays.deepToString(new Object[] {result}); // whatever it is an array of
    return inBrackets.substring(1, inBrackets.length() - 1);
  }
}
