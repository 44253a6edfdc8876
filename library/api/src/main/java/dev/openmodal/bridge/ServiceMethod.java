package dev.openmodal.bridge;

import dev.openmodal.Fn2;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls one method of a service's object, with the arguments in an array. */
public final class ServiceMethod implements Fn2<Object, @Nullable Object[], @Nullable Object> {
  private static final long serialVersionUID = 1;

  private final Class<?> type;
  private final String name;
  private final Class<?>[] parameters;
  private final transient Class<?> result;
  private final transient ClassLoader loader;

  /**
   * @param method of an interface
   * @param loader sees the classes of the service and of its user
   */
  public ServiceMethod(Method method, ClassLoader loader) {
    this.type = method.getDeclaringClass();
    this.name = method.getName();
    this.parameters = method.getParameterTypes();
    this.result = method.getReturnType();
    this.loader = loader;
  }

  /** Sees the classes of the service and of its user; only known where this was made. */
  public ClassLoader loader() {
    return loader;
  }

  /** What the method returns; only known where this was made. */
  public Class<?> result() {
    return result;
  }

  @Override
  @SuppressWarnings("NullAway") // the result may be null, as this is a function to such
  public @Nullable Object apply(Object service, @Nullable Object[] arguments) throws Exception {
    Method method = type.getMethod(name, parameters);
    method.setAccessible(true); // its interface may be one of a snippet
    try {
      return method.invoke(service, arguments);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw thrown instanceof Exception exception ? exception : e;
    }
  }
}
