package dev.openmodal.bridge;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/** The object whose methods a program is started by, where they are not static. */
final class NewInstance {
  private NewInstance() {}

  static Object of(Class<?> type)
      throws LaunchFault, InvocationTargetException, IllegalAccessException {
    Constructor<?> constructor;
    try {
      constructor = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw new LaunchFault("can't find no argument constructor in class: " + type.getName());
    }
    constructor.setAccessible(true);
    try {
      return constructor.newInstance();
    } catch (InstantiationException e) {
      throw new LaunchFault("abstract class: " + type.getName() + " can not be instantiated");
    }
  }
}
