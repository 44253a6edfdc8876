package dev.openmodal.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Which method a program starts with, by the rules of the Java at hand. */
final class MainMethod {
  /** From this Java on it need be neither public nor static, nor take arguments (JEP 512). */
  private static final int FLEXIBLE = 25;

  private final Class<?> type;
  private final Method method;

  private MainMethod(Class<?> type, Method method) {
    this.type = type;
    this.method = method;
  }

  static MainMethod of(Class<?> type) throws LaunchFault {
    return new MainMethod(
        type, Runtime.version().feature() < FLEXIBLE ? strict(type) : flexible(type));
  }

  private static Method strict(Class<?> type) throws LaunchFault {
    Method main;
    try {
      main = type.getDeclaredMethod("main", String[].class);
    } catch (NoSuchMethodException e) {
      throw new LaunchFault("can't find main(String[]) method in class: " + type.getName());
    }
    int needed = Modifier.PUBLIC | Modifier.STATIC;
    if ((main.getModifiers() & needed) != needed) {
      throw new LaunchFault("'main' method is not declared 'public static'");
    }
    if (main.getReturnType() != void.class) {
      throw new LaunchFault("'main' method is not declared with a return type of 'void'");
    }
    return main;
  }

  private static Method flexible(Class<?> type) throws LaunchFault {
    Method main = find(type, String[].class);
    if (main == null) {
      main = find(type);
    }
    if (main == null) {
      throw new LaunchFault(
          "can't find main(String[]) or main() method in class: " + type.getName());
    }
    return main;
  }

  private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      Method declared = declared(each, parameters);
      if (declared != null && isInherited(declared, type)) {
        return declared;
      }
    }
    for (Method method : type.getMethods()) { // default methods of its interfaces
      if (method.getName().equals("main")
          && method.getReturnType() == void.class
          && java.util.Arrays.equals(method.getParameterTypes(), parameters)) {
        return method;
      }
    }
    return null;
  }

  private static @Nullable Method declared(Class<?> type, Class<?>... parameters) {
    try {
      Method method = type.getDeclaredMethod("main", parameters);
      boolean fits =
          method.getReturnType() == void.class && !Modifier.isPrivate(method.getModifiers());
      return fits ? method : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static boolean isInherited(Method method, Class<?> by) {
    return (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        || method.getDeclaringClass().getPackageName().equals(by.getPackageName());
  }

  void invoke(String[] arguments)
      throws LaunchFault, InvocationTargetException, IllegalAccessException {
    method.setAccessible(true);
    Object on = Modifier.isStatic(method.getModifiers()) ? null : NewInstance.of(type);
    if (method.getParameterCount() == 0) {
      method.invoke(on);
    } else {
      method.invoke(on, (Object) arguments);
    }
  }
}
