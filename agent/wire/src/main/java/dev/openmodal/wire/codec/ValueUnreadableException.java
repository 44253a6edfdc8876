package dev.openmodal.wire.codec;

import org.jspecify.annotations.Nullable;

/** Bytes do not give a value here: a class is missing or not allowed, or cannot be made again. */
public final class ValueUnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  ValueUnreadableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
