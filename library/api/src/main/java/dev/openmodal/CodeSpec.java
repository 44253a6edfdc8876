package dev.openmodal;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a remote function is made of.
 *
 * @param app the name of its app
 * @param code the lambda, one of {@code Fn0…Fn4} or {@code Action0…Action4}
 * @param options the options of its workers
 */
public record CodeSpec(String app, Serializable code, WorkerOptions options) {
  public CodeSpec {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(options, "options");
  }

  static CodeSpec of(String app, Serializable code) {
    return new CodeSpec(app, code, WorkerOptions.DEFAULT);
  }

  CodeSpec with(WorkerOptions changed) {
    return new CodeSpec(app, code, changed);
  }
}
