package dev.openmodal.wire.snapshot;

import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueUnreadableException;
import dev.openmodal.wire.proto.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes of a snapshot with statics of their own: for one call at a time. */
public final class SnapshotInstance {
  private final FrozenCode snapshot;
  private final SnapshotLoader loader;
  private final ValueCodec codec;
  private boolean isInitialized;

  /**
   * @param environment finds the classes that are not the snapshot's own
   */
  public SnapshotInstance(FrozenCode snapshot, ClassLoader environment) {
    this.snapshot = snapshot;
    this.loader = new SnapshotLoader(snapshot.classes(), environment);
    this.codec = new ValueCodec(loader, loader);
  }

  /** Sees all classes of the snapshot. */
  public ClassLoader loader() {
    return loader;
  }

  /** Reads and writes values of those classes. */
  public ValueCodec codec() {
    return codec;
  }

  /**
   * The enum constant of that name, whose body may be a class of its own; null for a static field.
   */
  private static @Nullable Object holder(Class<?> type, String constant) {
    if (constant.isEmpty()) {
      return null;
    }
    Class<?> enumType = type.isEnum() ? type : type.getSuperclass();
    for (Object each : enumType.getEnumConstants()) {
      if (((Enum<?>) each).name().equals(constant)) {
        return each;
      }
    }
    throw new IllegalArgumentException(enumType.getName() + " has no constant " + constant);
  }

  /**
   * What was restored.
   *
   * @param values has read all values; to be closed when nothing that continues them is left to
   *     read
   */
  public record Restored(Object lambda, ValueReader values) implements AutoCloseable {
    @Override
    public void close() {
      values.close();
    }
  }

  /** Sets the variables to their frozen values. */
  public Restored restore()
      throws IOException, ValueUnreadableException, ReflectiveOperationException {
    if (!isInitialized) {
      initialize();
      isInitialized = true;
    }
    return restore(Set.of());
  }

  /**
   * Runs the initializers that have to run here, once, when what they read has its value; whatever
   * else they change is set back afterwards, since they have run in the client, too.
   */
  private void initialize()
      throws IOException, ValueUnreadableException, ReflectiveOperationException {
    if (snapshot.initialized().isEmpty()) {
      return;
    }
    restore(Set.copyOf(snapshot.initialized())).close();
    for (String name : snapshot.initialized()) {
      try {
        Class.forName(name, true, loader);
      } catch (LinkageError e) {
        // It fails where it is used, as it does in the client.
      }
    }
  }

  /** Sets the variables but for those of the classes that are left out. */
  private Restored restore(Set<String> leftOut)
      throws IOException, ValueUnreadableException, ReflectiveOperationException {
    try (InputStream in = snapshot.openValues()) {
      ValueReader reader = codec.restoringReader(in);
      Object lambda = reader.read();
      if (lambda == null) {
        throw new IOException("The snapshot holds no lambda.");
      }
      for (Snapshot.Variable variable : snapshot.variables()) {
        Object value = reader.read();
        String owner = variable.getClassName();
        if (leftOut.contains(owner) || !snapshot.classes().containsKey(owner)) {
          continue; // that of a class of a service has the value that the service gave it
        }
        Class<?> type = Class.forName(variable.getClassName(), false, loader);
        Field field = type.getDeclaredField(variable.getField());
        field.setAccessible(true);
        field.set(holder(type, variable.getConstant()), value);
      }
      return new Restored(lambda, reader);
    }
  }
}
