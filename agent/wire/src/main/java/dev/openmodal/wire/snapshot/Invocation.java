package dev.openmodal.wire.snapshot;

import dev.openmodal.Action0;
import dev.openmodal.Action1;
import dev.openmodal.Action2;
import dev.openmodal.Action3;
import dev.openmodal.Action4;
import dev.openmodal.Fn0;
import dev.openmodal.Fn1;
import dev.openmodal.Fn2;
import dev.openmodal.Fn3;
import dev.openmodal.Fn4;
import org.jspecify.annotations.Nullable;

/**
 * How a lambda is called: by the API's own interfaces, so that no frame of reflection is between.
 */
@FunctionalInterface
public interface Invocation {
  /** So many arguments a lambda takes at most. */
  int MOST_ARGUMENTS = 4;

  /** Throws what the lambda throws. */
  @Nullable Object invoke(@Nullable Object[] arguments) throws Exception;

  /**
   * How to call that lambda.
   *
   * @param lambda of the API's interfaces
   * @param arity how many arguments it takes
   */
  @SuppressWarnings("unchecked")
  static Invocation of(Object lambda, int arity) {
    return switch (arity) {
      case 0 ->
          lambda instanceof Fn0 ? a -> ((Fn0<Object>) lambda).apply() : action0((Action0) lambda);
      case 1 ->
          lambda instanceof Fn1
              ? a -> ((Fn1<Object, Object>) lambda).apply(a[0])
              : action1((Action1<Object>) lambda);
      case 2 ->
          lambda instanceof Fn2
              ? a -> ((Fn2<Object, Object, Object>) lambda).apply(a[0], a[1])
              : action2((Action2<Object, Object>) lambda);
      case 3 ->
          lambda instanceof Fn3
              ? a -> ((Fn3<Object, Object, Object, Object>) lambda).apply(a[0], a[1], a[2])
              : action3((Action3<Object, Object, Object>) lambda);
      case 4 ->
          lambda instanceof Fn4
              ? a ->
                  ((Fn4<Object, Object, Object, Object, Object>) lambda)
                      .apply(a[0], a[1], a[2], a[3])
              : action4((Action4<Object, Object, Object, Object>) lambda);
      default -> throw new IllegalArgumentException("a lambda of " + arity + " arguments");
    };
  }

  private static Invocation action0(Action0 action) {
    return a -> {
      action.run();
      return null;
    };
  }

  private static Invocation action1(Action1<@Nullable Object> action) {
    return a -> {
      action.run(a[0]);
      return null;
    };
  }

  private static Invocation action2(Action2<@Nullable Object, @Nullable Object> action) {
    return a -> {
      action.run(a[0], a[1]);
      return null;
    };
  }

  private static Invocation action3(
      Action3<@Nullable Object, @Nullable Object, @Nullable Object> action) {
    return a -> {
      action.run(a[0], a[1], a[2]);
      return null;
    };
  }

  private static Invocation action4(
      Action4<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object> action) {
    return a -> {
      action.run(a[0], a[1], a[2], a[3]);
      return null;
    };
  }
}
