package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what was encoded, once for each type, before anything is sent: a type that does not come
 * back, or comes back changed, is refused here by its name instead of failing elsewhere.
 */
final class Proof {
  /** Larger values are not decoded as a whole, only the first object of each type. */
  private static final int LARGEST = 16 << 20;

  private static final String ADVICE = "Make it inside the lambda.";

  private final ValueCodec codec;

  private Proof(ValueCodec codec) {
    this.codec = codec;
  }

  /**
   * Proves the types of these objects, which are parts of the value.
   *
   * @throws Refusal with the path to the first object whose type fails
   */
  static void of(ValueCodec codec, @Nullable Object value, Set<Object> unproven) {
    Proof proof = new Proof(codec);
    Set<Class<?>> types = new HashSet<>();
    List<Object> samples = new ArrayList<>();
    for (Object object : unproven) {
      if (types.add(object.getClass())) {
        samples.add(object);
      }
    }
    if (!proof.tryWhole(value, value)) {
      for (Object sample : samples) {
        boolean unused = proof.tryWhole(value, sample); // what is too large itself is let through
      }
    }
    types.forEach(codec::prove);
  }

  /** False if it is too large to be tried. */
  private boolean tryWhole(@Nullable Object root, @Nullable Object value) {
    Graph writing = codec.borrow();
    Output out = new Output(4096, LARGEST);
    try {
      ValueWriter.writeRoot(writing, out, value);
    } catch (KryoBufferOverflowException e) {
      return false;
    } finally {
      writing.surface();
    }
    byte[] bytes = out.toBytes();
    IdentityHashMap<Object, Integer> objects = new IdentityHashMap<>(writing.unproven());
    boolean holdsLambdas = writing.holdsLambdas();
    codec.giveBack(writing);
    Graph reading = codec.borrow();
    try {
      decode(reading, bytes);
    } catch (Unreadable e) {
      throw refusal(root, e.typeName(), e.getMessage(), e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw refusal(root, null, e.toString(), e);
    } finally {
      reading.surface();
    }
    compare(root, holdsLambdas ? null : bytes, objects, reading);
    codec.giveBack(reading);
    return true;
  }

  private static void decode(Graph graph, byte[] bytes) {
    Input in = new Input(bytes);
    if (in.readByte() == ValueWriter.THROWABLE) {
      ThrowableText.readAll(in);
    }
    ValueReader.readRoot(graph, in);
  }

  private void compare(
      @Nullable Object root,
      byte @Nullable [] bytes,
      IdentityHashMap<Object, Integer> objects,
      Graph copies) {
    Map<Integer, Object> unequal = new HashMap<>();
    objects.forEach(
        (object, id) -> {
          Object copy = copies.references().readObject(id);
          if (copy != null && Hooks.replacesItself(object.getClass())) {
            return; // another class may well come back: that is what it asks for
          }
          if (copy == null || copy.getClass() != object.getClass()) {
            throw refusal(
                root,
                object.getClass().getName(),
                "it comes back as "
                    + (copy == null ? "null" : "a " + TypeNames.display(copy.getClass())),
                null);
          }
          if (isIsland(object) && !isEqual(object, copy)) {
            unequal.put(id, object);
          }
        });
    if (!unequal.isEmpty() && bytes != null) {
      compareCopies(root, bytes, unequal, copies);
    }
  }

  /**
   * Objects may differ from their copies because what they hold has no equality but identity: then
   * two copies differ from one another as well.
   */
  private void compareCopies(
      @Nullable Object root, byte[] bytes, Map<Integer, Object> unequal, Graph copies) {
    Graph again = codec.borrow();
    try {
      decode(again, bytes);
      unequal.forEach(
          (id, object) -> {
            Object one = copies.references().readObject(id);
            Object other = again.references().readObject(id);
            if (one != null && other != null && isEqual(one, other)) {
              throw refusal(root, object.getClass().getName(), "it does not come back equal", null);
            }
          });
    } finally {
      again.surface();
    }
    codec.giveBack(again);
  }

  /** Java's own classes keep what counts: what a SimpleDateFormat calculates with does not. */
  private static boolean isIsland(Object object) {
    Class<?> type = object.getClass();
    return !JdkTypes.contains(type) && Hooks.any(type) && Equality.isDefinedBy(type);
  }

  private static boolean isEqual(Object one, Object other) {
    try {
      return one.equals(other) || other.equals(one);
    } catch (RuntimeException | StackOverflowError e) {
      return true; // nothing can be said
    }
  }

  /** Encodes once more, up to the first object of the type, to learn where it is. */
  private Refusal refusal(
      @Nullable Object root,
      @Nullable String typeName,
      @Nullable String why,
      @Nullable Throwable e) {
    String shown =
        typeName != null
            ? TypeNames.display(typeName)
            : root == null ? "null" : TypeNames.display(root.getClass());
    Refusal refusal =
        Refusal.of(shown, "it cannot be made again from its bytes (" + why + ")", ADVICE, e);
    if (typeName == null) {
      return refusal;
    }
    Graph graph = codec.borrow();
    graph.setTrap(typeName);
    try (Output out = new Output(OutputStream.nullOutputStream(), 4096)) {
      graph.write(out, root);
    } catch (Refusal trapped) {
      return refusal.withStepsOf(trapped);
    } catch (RuntimeException | StackOverflowError unexpected) {
      return refusal;
    } finally {
      graph.surface();
    }
    return refusal;
  }
}
