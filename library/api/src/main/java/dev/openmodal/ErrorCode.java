package dev.openmodal;

/**
 * Which error an {@link OpenModalException} is. {@code docs/errors.md} says what to do about each.
 *
 * <pre>{@code
 * ErrorCode refused(String name) {
 *   try {
 *     app(name);
 *   } catch (OpenModalException e) {
 *     return e.code();
 *   }
 *   return null;
 * }
 * refused("Not a name") // INVALID_NAME
 * }</pre>
 */
public enum ErrorCode {
  /** The name of an app breaks its rule. */
  INVALID_NAME,
  /** An option has a value that it cannot have. */
  INVALID_OPTION,
  /** An option that the chosen provider cannot enforce. */
  UNSUPPORTED_OPTION,
  /** Something that the lambda reaches cannot travel. */
  CAPTURE_REFUSED,
  /** The captured values are larger than the limit. */
  CAPTURE_TOO_LARGE,
  /** A plain lambda that cannot be told from another one of the same snippet or class. */
  AMBIGUOUS_LAMBDA,
  /** An argument cannot travel. */
  ARGUMENT_REFUSED,
  /** A result cannot travel back. */
  RESULT_REFUSED,
  /** The result's class, or one in it, cannot be had here. */
  RESULT_UNREADABLE,
  /** A captured value or an argument cannot be read on the worker. */
  VALUE_UNREADABLE,
  /** A class of the capture or of the class path is newer than the worker's Java. */
  CLASS_VERSION,
  /** A jar or folder of the class path cannot be read. */
  CLASS_PATH_UNREADABLE,
  /** A remote call from inside remote code. */
  NESTED_CALL,
  /** The call ran longer than its timeout. */
  TIMEOUT,
  /** The call was interrupted here. */
  CANCELLED,
  /** A call that was waited for has not ended in time; it goes on. */
  NOT_DONE,
  /** A call that has not started, or is over, was to be looked into. */
  NOT_RUNNING,
  /** The worker's Java lacks what is needed to look into a call. */
  NOT_INSPECTABLE,
  /** Some inputs of a map have failed. */
  MAP_FAILED,
  /** Results of a map were taken before. */
  RESULTS_TAKEN,
  /** Remote code threw an exception whose class cannot be had here. */
  REMOTE_EXCEPTION,
  /** Remote code ended its JVM by System.exit. */
  REMOTE_EXIT,
  /** Remote code ran out of memory. */
  OUT_OF_MEMORY,
  /** The worker ended in the middle of the call. */
  WORKER_LOST,
  /** The worker ended because it heard nothing from its client for too long. */
  LEASE_LAPSED,
  /** The worker did not start. */
  WORKER_START,
  /** The worker is of another build than this client. */
  BUILD_MISMATCH,
  /** Another program of this user, which was asked about its workers, does not answer. */
  CLIENT_UNREACHABLE,
  /** An image is not there, and cannot be pulled. */
  IMAGE_UNAVAILABLE,
  /** An image is for other machines, or lacks what Java needs. */
  IMAGE_UNSUITABLE,
  /** The provider that was chosen does not answer, or cannot be used from here. */
  PROVIDER_UNREACHABLE,
  /** This library cannot set itself up here. */
  SETUP
}
