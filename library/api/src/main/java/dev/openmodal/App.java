package dev.openmodal;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named group of functions and actions; everything that it creates carries its name. Immutable
 * and cheap: nothing starts before the first remote call.
 *
 * <p>Lambdas name the types of their parameters ({@code (Long n) -> …}); a method reference is
 * given with the classes of its parameters ({@code app.function(String.class, Integer::parseInt)}).
 *
 * <pre>{@code
 * var app = app("shop");
 * double rate = 1.5;
 * var price = app.function((Integer pieces) -> pieces * rate);
 * price.remote(4) // 6.0
 * app.function(String.class, Integer::parseInt).remote("42") // 42
 * app.provider("process").function(() -> 6 * 7).remote() // 42
 * app.action((String who) -> System.out.println("hello " + who)).remote("world")
 * app("No") // INVALID_NAME
 * }</pre>
 */
public final class App {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final String name;
  private final Optional<String> provider;

  App(String name) {
    this(name, Optional.empty());
  }

  private App(String name, Optional<String> provider) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new OpenModalException(
          ErrorCode.INVALID_NAME,
          "app(\""
              + name
              + "\"): a name is 1 to 63 lower-case letters, digits and dashes, and neither"
              + " starts nor ends with a dash. Choose such a name.");
    }
    this.name = name;
    this.provider = provider;
  }

  /**
   * Where the functions of this app run, whatever the session uses otherwise.
   *
   * @param name such as {@code "process"} or {@code "local"}
   * @return a new app of this name; this one stays as it is
   * @throws OpenModalException with {@link ErrorCode#SETUP}, at the first call, where this build
   *     has no such provider
   */
  public App provider(String name) {
    return new App(this.name, Optional.of(Objects.requireNonNull(name, "provider")));
  }

  /** {@return the name, as given} */
  public String name() {
    return name;
  }

  /**
   * A function of no argument.
   *
   * @param code a lambda
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <R extends @Nullable Object> RemoteFunction0<R> function(Fn0<R> code) {
    return new RemoteFunction0<>(CodeSpec.of(name, provider, code));
  }

  /**
   * An action of no argument.
   *
   * @param code a lambda
   * @return the action, which is sent when it is called
   */
  public RemoteAction0 action(Action0 code) {
    return new RemoteAction0(CodeSpec.of(name, provider, code));
  }

  /**
   * A function of one argument.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <A extends @Nullable Object, R extends @Nullable Object> RemoteFunction<A, R> function(
      Fn1<A, R> code) {
    return new RemoteFunction<>(CodeSpec.of(name, provider, code));
  }

  /**
   * A function of one argument from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param code a method reference such as {@code Integer::parseInt}
   * @param <A> type of the first argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <A extends @Nullable Object, R extends @Nullable Object> RemoteFunction<A, R> function(
      Class<A> a, Fn1<A, R> code) {
    return function(code);
  }

  /**
   * An action of one argument.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object> RemoteAction<A> action(Action1<A> code) {
    return new RemoteAction<>(CodeSpec.of(name, provider, code));
  }

  /**
   * An action of one argument from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param code a method reference such as {@code Integer::parseInt}
   * @param <A> type of the first argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object> RemoteAction<A> action(Class<A> a, Action1<A> code) {
    return action(code);
  }

  /**
   * A function of two arguments.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      RemoteFunction2<A, B, R> function(Fn2<A, B, R> code) {
    return new RemoteFunction2<>(CodeSpec.of(name, provider, code));
  }

  /**
   * A function of two arguments from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param b the class of the second argument
   * @param code a method reference such as {@code Math::max}
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      RemoteFunction2<A, B, R> function(Class<A> a, Class<B> b, Fn2<A, B, R> code) {
    return function(code);
  }

  /**
   * An action of two arguments.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object> RemoteAction2<A, B> action(
      Action2<A, B> code) {
    return new RemoteAction2<>(CodeSpec.of(name, provider, code));
  }

  /**
   * An action of two arguments from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param b the class of the second argument
   * @param code a method reference such as {@code Math::max}
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object> RemoteAction2<A, B> action(
      Class<A> a, Class<B> b, Action2<A, B> code) {
    return action(code);
  }

  /**
   * A function of three arguments.
   *
   * @param code a lambda with typed parameters
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
      RemoteFunction3<A, B, C, R> function(Fn3<A, B, C, R> code) {
    return new RemoteFunction3<>(CodeSpec.of(name, provider, code));
  }

  /**
   * A function of three arguments from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param b the class of the second argument
   * @param c the class of the third argument
   * @param code a method reference such as {@code Math::max}
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
      RemoteFunction3<A, B, C, R> function(
          Class<A> a, Class<B> b, Class<C> c, Fn3<A, B, C, R> code) {
    return function(code);
  }

  /**
   * An action of three arguments.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      RemoteAction3<A, B, C> action(Action3<A, B, C> code) {
    return new RemoteAction3<>(CodeSpec.of(name, provider, code));
  }

  /**
   * An action of three arguments from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param b the class of the second argument
   * @param c the class of the third argument
   * @param code a method reference such as {@code Math::max}
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @return the action, which is sent when it is called
   */
  public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      RemoteAction3<A, B, C> action(Class<A> a, Class<B> b, Class<C> c, Action3<A, B, C> code) {
    return action(code);
  }

  /**
   * A function of four arguments.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <D> type of the fourth argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      RemoteFunction4<A, B, C, D, R> function(Fn4<A, B, C, D, R> code) {
    return new RemoteFunction4<>(CodeSpec.of(name, provider, code));
  }

  /**
   * A function of four arguments from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param b the class of the second argument
   * @param c the class of the third argument
   * @param d the class of the fourth argument
   * @param code a method reference such as {@code Math::max}
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <D> type of the fourth argument
   * @param <R> type of the result
   * @return the function, which is sent when it is called
   */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      RemoteFunction4<A, B, C, D, R> function(
          Class<A> a, Class<B> b, Class<C> c, Class<D> d, Fn4<A, B, C, D, R> code) {
    return function(code);
  }

  /**
   * An action of four arguments.
   *
   * @param code a lambda with typed parameters
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <D> type of the fourth argument
   * @return the action, which is sent when it is called
   */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      RemoteAction4<A, B, C, D> action(Action4<A, B, C, D> code) {
    return new RemoteAction4<>(CodeSpec.of(name, provider, code));
  }

  /**
   * An action of four arguments from a method reference, whose overloads the classes tell apart.
   *
   * @param a the class of the first argument
   * @param b the class of the second argument
   * @param c the class of the third argument
   * @param d the class of the fourth argument
   * @param code a method reference such as {@code Math::max}
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <D> type of the fourth argument
   * @return the action, which is sent when it is called
   */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      RemoteAction4<A, B, C, D> action(
          Class<A> a, Class<B> b, Class<C> c, Class<D> d, Action4<A, B, C, D> code) {
    return action(code);
  }

  /**
   * An object that each worker makes once and whose methods are called there.
   *
   * @param type of the object: an interface, where it is to be called by a {@link
   *     RemoteService#proxy proxy}
   * @param make a lambda that makes it
   * @param <T> type of the object
   * @return the service, whose object is made when it is first called
   */
  public <T> RemoteService<T> service(Class<T> type, Fn0<? extends T> make) {
    Objects.requireNonNull(type, "type");
    return new RemoteService<>(type, CodeSpec.of(name, provider, make));
  }

  @Override
  public String toString() {
    return "app " + name;
  }
}
