package dev.openmodal.bridge;

import dev.openmodal.Captured;
import dev.openmodal.CodeSpec;
import dev.openmodal.Fn0;
import dev.openmodal.RemoteFunction0;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API asks of the library behind it. Found by {@link Engines}; users never meet it. */
public interface Engine {
  /**
   * Runs the code on a worker and waits.
   *
   * @param arguments as many as the code takes
   * @return the result, or null; throws what the code throws
   */
  @Nullable Object call(CodeSpec spec, @Nullable Object[] arguments);

  /**
   * Starts a call of the code and does not wait.
   *
   * @param arguments as many as the code takes
   */
  CallHandle spawn(CodeSpec spec, @Nullable Object[] arguments);

  /**
   * Starts calls of the code, one for each input.
   *
   * @param arity how many arguments the code takes: an input is the argument itself where that is
   *     1, else {@link dev.openmodal.Args}
   * @param inputs is asked by one other thread
   */
  MapHandle map(CodeSpec spec, int arity, Iterator<?> inputs);

  /**
   * Freezes the code and values of a service.
   *
   * @param spec whose code makes its object
   */
  ServiceHandle service(CodeSpec spec);

  /** Makes what the first call needs. */
  default void prepare() {}

  /** What a call made now would capture. */
  Captured captured(CodeSpec spec);

  /**
   * A few lines about the code for display; never throws.
   *
   * @param kind such as {@code RemoteFunction}
   */
  String describe(String kind, CodeSpec spec);

  /**
   * What a notebook shows of one of our objects; never throws.
   *
   * @return by MIME type; nothing for an object that is none of ours
   */
  default Map<String, String> content(Object shown) {
    return Map.of();
  }

  /**
   * Reads the options of a whole cell, before any of it runs; prints how to use them where that is
   * asked for.
   *
   * @param options as they are typed beside {@code %%openmodal}
   * @return whether the cell is to run
   * @throws IllegalArgumentException for options that are not understood
   * @throws dev.openmodal.OpenModalException for values that they cannot have
   */
  boolean beginCell(String... options);

  /**
   * The code of a whole cell, as a function.
   *
   * @param options as they are typed beside {@code %%openmodal}
   * @throws IllegalArgumentException for options that are not understood
   */
  <R extends @Nullable Object> RemoteFunction0<R> cell(Fn0<R> code, String... options);

  /**
   * What can be typed next in a magic.
   *
   * @param isCell whether for a whole cell
   * @param typed what stands after the magic's name up to the cursor
   * @return words that begin like the last one
   */
  default List<String> complete(boolean isCell, String typed) {
    return List.of();
  }

  /**
   * Runs the {@code openmodal} command.
   *
   * @param isSession whether it is typed in a session, about which it may be
   * @return its exit code
   */
  int command(boolean isSession, String... arguments);
}
