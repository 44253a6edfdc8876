package dev.openmodal.engine.capture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.DataSize;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Launch;
import dev.openmodal.bridge.ServiceMethod;
import dev.openmodal.engine.capture.Origins.Origin;
import dev.openmodal.engine.capture.Reachability.Reached;
import dev.openmodal.engine.capture.Reachability.Variable;
import dev.openmodal.engine.environment.ClassPath;
import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Captures a lambda: walks from its method to the classes and snippet variables it may reach,
 * encodes the values, follows what those values bring along, and repeats until nothing new is
 * found.
 */
public final class Capturer {
  /** Of how many lambdas, in the order of their use, it is kept what they reach. */
  private static final int MOST_REACHES = 64;

  private static final List<String> FROM_LAMBDA = List.of("lambda");

  private final Class<?> api;
  private final SnippetClasses classFiles = new SnippetClasses();
  private final ClassFileCache cache = new ClassFileCache();
  private final ResultTypes resultTypes = new ResultTypes(classFiles);
  private final Map<Class<?>, Reach> reaches =
      Collections.synchronizedMap(new RecentlyUsed<>(MOST_REACHES));

  @GuardedBy("this")
  private @Nullable Codec lastCodec;

  @GuardedBy("this")
  private @Nullable ClassPath lastClassPath;

  private record Codec(ClassLoader loader, ValueCodec values) {}

  /**
   * @param api a class of the API, whose loader and jar are not captured
   */
  public Capturer(Class<?> api) {
    this.api = api;
  }

  /** Encodes and decodes values against the classes that this code sees. */
  public ValueCodec codecFor(Object code) {
    return codec(loaderOf(code));
  }

  /** What the code returns, as far as it is known; else {@code Object}. */
  public Class<?> resultTypeOf(Object code) {
    return resultTypes.of(code);
  }

  /**
   * What the code needs to run elsewhere, now.
   *
   * @param arguments what the call brings along
   * @param limit how large the values may be together
   * @throws OpenModalException with {@code CAPTURE_REFUSED}, {@code AMBIGUOUS_LAMBDA} or {@code
   *     CAPTURE_TOO_LARGE}
   */
  public Capture capture(Object code, Arguments arguments, DataSize limit) {
    ClassPath classPath = classPath(loaderOf(code));
    Reach last = reaches.get(code.getClass());
    if (last != null && last.isStillOf(classPath, arguments, classFiles)) {
      Capture again = again(last, code, arguments, limit);
      if (again != null) {
        return again;
      }
    }
    return capture(code, arguments, limit, classPath, Values.ofNow(code));
  }

  /**
   * What the code needs to run elsewhere with the values that it had when it was captured before,
   * and with arguments that bring along what it did not reach then.
   *
   * @param before a capture of this code
   * @throws OpenModalException as {@link #capture}
   */
  public Capture captureAgain(Object code, Capture before, Arguments arguments, DataSize limit) {
    Values values = FrozenValues.of(before, codec(loaderOf(code)));
    return capture(code, arguments, limit, classPath(loaderOf(code)), values);
  }

  private Capture capture(
      Object code, Arguments arguments, DataSize limit, ClassPath classPath, Values now) {
    ClassLoader loader = loaderOf(code);
    Origins origins = new Origins(classPath, api.getClassLoader());
    Reachability reached = new Reachability(origins, classFiles, cache);
    Reach.Contents brought = Reach.Contents.of(arguments);
    start(reached, code);
    follow(reached, origins, arguments.classes(), arguments.lambdas());
    Set<Variable> madeThere = new HashSet<>();
    while (true) {
      int size = reached.size();
      List<Variable> variables =
          reached.variables().stream().filter(v -> !madeThere.contains(v)).toList();
      LimitedBytes values = new LimitedBytes(limit.bytes());
      Reach.Contents held;
      try (ValueWriter writer = codec(loader).writer(values)) {
        write(writer, now.code());
        if (!write(writer, variables, now, madeThere, reached)) {
          continue;
        }
        follow(reached, origins, writer.classes(), writer.lambdas());
        if (reached.size() > size) {
          continue;
        }
        held = Reach.Contents.of(writer);
        if (!values.isOverLimit()) {
          arguments.join(writer);
        }
      }
      List<Reached> classes = List.copyOf(reached.classes());
      if (values.isOverLimit()) {
        throw CaptureErrors.tooLarge(limit, report(code, classes, variables).get());
      }
      List<Class<?>> libraries = List.copyOf(reached.libraries());
      CapturedCode captured = CapturedCode.of(classes, variables, cache, () -> newest(libraries));
      if (now.areLive()) {
        reaches.put(
            code.getClass(), new Reach(classPath, brought, held, classes, variables, captured));
      }
      return new Capture(
          loader, classPath, captured, values.bytes(), report(code, classes, variables));
    }
  }

  /**
   * With the values of now, where they are of the classes that they were of before.
   *
   * @return null if they are not, or if one cannot travel: the whole way has to be gone
   */
  private @Nullable Capture again(Reach last, Object code, Arguments arguments, DataSize limit) {
    ClassLoader loader = loaderOf(code);
    LimitedBytes values = new LimitedBytes(limit.bytes());
    try (ValueWriter writer = codec(loader).writer(values)) {
      writer.write("lambda", code);
      for (Variable variable : last.variables()) {
        writer.write(variable.field().getName(), valueOf(variable));
      }
      writer.flush();
      if (values.isOverLimit() || !last.isStillOf(writer)) {
        return null;
      }
      arguments.join(writer);
    } catch (ValueRefusedException e) {
      return null;
    }
    return new Capture(
        loader,
        last.classPath(),
        last.code(),
        values.bytes(),
        report(code, last.classes(), last.variables()));
  }

