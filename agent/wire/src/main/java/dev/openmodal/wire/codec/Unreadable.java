package dev.openmodal.wire.codec;

import org.jspecify.annotations.Nullable;

/** Inside reading: becomes a {@link ValueUnreadableException}. */
final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String typeName;

  /**
   * @param typeName the binary name of the class at fault, where it is known
   * @param message one sentence without its full stop
   */
  Unreadable(@Nullable String typeName, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.typeName = typeName;
  }

  /** The bytes are damaged, or were never those of a value. */
  static Unreadable noValue() {
    return new Unreadable(null, "the bytes are not those of a value", null);
  }

  /** The user's own code has failed while it made an object. */
  static Unreadable thrownBy(Class<?> type, Throwable thrown) {
    return new Unreadable(
        type.getName(), TypeNames.display(type) + " could not be made again: " + thrown, thrown);
  }

  @Nullable String typeName() {
    return typeName;
  }
}
