package dev.openmodal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of this library. Its message says what happened, to which object, and what to
 * do next, and ends with the code in brackets, by which {@code docs/errors.md} lists it.
 *
 * <pre>{@code
 * var reader = new StringReader("open");
 * app("refused").function(() -> reader.read()).remote() // CAPTURE_REFUSED
 * }</pre>
 */
public class OpenModalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Which error this is. */
  private final ErrorCode code;

  /**
   * @param code which error
   * @param message what happened, to which object, and what to do next
   */
  public OpenModalException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param code which error
   * @param message what happened, to which object, and what to do next
   * @param cause what led to it
   */
  public OpenModalException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message.strip() + " [" + code + "]", cause);
    this.code = code;
    beginAtTheCaller(this);
  }

  /** What the API refuses is shown at the line that asked for it, without the API's own lines. */
  static void beginAtTheCaller(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    int own = 0;
    while (own < trace.length && isOfTheApi(trace[own].getClassName())) {
      own++;
    }
    if (own > 0 && own < trace.length) {
      thrown.setStackTrace(Arrays.copyOfRange(trace, own, trace.length));
    }
  }

  private static boolean isOfTheApi(String className) {
    String folder = "dev.openmodal.";
    return className.startsWith(folder) && className.indexOf('.', folder.length()) < 0;
  }

  /** {@return which error this is} */
  public final ErrorCode code() {
    return code;
  }

  /** Lets a checked exception of the user's code pass through a method that declares none. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Throwable> RuntimeException asUnchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
