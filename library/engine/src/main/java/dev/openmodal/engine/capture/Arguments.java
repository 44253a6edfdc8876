package dev.openmodal.engine.capture;

import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueWriter;
import java.util.List;
import java.util.Set;

/**
 * What arguments bring along: their classes and lambdas must be known on the worker, although the
 * code may name none of them; and objects in them that are captured values, too, are to be one
 * object there.
 */
public interface Arguments {
  /** The classes of all objects in the arguments that are not Java's own. */
  Set<Class<?>> classes();

  /** The lambdas in the arguments. */
  List<LambdaForm> lambdas();

  /**
   * The captured values are all written.
   *
   * @param values has written them; what is written to it now is part of their graph
   */
  void join(ValueWriter values);

  /** No arguments. */
  static Arguments none() {
    return new Arguments() {
      @Override
      public Set<Class<?>> classes() {
        return Set.of();
      }

      @Override
      public List<LambdaForm> lambdas() {
        return List.of();
      }

      @Override
      public void join(ValueWriter values) {}
    };
  }
}
