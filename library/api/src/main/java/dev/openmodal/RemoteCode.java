package dev.openmodal;

import dev.openmodal.bridge.Engines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What functions and actions have in common: the options of their workers and a look at what they
 * capture. Every option returns a new function; the one at hand stays as it is.
 *
 * <pre>{@code
 * var where = app("options").function(() -> System.getenv("MODE"));
 * var tested = where.env("MODE", "test").timeout(Duration.ofSeconds(20)).memory("256Mi");
 * tested.remote() // "test"
 * where.remote() == null // true: it stayed as it was
 * where.memory("much") // INVALID_OPTION
 * }</pre>
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
        RemoteAction4,
        RemoteService {
  private final CodeSpec spec;

  RemoteCode(CodeSpec spec) {
    this.spec = spec;
  }

  abstract F with(CodeSpec spec);

  /** {@return what it is, whatever the number of its arguments: {@code RemoteFunction}} */
  public final String kind() {
    return getClass().getSimpleName().replaceFirst("\\d$", "");
  }

  /** {@return what this function is made of: its app, its code and its options} */
  public final CodeSpec spec() {
    return spec;
  }

  /**
   * How many CPUs the worker counts on. On child JVMs this sets the number of processors that the
   * JVM sees (parallel streams and pools follow it); it does not cap the CPU time.
   *
   * @param cpus more than 0; a fraction is rounded up where a JVM counts processors
   * @return a new one with it; this one stays as it is
   */
  public final F cpu(double cpus) {
    return with(spec.with(spec.options().withCpu(cpus)));
  }

  /**
   * How much memory the code may use. On child JVMs this is the worker's largest heap ({@code
   * -Xmx}); a worker whose resident size passes it by more than 256 MiB is ended.
   *
   * @param size such as {@code "512Mi"} or {@code "2Gi"}, see {@link DataSize#parse}
   * @return a new one with it; this one stays as it is
   */
  public final F memory(String size) {
    return with(spec.with(spec.options().withMemory(DataSize.parse(size))));
  }

  /**
   * How long a call may run, counted from its start on the worker. Then it is interrupted and,
   * where it does not end within 300 ms, its worker is ended too.
   *
   * @param timeout more than zero
   * @return a new one with it; this one stays as it is
   */
  public final F timeout(Duration timeout) {
    return with(spec.with(spec.options().withTimeout(timeout)));
  }

  /**
   * Sets an environment variable of the worker.
   *
   * @param name without {@code =} and not empty
   * @param value any text without NUL
   * @return a new one with it; this one stays as it is
   */
  public final F env(String name, String value) {
    return with(spec.with(spec.options().withEnv(name, value)));
  }

  /**
   * Adds options of the worker's JVM, such as {@code -Dkey=value} or {@code -XX:+UseParallelGC}.
   *
   * @param options each one starting with a dash; {@code -Xmx} is set by {@link #memory}
   * @return a new one with it; this one stays as it is
   */
  public final F jvmOptions(String... options) {
    return with(spec.with(spec.options().withJvmOptions(Arrays.asList(options))));
  }

  /**
   * Takes the worker's Java from another folder than this JVM's.
   *
   * @param javaHome the folder that holds {@code bin/java}
   * @return a new one with it; this one stays as it is
   */
  public final F javaHome(Path javaHome) {
    return with(spec.with(spec.options().withJavaHome(javaHome)));
  }

  /**
   * Lets the worker have another version of Java. It comes from where the setting {@code java} says
   * (a folder, an archive or a mirror), is kept, and is got once.
   *
   * @param version 17 or more, such as 25
   * @return a new one with it; this one stays as it is
   */
  public final F java(int version) {
    return with(spec.with(spec.options().withJava(version)));
  }

  /**
   * What the worker's container starts from. Needs a provider that runs containers, as all the
   * options below down to {@link #writableRoot} do.
   *
   * @param image with glibc; Java is brought along
   * @return a new one with it; this one stays as it is
   */
  public final F image(Image image) {
    return contained(container().withImage(image));
  }

  /**
   * Whose rights the processes of the container have; by default those of the image's user.
   *
   * @param user a name or number, and perhaps a group: {@code "1000:1000"}
   * @return a new one with it; this one stays as it is
   */
  public final F user(String user) {
    return contained(container().withUser(user));
  }

  /**
   * The folder in which code starts, made if it is missing; by default {@code /tmp}.
   *
   * @param folder starts with a slash
   * @return a new one with it; this one stays as it is
   */
  public final F workdir(String folder) {
    return contained(container().withWorkdir(folder));
  }

  /**
   * How many processes and threads there may be in the container at a time; 4096 by default.
   *
   * @param count 50 or more
   * @return a new one with it; this one stays as it is
   */
  public final F pidsLimit(int count) {
    return contained(container().withPidsLimit(count));
  }

  /**
   * A GPU for the container.
   *
   * @param kind such as {@code "any"} or {@code "H100"}
   * @return a new one with it; this one stays as it is
   */
  public final F gpu(String kind) {
    return contained(container().withGpu(kind));
  }

  /**
   * Lets the container reach nothing: no other machine, no other container, not the machine that it
   * runs on.
   *
   * @return a new one with it; this one stays as it is
   */
  public final F blockNetwork() {
    return contained(container().withBlockedNetwork());
  }

  /**
   * Lets code write everywhere in its container, into a layer that goes with it; by default it may
   * write to {@code /tmp} alone.
   *
   * @return a new one with it; this one stays as it is
   */
  public final F writableRoot() {
    return contained(container().withWritableRoot());
  }

  private ContainerOptions container() {
    return spec.options().container();
  }

  private F contained(ContainerOptions container) {
    return with(spec.with(spec.options().with(container)));
  }

  /**
   * How long a worker without work stays warm; 60 s by default.
   *
   * @param window zero or more
   * @return a new one with it; this one stays as it is
   */
  public final F scaledownWindow(Duration window) {
    Objects.requireNonNull(window, "window");
    return scaled(spec.options().scaling().withScaledownWindow(window));
  }

  /**
   * How many workers there are at most; by default as many as this machine has processors.
   *
   * @param count 1 to 10,000
   * @return a new one with it; this one stays as it is
   */
  public final F maxContainers(int count) {
    return scaled(spec.options().scaling().withMaxContainers(count));
  }

  /**
   * How many workers are kept warm from the first call on, also without work; 0 by default.
   *
   * @param count 0 to 10,000
   * @return a new one with it; this one stays as it is
   */
  public final F minContainers(int count) {
    return scaled(spec.options().scaling().withMinContainers(count));
  }

  /**
   * How many inputs run in one worker at a time; 1 by default. Above 1, what subprocesses print
   * cannot be told apart by input, and inputs that run beside one that ends its JVM run again.
   *
   * @param inputs 1 to 1000
   * @return a new one with it; this one stays as it is
   */
  public final F concurrency(int inputs) {
    return scaled(spec.options().scaling().withConcurrency(inputs));
  }

  private F scaled(Scaling scaling) {
    return with(spec.with(spec.options().with(scaling)));
  }

  /**
   * How often code that throws an exception runs again, without delay; 0 by default. Workers that
   * are lost are no failures of the code and do not count.
   *
   * @param count 0 to 1000
   * @return a new one with it; this one stays as it is
   */
  public final F retries(int count) {
    return retries(Retries.of(count));
  }

  /**
   * How often, when, and for which of its exceptions code runs again.
   *
   * @param retries such as {@code Retries.of(3).delay(Duration.ofSeconds(1)).backoff(2)}
   * @return a new one with it; this one stays as it is
   */
  public final F retries(Retries retries) {
    Objects.requireNonNull(retries, "retries");
    FailurePolicy now = spec.options().failures();
    return failing(new FailurePolicy(retries, now.atMostOnce(), now.failFast()));
  }

  /**
   * No input runs twice: where a worker is lost, the inputs that had started on it end with that.
   * By default they run again elsewhere, until they have lost three workers.
   *
   * @return a new one with it; this one stays as it is
   */
  public final F atMostOnce() {
    FailurePolicy now = spec.options().failures();
    return failing(new FailurePolicy(now.retries(), true, now.failFast()));
  }

  /**
   * The first input that fails ends a whole {@code map}; by default the others go on.
   *
   * @return a new one with it; this one stays as it is
   */
  public final F failFast() {
    FailurePolicy now = spec.options().failures();
    return failing(new FailurePolicy(now.retries(), now.atMostOnce(), true));
  }

  private F failing(FailurePolicy failures) {
    return with(spec.with(spec.options().with(failures)));
  }

  /**
   * How large the captured values may be together; 16 MiB by default. Arguments have no such limit.
   *
   * @param size see {@link DataSize#parse}
   * @return a new one with it; this one stays as it is
   */
  public final F captureLimit(String size) {
    return with(spec.with(spec.options().withCaptureLimit(DataSize.parse(size))));
  }

  /**
   * {@return what travels with a call made now: classes, values, sizes} Sends and starts nothing.
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

  final <R extends @Nullable Object> RemoteCall<R> spawnRemotely(@Nullable Object... arguments) {
    return new RemoteCall<>(Engines.current().spawn(spec, arguments));
  }

  final <A extends @Nullable Object, R extends @Nullable Object> MapResults<A, R> mapRemotely(
      int arity, Iterator<? extends A> inputs) {
    Objects.requireNonNull(inputs, "inputs");
    return new MapResults<>(spec, Engines.current().map(spec, arity, inputs));
  }

  /** The app, the kind of code, its options and what it captures, on a few lines. */
  @Override
  public final String toString() {
    return Engines.current().describe(kind(), spec);
  }
}
