package dev.openmodal.engine.call;

import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.snapshot.FrozenCode;
import dev.openmodal.wire.snapshot.Invocation;
import dev.openmodal.wire.snapshot.LiveService;
import dev.openmodal.wire.snapshot.SnapshotInstance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls frozen code in this JVM and thread, as a worker does: its classes once more, with the
 * values that were frozen, and copies of the arguments.
 */
final class LocalCall {
  private final Snapshot snapshot;
  private final ValueCodec here;

  /**
   * @param here reads and writes values of the classes of this program
   */
  LocalCall(Snapshot snapshot, ValueCodec here) {
    this.snapshot = snapshot;
    this.here = here;
  }

  /** Throws what the code throws. */
  @Nullable Object run(@Nullable Object[] arguments) throws Throwable {
    Snapshot ofService = snapshot.service();
    LiveService service =
        ofService == null ? null : new LiveService(Frozen.of(ofService), loader());
    SnapshotInstance instance =
        service == null
            ? new SnapshotInstance(Frozen.of(snapshot), loader())
            : service.instanceOf(Frozen.of(snapshot), loader());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(instance.loader());
    try (SnapshotInstance.Restored restored = instance.restore()) {
      ValueCodec there = instance.codec();
      List<@Nullable Object> all = new ArrayList<>(Arrays.asList(copies(here, there, arguments)));
      if (service != null) {
        all.add(0, service.object(Runnable::run));
      }
      Invocation code = Invocation.of(restored.lambda(), all.size());
      Object result = invoke(code, all.toArray(), there);
      return copies(there, here, result)[0];
    } finally {
      if (service != null) {
        service.close();
      }
      thread.setContextClassLoader(before);
    }
  }

  private ClassLoader loader() {
    return snapshot.capture().loader();
  }

  private @Nullable Object invoke(Invocation code, @Nullable Object[] arguments, ValueCodec there)
      throws Throwable {
    try {
      return code.invoke(arguments);
    } catch (Throwable thrown) {
      throw (Throwable) copyOr(thrown, there);
    }
  }

  /** As an exception of this program's classes, where it can be one. */
  private Object copyOr(Throwable thrown, ValueCodec there) {
    try {
      Object copy = copies(there, here, thrown)[0];
      return copy instanceof Throwable ? copy : thrown;
    } catch (Exception e) {
      return thrown;
    }
  }

  private static @Nullable Object[] copies(
      ValueCodec from, ValueCodec to, @Nullable Object... values) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ValueWriter writer = from.writer(bytes)) {
      for (Object value : values) {
        writer.write("value", value);
      }
    } catch (ValueRefusedException e) {
      throw new IllegalArgumentException(e.what(), e);
    }
    @Nullable Object[] copies = new Object[values.length];
    try (ValueReader reader = to.reader(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (int i = 0; i < copies.length; i++) {
        copies[i] = reader.read();
      }
    }
    return copies;
  }

  /** What a worker would have been sent. */
  private record Frozen(dev.openmodal.wire.proto.Snapshot sent, byte[] values)
      implements FrozenCode {
    static Frozen of(Snapshot snapshot) {
      return new Frozen(snapshot.message(), snapshot.capture().values());
    }

    @Override
    public Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      sent.getClassesList()
          .forEach(file -> classes.put(file.getName(), file.getBytes().toByteArray()));
      return classes;
    }

    @Override
    public List<String> initialized() {
      return sent.getInitializedList();
    }

    @Override
    public List<dev.openmodal.wire.proto.Snapshot.Variable> variables() {
      return sent.getVariablesList();
    }

    @Override
    public InputStream openValues() {
      return new ByteArrayInputStream(values);
    }
  }
}
