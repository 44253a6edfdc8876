package dev.openmodal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The options of a function's workers and calls, checked when they are set.
 *
 * <pre>{@code
 * var f = app("options").function(() -> 42).memory("512Mi").jvmOptions("-Dx=1");
 * f.spec().options().memory().get().toString() // "512 MiB"
 * f.spec().options().jvmOptions() // [-Dx=1]
 * f.jvmOptions("-Xmx1g") // INVALID_OPTION
 * }</pre>
 *
 * @param cpu number of CPUs, if asked for
 * @param memory the largest heap, if asked for
 * @param timeout the longest run of one call, if limited
 * @param env environment variables, sorted by name
 * @param jvmOptions further options of the worker's JVM, in their order
 * @param javaHome where the worker's Java is, if not this JVM's
 * @param java which version of Java the worker has, if not this JVM's
 * @param scaling how many workers there are
 * @param failures what happens when inputs fail or workers are lost
 * @param container what its container is to be, where it has one
 * @param captureLimit how large the captured values may be together
 */
public record WorkerOptions(
    Optional<Double> cpu,
    Optional<DataSize> memory,
    Optional<Duration> timeout,
    Map<String, String> env,
    List<String> jvmOptions,
    Optional<Path> javaHome,
    OptionalInt java,
    Scaling scaling,
    FailurePolicy failures,
    ContainerOptions container,
    DataSize captureLimit) {

  /** No wish about CPU, memory or time; warm for 60 s; captures of up to 16 MiB. */
  public static final WorkerOptions DEFAULT =
      new WorkerOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          List.of(),
          Optional.empty(),
          OptionalInt.empty(),
          Scaling.DEFAULT,
          FailurePolicy.DEFAULT,
          ContainerOptions.DEFAULT,
          DataSize.parse("16Mi"));

  private static final int OLDEST_JAVA = 17;
  private static final int NEWEST_JAVA = 99;

  private static final Set<String> JVM_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  static OpenModalException invalid(String option, Object value, String rule) {
    return new OpenModalException(ErrorCode.INVALID_OPTION, option + "(" + value + "): " + rule);
  }

  WorkerOptions withCpu(double cpus) {
    if (!(cpus > 0) || cpus > 4096) {
      throw invalid(
          "cpu", cpus, "a number of CPUs is more than 0 and at most 4096. Ask for 1 or more.");
    }
    return with(changed -> changed.cpu = Optional.of(cpus));
  }

  WorkerOptions withMemory(DataSize size) {
    if (size.bytes() < DataSize.parse("16Mi").bytes()) {
      throw invalid("memory", size, "a worker needs at least 16Mi. Ask for more.");
    }
    return with(changed -> changed.memory = Optional.of(size));
  }

  WorkerOptions withTimeout(Duration limit) {
    Objects.requireNonNull(limit, "timeout");
    if (limit.isNegative() || limit.isZero()) {
      throw invalid(
          "timeout",
          limit,
          "a timeout is more than zero. Give Duration.ofSeconds(…) or leave it out.");
    }
    return with(changed -> changed.timeout = Optional.of(limit));
  }

  WorkerOptions withEnv(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (name.isEmpty()
        || name.indexOf('=') >= 0
        || name.indexOf('\0') >= 0
        || value.indexOf('\0') >= 0) {
      throw invalid(
          "env",
          name,
          "the name of an environment variable is not empty and holds no '=' and no NUL.");
    }
    if (JVM_VARIABLES.contains(name)) {
      throw invalid("env", name, "options of the worker's JVM are set by jvmOptions(…). Use that.");
    }
    Map<String, String> all = new TreeMap<>(env);
    all.put(name, value);
    return with(changed -> changed.env = Collections.unmodifiableMap(all));
  }

  WorkerOptions withJvmOptions(List<String> options) {
    for (String option : options) {
      Objects.requireNonNull(option, "option");
      if (!option.startsWith("-")
          || option.equals("-jar")
          || option.equals("-cp")
          || option.equals("-classpath")
          || option.startsWith("--class-path")) {
        throw invalid(
            "jvmOptions",
            option,
            "an option of the JVM starts with a dash and does not change the class path, which follows"
                + " the REPL's. Give one such as -Dkey=value.");
      }
      if (option.startsWith("-Xmx")) {
        throw invalid("jvmOptions", option, "the largest heap is set by memory(\"…\"). Use that.");
      }
    }
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(options);
    return with(changed -> changed.jvmOptions = List.copyOf(all));
  }

  WorkerOptions withJavaHome(Path home) {
    Objects.requireNonNull(home, "home");
    return with(
        changed -> {
          changed.javaHome = Optional.of(home);
          changed.java = OptionalInt.empty();
        });
  }

  WorkerOptions withJava(int version) {
    if (version < OLDEST_JAVA || version > NEWEST_JAVA) {
      throw invalid(
          "java", version, "a worker needs Java " + OLDEST_JAVA + " or newer. Give such as 25.");
    }
    return with(
        changed -> {
          changed.java = OptionalInt.of(version);
          changed.javaHome = Optional.empty();
        });
  }

  WorkerOptions withCaptureLimit(DataSize limit) {
    return with(changed -> changed.captureLimit = limit);
  }

  WorkerOptions with(Scaling changedScaling) {
    return with(changed -> changed.scaling = changedScaling);
  }

  WorkerOptions with(FailurePolicy changedFailures) {
    return with(changed -> changed.failures = changedFailures);
  }

  WorkerOptions with(ContainerOptions changedContainer) {
    return with(changed -> changed.container = changedContainer);
  }

  private WorkerOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new WorkerOptions(
        draft.cpu,
        draft.memory,
        draft.timeout,
        draft.env,
        draft.jvmOptions,
        draft.javaHome,
        draft.java,
        draft.scaling,
        draft.failures,
        draft.container,
        draft.captureLimit);
  }

  /** Options of which one is being changed. */
  private static final class Draft {
    private Optional<Double> cpu;
    private Optional<DataSize> memory;
    private Optional<Duration> timeout;
    private Map<String, String> env;
    private List<String> jvmOptions;
    private Optional<Path> javaHome;
    private OptionalInt java;
    private Scaling scaling;
    private FailurePolicy failures;
    private ContainerOptions container;
    private DataSize captureLimit;

    Draft(WorkerOptions options) {
      cpu = options.cpu;
      memory = options.memory;
      timeout = options.timeout;
      env = options.env;
      jvmOptions = options.jvmOptions;
      javaHome = options.javaHome;
      java = options.java;
      scaling = options.scaling;
      failures = options.failures;
      container = options.container;
      captureLimit = options.captureLimit;
    }
  }
}
