package dev.openmodal.engine.call;

import dev.openmodal.Args;
import dev.openmodal.engine.capture.Arguments;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.session.ReplaceableClasses;
import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a map as they are sent. The code and its values are those of the map's start; where
 * an input brings classes that the code did not reach then, they are sent with it, and with all
 * that follow.
 */
final class MapInputs {
  private final int arity;
  private final Iterator<?> source;
  private final ValueCodec codec;
  private final Path temporary;
  private final Function<Arguments, Prepared> extend;
  private volatile Brought brought; // changed by the map's own thread
  private volatile Prepared code;

  /**
   * @param extend prepares the same code and values with what some arguments bring along
   */
  MapInputs(
      Prepared code,
      int arity,
      Iterator<?> source,
      ValueCodec codec,
      Path temporary,
      Function<Arguments, Prepared> extend) {
    this(code, arity, source, codec, temporary, extend, new Brought());
  }

  private MapInputs(
      Prepared code,
      int arity,
      Iterator<?> source,
      ValueCodec codec,
      Path temporary,
      Function<Arguments, Prepared> extend,
      Brought brought) {
    this.code = code;
    this.arity = arity;
    this.source = source;
    this.codec = codec;
    this.temporary = temporary;
    this.extend = extend;
    this.brought = brought;
  }

  /** The same code for other inputs. */
  MapInputs with(Iterator<?> others) {
    return new MapInputs(code, arity, others, codec, temporary, extend, brought.copy());
  }

  Iterator<?> source() {
    return source;
  }

  /** The code with what the inputs so far have brought along. */
  Prepared code() {
    return code;
  }

  /**
   * The call for an input.
   *
   * @throws RuntimeException if it cannot travel
   */
  Execution encode(MapInput input) {
    EncodedArguments encoded;
    try {
      encoded = new EncodedArguments(codec, arguments(input.value()), temporary);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    try {
      if (brought.lacks(encoded)) {
        Brought more = brought.copy();
        more.add(encoded);
        code = extend.apply(more);
        brought = more;
      }
    } catch (RuntimeException | Error e) {
      encoded.close();
      throw e;
    }
    encoded.release();
    input.encoded(encoded.asArguments().encoded());
    return code.call(encoded.asArguments(), code.onLoss(), Call.Streams.NONE, input);
  }

  private @Nullable Object[] arguments(@Nullable Object input) {
    if (arity == 1) {
      return new @Nullable Object[] {input};
    }
    if (input instanceof Args several) {
      return several.toArray();
    }
    throw new IllegalArgumentException(
        "an input of starmap is made by args(…), and this one is " + input);
  }

  /** Runs the code here for an input. */
  @Nullable Object runHere(@Nullable Object input) throws Throwable {
    try {
      return new LocalCall(code.snapshot(), codec).run(arguments(input));
    } catch (Throwable thrown) {
      StackTraces.trimLocal(thrown);
      throw thrown;
    } finally {
      ReplaceableClasses.unloadCopies();
    }
  }

  /** The classes and lambdas that inputs have brought so far. */
  private static final class Brought implements Arguments {
    private final Set<Class<?>> classes = new HashSet<>();
    private final List<LambdaForm> lambdas = new ArrayList<>();
    private final Set<String> sites = new HashSet<>();

    Brought copy() {
      Brought copy = new Brought();
      copy.classes.addAll(classes);
      copy.lambdas.addAll(lambdas);
      copy.sites.addAll(sites);
      return copy;
    }

    boolean lacks(Arguments arguments) {
      return !classes.containsAll(arguments.classes())
          || !arguments.lambdas().stream().map(Brought::site).allMatch(sites::contains);
    }

    void add(Arguments arguments) {
      classes.addAll(arguments.classes());
      for (LambdaForm lambda : arguments.lambdas()) {
        if (sites.add(site(lambda))) {
          lambdas.add(lambda);
        }
      }
    }

    private static String site(LambdaForm lambda) {
      return lambda.host().getName()
          + ' '
          + lambda.implClass()
          + '.'
          + lambda.implMethod()
          + lambda.implDescriptor()
          + ' '
          + lambda.interfaceName();
    }

    @Override
    public Set<Class<?>> classes() {
      return classes;
    }

    @Override
    public List<LambdaForm> lambdas() {
      return lambdas;
    }

    @Override
    public void join(ValueWriter values) {
      // Inputs are copies of their own, also of captured values.
    }
  }
}
