package dev.openmodal;

import dev.openmodal.bridge.ServiceHandle;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a remote function is made of.
 *
 * <pre>{@code
 * var f = app("sums").function(() -> 42);
 * f.spec().app() // "sums"
 * f.spec().options().captureLimit().toString() // "16 MiB"
 * }</pre>
 *
 * @param app the name of its app
 * @param provider where it runs; where the session's calls do, if empty
 * @param code the lambda, one of {@code Fn0…Fn4} or {@code Action0…Action4}
 * @param options the options of its workers
 * @param service whose object is the code's first argument, if it is a function of a service
 */
public record CodeSpec(
    String app,
    Optional<String> provider,
    Serializable code,
    WorkerOptions options,
    Optional<ServiceHandle> service) {
  /**
   * Made by the library.
   *
   * @param app the name of its app
   * @param provider where it runs, if its app says so
   * @param code the lambda
   * @param options the options of its workers
   * @param service whose object is the code's first argument, if any
   */
  public CodeSpec {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(service, "service");
  }

  static CodeSpec of(String app, Optional<String> provider, Serializable code) {
    return new CodeSpec(app, provider, code, WorkerOptions.DEFAULT, Optional.empty());
  }

  CodeSpec with(WorkerOptions changed) {
    return new CodeSpec(app, provider, code, changed, service);
  }
}
