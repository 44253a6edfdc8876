package dev.openmodal;

import dev.openmodal.bridge.Engines;
import dev.openmodal.bridge.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: {@code import static dev.openmodal.OpenModal.*;}.
 *
 * <pre>{@code
 * var primes = app("primes");
 * var isPrime =
 *     primes.function(
 *         (Long n) -> LongStream.rangeClosed(2, (long) Math.sqrt(n)).noneMatch(d -> n % d == 0));
 * isPrime.remote(1_000_003L) // true, computed in another JVM
 * }</pre>
 */
public final class OpenModal {
  private OpenModal() {}

  /**
   * The app of that name.
   *
   * @param name 1 to 63 lower-case letters, digits and dashes
   * @return the app, which starts nothing yet
   * @throws OpenModalException with {@link ErrorCode#INVALID_NAME} for any other name
   */
  public static App app(String name) {
    App app = new App(name);
    Engines.prepare();
    return app;
  }

  /**
   * Sets up the notebook kernel in which this is called, where it does not do so by itself (IJava,
   * rapaio): adds {@code %openmodal} and the imports, and lets cells show more than text. Does
   * nothing the second time, in JJava, in jshell and in programs.
   *
   * @throws IllegalStateException where the kernel is of a version that is not known
   */
  public static void install() {
    Kernels.install();
  }

  /**
   * The {@code openmodal} command, about this session: {@code openmodal("ps")}, {@code
   * openmodal("help")}. Prints what there is to say.
   *
   * @param words as they are typed at a prompt, in one text or in several
   */
  public static void openmodal(String... words) {
    String[] arguments =
        Arrays.stream(words == null ? new String[0] : words) // as a null may be typed
            .filter(Objects::nonNull)
            .flatMap(word -> Arrays.stream(word.strip().split("\\s+", -1)))
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new);
    int unused = Engines.current().command(true, arguments);
  }

  /**
   * Waits for several calls.
   *
   * @param calls the calls, whose order is that of the results
   * @param <R> type of the results
   * @return their results, in the order of the calls
   * @throws OpenModalException or whatever the first of them that failed has thrown, when all have
   *     ended; what others have thrown is suppressed by it
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <R extends @Nullable Object> List<R> gather(RemoteCall<? extends R>... calls) {
    return gather(Arrays.asList(calls));
  }

  /**
   * The same for the calls of a collection.
   *
   * @param calls the calls, whose order is that of the results
   * @param <R> type of the results
   * @return their results, in the order of the calls
   */
  public static <R extends @Nullable Object> List<R> gather(
      Iterable<? extends RemoteCall<? extends R>> calls) {
    List<R> results = new ArrayList<>();
    Throwable first = null;
    for (RemoteCall<? extends R> call : calls) {
      call.await();
      try {
        results.add(call.get());
      } catch (Throwable e) {
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw OpenModalException.asUnchecked(first);
    }
    return Collections.unmodifiableList(results);
  }

  /**
   * {@return two arguments of one call of a {@code starmap}}
   *
   * @param a the first
   * @param b the second
   * @param <A> type of the first
   * @param <B> type of the second
   */
  public static <A extends @Nullable Object, B extends @Nullable Object> Args2<A, B> args(
      A a, B b) {
    return new Args2<>(a, b);
  }

  /**
   * {@return three arguments of one call of a {@code starmap}}
   *
   * @param a the first
   * @param b the second
   * @param c the third
   * @param <A> type of the first
   * @param <B> type of the second
   * @param <C> type of the third
   */
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Args3<A, B, C> args(A a, B b, C c) {
    return new Args3<>(a, b, c);
  }

  /**
   * {@return four arguments of one call of a {@code starmap}}
   *
   * @param a the first
   * @param b the second
   * @param c the third
   * @param d the fourth
   * @param <A> type of the first
   * @param <B> type of the second
   * @param <C> type of the third
   * @param <D> type of the fourth
   */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      Args4<A, B, C, D> args(A a, B b, C c, D d) {
    return new Args4<>(a, b, c, d);
  }
}
