package dev.openmodal;

import dev.openmodal.bridge.Engines;
import dev.openmodal.bridge.ServiceHandle;
import dev.openmodal.bridge.ServiceMethod;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that lives on workers: each makes it once, by the lambda, when its first call comes,
 * and calls then find it as the calls before have left it. At the end of a worker it is closed, if
 * it is {@link AutoCloseable}. Immutable: every option returns a new one.
 *
 * <pre>{@code
 * interface Model {
 *   String label(String text);
 * }
 * class Shouting implements Model {
 *   public String label(String text) {
 *     return text.toUpperCase();
 *   }
 * }
 * var models = app("models").service(Model.class, () -> new Shouting());
 * models.proxy().label("ore") // ORE
 * var labels = models.function((Model m, String text) -> m.label(text));
 * labels.map(List.of("a", "b")).toList() // [A, B]
 * }</pre>
 *
 * <p>A service has workers of its own, as long as it and its options are the same: made again with
 * the same code and values it finds those that are warm. With {@link #concurrency} above 1 several
 * calls use the object at a time.
 *
 * @param <T> type of the object
 */
public final class RemoteService<T> extends RemoteCode<RemoteService<T>> {
  private final Class<T> type;
  private @Nullable ServiceHandle handle;

  RemoteService(Class<T> type, CodeSpec spec) {
    super(spec);
    this.type = type;
  }

  @Override
  RemoteService<T> with(CodeSpec spec) {
    return new RemoteService<>(type, spec);
  }

  /**
   * The object's interface, each of whose methods runs on a worker and waits for its result.
   *
   * @return what calls the object, wherever it is
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} if the type is no interface
   */
  public T proxy() {
    if (!type.isInterface()) {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "proxy(): "
              + type.getName()
              + " is no interface, and only those can be called from here as they are. Name an"
              + " interface of the object in service(…), or make a function((… o, …) -> o.…(…)).");
    }
    CodeSpec spec = spec();
    Optional<ServiceHandle> service = frozen();
    InvocationHandler calls =
        (proxy, method, arguments) ->
            method.getDeclaringClass() == Object.class
                ? ofObject(proxy, method, arguments)
                : Engines.current()
                    .call(
                        new CodeSpec(
                            spec.app(),
                            spec.provider(),
                            new ServiceMethod(method, spec.code().getClass().getClassLoader()),
                            spec.options(),
                            service),
                        new @Nullable Object[] {arguments == null ? new Object[0] : arguments});
    return type.cast(
        Proxy.newProxyInstance(
            spec.code().getClass().getClassLoader(), new Class<?>[] {type}, calls));
  }

  private Object ofObject(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "proxy of " + type.getName() + " in app " + spec().app();
    };
  }

  private synchronized Optional<ServiceHandle> frozen() {
    if (handle == null) {
      handle = Engines.current().service(spec());
    }
    return Optional.of(handle);
  }

  private CodeSpec calling(Serializable code) {
    return new CodeSpec(spec().app(), spec().provider(), code, spec().options(), frozen());
  }

  /**
   * A function that is called with the object. The service's code and values are frozen when its
   * first function or proxy is made.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <R extends @Nullable Object> RemoteFunction0<R> function(Fn1<T, R> code) {
    return new RemoteFunction0<>(calling(code));
  }

  /**
   * An action that is called with the object.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @return the action, which is sent when it is called
   */
  public RemoteAction0 action(Action1<T> code) {
    return new RemoteAction0(calling(code));
  }

  /**
   * A function that is called with the object and one argument. The service's code and values are
   * frozen when its first function or proxy is made.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <A> type of the first argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <A extends @Nullable Object, R extends @Nullable Object> RemoteFunction<A, R> function(
      Fn2<T, A, R> code) {
    return new RemoteFunction<>(calling(code));
  }

  /**
   * An action that is called with the object and one argument.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <A> type of the first argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object> RemoteAction<A> action(Action2<T, A> code) {
    return new RemoteAction<>(calling(code));
  }

  /**
   * A function that is called with the object and two arguments. The service's code and values are
   * frozen when its first function or proxy is made.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      RemoteFunction2<A, B, R> function(Fn3<T, A, B, R> code) {
    return new RemoteFunction2<>(calling(code));
  }

  /**
   * An action that is called with the object and two arguments.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object> RemoteAction2<A, B> action(
      Action3<T, A, B> code) {
    return new RemoteAction2<>(calling(code));
  }

  /**
   * A function that is called with the object and three arguments. The service's code and values
   * are frozen when its first function or proxy is made.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      RemoteFunction3<A, B, C, R> function(Fn4<T, A, B, C, R> code) {
    return new RemoteFunction3<>(calling(code));
  }

  /**
   * An action that is called with the object and three arguments.
   *
   * @param code a lambda with typed parameters, the first of them the object
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      RemoteAction3<A, B, C> action(Action4<T, A, B, C> code) {
    return new RemoteAction3<>(calling(code));
  }
}
