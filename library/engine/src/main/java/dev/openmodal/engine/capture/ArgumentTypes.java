package dev.openmodal.engine.capture;

import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueWriter;
import java.util.List;
import java.util.Set;

/**
 * What arguments bring along: their classes and lambdas must be known on the worker, although the
 * code may name none of them.
 *
 * @param classes the classes of all objects in the arguments that are not Java's own
 * @param lambdas the lambdas in the arguments
 */
public record ArgumentTypes(Set<Class<?>> classes, List<LambdaForm> lambdas) {
  /** No arguments. */
  public static final ArgumentTypes NONE = new ArgumentTypes(Set.of(), List.of());

  /** What was met while the arguments were written. */
  public static ArgumentTypes of(ValueWriter arguments) {
    return new ArgumentTypes(Set.copyOf(arguments.classes()), List.copyOf(arguments.lambdas()));
  }
}
