package dev.openmodal;

import dev.openmodal.bridge.Engines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What functions and actions have in common: the options of their workers and a look at what they
 * capture. Every option returns a new function; the one at hand stays as it is.
 *
 * @param <F> the function's own type
 */
public abstract sealed class RemoteCode<F extends RemoteCode<F>>
    permits RemoteFunction0,
        RemoteFunction,
        RemoteFunction2,
        RemoteFunction3,
        RemoteFunction4,
        RemoteAction0,
        RemoteAction,
        RemoteAction2,
        RemoteAction3,
        RemoteAction4 {
  private final CodeSpec spec;

  RemoteCode(CodeSpec spec) {
    this.spec = spec;
  }

  abstract F with(CodeSpec spec);

  /** What this function is made of: its app, its code and its options. */
  public final CodeSpec spec() {
    return spec;
  }

  /**
   * How many CPUs the worker counts on. On child JVMs this sets the number of processors that the
   * JVM sees (parallel streams and pools follow it); it does not cap the CPU time.
   *
   * @param cpus more than 0; a fraction is rounded up where a JVM counts processors
   */
  public final F cpu(double cpus) {
    return with(spec.with(spec.options().withCpu(cpus)));
  }

  /**
   * How much memory the code may use. On child JVMs this is the worker's largest heap ({@code
   * -Xmx}); a worker whose resident size passes it by more than 256 MiB is ended.
   *
   * @param size such as {@code "512Mi"} or {@code "2Gi"}, see {@link DataSize#parse}
   */
  public final F memory(String size) {
    return with(spec.with(spec.options().withMemory(DataSize.parse(size))));
  }

  /**
   * How long a call may run, counted from its start on the worker. Then it is interrupted and,
   * where it does not end within 300 ms, its worker is ended too.
   *
   * @param timeout more than zero
   */
  public final F timeout(Duration timeout) {
    return with(spec.with(spec.options().withTimeout(timeout)));
  }

  /**
   * Sets an environment variable of the worker.
   *
   * @param name without {@code =} and not empty
   * @param value any text without NUL
   */
  public final F env(String name, String value) {
    return with(spec.with(spec.options().withEnv(name, value)));
  }

  /**
   * Adds options of the worker's JVM, such as {@code -Dkey=value} or {@code -XX:+UseParallelGC}.
   *
   * @param options each one starting with a dash; {@code -Xmx} is set by {@link #memory}
   */
  public final F jvmOptions(String... options) {
    return with(spec.with(spec.options().withJvmOptions(Arrays.asList(options))));
  }

  /**
   * Takes the worker's Java from another folder than this JVM's.
   *
   * @param javaHome the folder that holds {@code bin/java}
   */
  public final F javaHome(Path javaHome) {
    return with(spec.with(spec.options().withJavaHome(javaHome)));
  }

  /**
   * How long a worker without work stays warm; 60 s by default.
   *
   * @param window zero or more
   */
  public final F scaledownWindow(Duration window) {
    return with(spec.with(spec.options().withScaledownWindow(window)));
  }

  /**
   * How large the captured values may be together; 16 MiB by default. Arguments have no such limit.
   *
   * @param size see {@link DataSize#parse}
   */
  public final F captureLimit(String size) {
    return with(spec.with(spec.options().withCaptureLimit(DataSize.parse(size))));
  }

  /**
   * What travels with a call made now: classes, values, sizes. Sends and starts nothing.
   *
   * @throws OpenModalException with {@link ErrorCode#CAPTURE_REFUSED} if something cannot travel
   */
  public final Captured captured() {
    return Engines.current().captured(spec);
  }

  // "NullAway": a caller whose result type admits null may get null
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  final <R extends @Nullable Object> R callRemotely(@Nullable Object... arguments) {
    return (R) Engines.current().call(spec, arguments);
  }

  /** The app, the kind of code, its options and what it captures, on a few lines. */
  @Override
  public final String toString() {
    return Engines.current().describe(getClass().getSimpleName(), spec);
  }
}
