package dev.openmodal;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception of remote code whose own class cannot be had here: it keeps the name of
 * the class, the message, the cause and the stack trace.
 *
 * <pre>{@code
 * var thrown = new RemoteException("demo.TooDear", "ore", null);
 * thrown.className() // "demo.TooDear"
 * thrown.code().toString() // REMOTE_EXCEPTION
 * }</pre>
 */
public final class RemoteException extends OpenModalException {
  private static final long serialVersionUID = 1;

  /** The full name of the exception's own class. */
  private final String className;

  /**
   * @param className the full name of the exception's own class
   * @param message the exception's message
   * @param cause the exception's cause, itself a RemoteException where its class cannot be had
   */
  public RemoteException(String className, @Nullable String message, @Nullable Throwable cause) {
    super(
        ErrorCode.REMOTE_EXCEPTION,
        message == null ? className : className + ": " + message,
        cause);
    this.className = className;
  }

  /** {@return the full name of the exception's own class} */
  public String className() {
    return className;
  }
}
