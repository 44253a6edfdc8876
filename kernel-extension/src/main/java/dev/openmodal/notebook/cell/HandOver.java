package dev.openmodal.notebook.cell;

import dev.openmodal.Fn0;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Where the snippets that are made of a cell give and take objects. Not for users. */
public final class HandOver {
  /** As snippets write it. */
  static final String NAME = "dev.openmodal.notebook.cell.HandOver";

  private static @Nullable Fn0<@Nullable Object[]> code;
  private static @Nullable Object[] values = {};

  private HandOver() {}

  /** Takes the code of a cell. */
  public static synchronized void take(Fn0<@Nullable Object[]> given) {
    code = given;
  }

  /** What was taken last; null if nothing was. */
  static synchronized @Nullable Fn0<@Nullable Object[]> taken() {
    Fn0<@Nullable Object[]> last = code;
    code = null;
    return last;
  }

  static synchronized void give(@Nullable Object[] given) {
    values = given;
  }

  /** One of the values that were given last, as the type of the variable that it is for. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // it was of that variable
  public static synchronized <T extends @Nullable Object> T value(int index) {
    return (T) values[index];
  }

  /** Takes the value of an expression. */
  public static synchronized void show(@Nullable Object value) {
    values = new Object[] {value};
  }

  /** Nothing, of the type that the code would give; it does not run. */
  public static <T> @Nullable T typed(Callable<T> code) {
    return null;
  }
}