  private void start(Reachability reached, Object code) {
    if (!LambdaForm.isLambda(code.getClass())) {
      reached.from(code.getClass());
      return;
    }
    try {
      follow(reached, LambdaForm.of(code, classFiles));
    } catch (ValueRefusedException e) {
      throw CaptureErrors.refused(FROM_LAMBDA, e);
    }
  }

  private static void write(ValueWriter writer, Object code) {
    try {
      writer.write("lambda", code);
    } catch (ValueRefusedException e) {
      throw CaptureErrors.refused(List.of(), e);
    }
  }

  /**
   * Writes the variables' values. A final static field whose value cannot travel is left to its
   * class's initializer, which makes it anew there, as it does in every JVM.
   *
   * @return false if such a field was met: what was written is then of no use
   */
  private static boolean write(
      ValueWriter writer,
      List<Variable> variables,
      Values now,
      Set<Variable> madeThere,
      Reachability reached) {
    for (Variable variable : variables) {
      try {
        writer.write(label(variable), now.of(variable));
      } catch (ValueRefusedException e) {
        if (canBeMadeThere(variable, e)) {
          madeThere.add(variable);
          reached.keepInitializerOf(variable.field());
          return false;
        }
        List<String> from = new ArrayList<>(FROM_LAMBDA);
        if (variable.via() != null) {
          from.add(variable.via());
        }
        throw CaptureErrors.refused(from, e);
      }
    }
    return true;
  }

  /**
   * A logger, a pool of threads: the object itself cannot travel, not something that was put into
   * it.
   */
  private static boolean canBeMadeThere(Variable variable, ValueRefusedException refused) {
    Field field = variable.field();
    return Modifier.isFinal(field.getModifiers())
        && variable.constant() == null
        && !field.getDeclaringClass().isInterface()
        && refused.path().size() == 1;
  }

  private void follow(
      Reachability reached,
      Origins origins,
      Collection<Class<?>> classes,
      Collection<LambdaForm> lambdas) {
    for (Class<?> type : classes) {
      if (origins.of(type) == Origin.KERNEL) {
        throw CaptureErrors.kernelClass(FROM_LAMBDA, type);
      }
      reached.from(type);
    }
    for (LambdaForm lambda : lambdas) {
      follow(reached, lambda);
    }
  }

  private static void follow(Reachability reached, LambdaForm lambda) {
    ClassLoader loader = lambda.host().getClassLoader();
    reached.from(lambda.host());
    try {
      reached.from(
          Class.forName(lambda.implClass(), false, loader),
          lambda.implMethod(),
          lambda.implDescriptor());
      reached.from(Class.forName(lambda.interfaceName(), false, loader));
    } catch (ClassNotFoundException e) {
      throw new OpenModalException(
          ErrorCode.CAPTURE_REFUSED,
          "lambda → " + e.getMessage() + ": its class cannot be found here. Run its snippet again.",
          e);
    }
  }

  private CaptureReport report(Object code, List<Reached> classes, List<Variable> variables) {
    return new CaptureReport(codec(loaderOf(code)), classFiles, code, classes, variables);
  }

  private int newest(List<Class<?>> libraries) {
    int newest = 0;
    for (Class<?> type : libraries) {
      byte[] file = classFiles.bytesOf(type);
      if (file != null && file.length > 7) {
        newest = Math.max(newest, ((file[6] & 0xff) << 8) | (file[7] & 0xff));
      }
    }
    return newest;
  }

  private static String label(Variable variable) {
    return variable.field().getName() + " (" + CaptureReport.origin(variable) + ")";
  }

  /** Where the values come from that travel. */
  interface Values {
    /** The lambda. */
    Object code();

    @Nullable Object of(Variable variable);

    /** Whether they are those that the program has now. */
    boolean areLive();

    static Values ofNow(Object code) {
      return new Values() {
        @Override
        public Object code() {
          return code;
        }

        @Override
        public @Nullable Object of(Variable variable) {
          return valueOf(variable);
        }

        @Override
        public boolean areLive() {
          return true;
        }
      };
    }
  }

  static @Nullable Object valueOf(Variable variable) {
    try {
      variable.field().setAccessible(true);
      return variable.field().get(variable.constant());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(variable.field() + " was made accessible", e);
    }
  }

  private static ClassLoader loaderOf(Object code) {
    ClassLoader loader =
        code instanceof ServiceMethod method
            ? method.loader()
            : code instanceof Launch launch ? launch.loader() : code.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  private synchronized ValueCodec codec(ClassLoader loader) {
    Codec known = lastCodec;
    if (known == null || known.loader() != loader) {
      known = new Codec(loader, new ValueCodec(loader, classFiles));
      lastCodec = known;
    }
    return known.values();
  }

  private synchronized ClassPath classPath(ClassLoader loader) {
    ClassPath known = lastClassPath;
    if (known == null || !known.isStillSeenFrom(loader)) {
      known = ClassPath.seenFrom(loader, api);
      lastClassPath = known;
    }
    return known;
  }
}
