package dev.openmodal.agent;

import dev.openmodal.wire.proto.Snapshot;
import dev.openmodal.wire.snapshot.FrozenCode;
import dev.openmodal.wire.snapshot.LiveService;
import dev.openmodal.wire.snapshot.SnapshotInstance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot as the client has sent it, and its instances that no call uses at the moment. */
final class StoredSnapshot implements FrozenCode {
  /** What an idle instance may hold; one of a larger snapshot is made anew for each call. */
  private static final int MAX_IDLE_BYTES = 1 << 20;

  private final Environments environments;
  private final String id;
  private final String environmentId;
  private final String serviceId;
  private final Map<String, byte[]> classes = new HashMap<>();
  private final List<Snapshot.Variable> variables;
  private final List<String> initialized;
  private final byte[] inlineValues;
  private final @Nullable Blob blobValues;
  private final Deque<SnapshotInstance> idle = new ArrayDeque<>();
  private @Nullable EnvironmentLoader environment;
  private int users;
  private boolean isEvicted;

  private StoredSnapshot(Snapshot sent, Environments environments, @Nullable Blob blobValues) {
    this.environments = environments;
    this.id = sent.getId();
    this.environmentId = sent.getEnvironmentId();
    this.serviceId = sent.getServiceId();
    this.variables = sent.getVariablesList();
    this.initialized = sent.getInitializedList();
    this.inlineValues = sent.getValues().toByteArray();
    this.blobValues = blobValues;
    for (Snapshot.ClassFile file : sent.getClassesList()) {
      classes.put(file.getName(), file.getBytes().toByteArray());
    }
  }

  /** Takes the values from the blob that the message names, if it does. */
  static StoredSnapshot of(Snapshot sent, Environments environments, Blobs blobs)
      throws IOException {
    String blob = sent.getValuesBlob();
    return new StoredSnapshot(sent, environments, blob.isEmpty() ? null : blobs.take(blob));
  }

  String id() {
    return id;
  }

  @Override
  public Map<String, byte[]> classes() {
    return classes;
  }

  @Override
  public List<String> initialized() {
    return initialized;
  }

  @Override
  public List<Snapshot.Variable> variables() {
    return variables;
  }

  long valuesSize() {
    return blobValues != null ? blobValues.size() : inlineValues.length;
  }

  /** What it takes in all. */
  long size() {
    return valuesSize() + classes.values().stream().mapToLong(file -> file.length).sum();
  }

  @Override
  public InputStream openValues() {
    return blobValues != null ? blobValues.open() : new ByteArrayInputStream(inlineValues);
  }

  /** The id of the snapshot of its service; empty if it has none. */
  String serviceId() {
    return serviceId;
  }

  /** Finds the classes that are not its own. */
  synchronized ClassLoader environment() throws IOException {
    if (environment == null) {
      environment = environments.use(environmentId);
    }
    return environment;
  }

  /**
   * An instance for one call.
   *
   * @param service that of its service, if it has one
   */
  SnapshotInstance instance(@Nullable LiveService service) throws IOException {
    synchronized (this) {
      SnapshotInstance waiting = idle.poll();
      if (waiting != null) {
        return waiting;
      }
    }
    return service == null
        ? new SnapshotInstance(this, environment())
        : service.instanceOf(this, environment());
  }

  synchronized void giveBack(SnapshotInstance instance) {
    if (!isEvicted && valuesSize() <= MAX_IDLE_BYTES) {
      idle.add(instance);
    }
  }

  synchronized void use() {
    users++;
  }

  synchronized void release() {
    users--;
    closeIfDone();
  }

  /** It goes as soon as no call uses it. */
  synchronized void evict() {
    isEvicted = true;
    idle.clear();
    closeIfDone();
  }

  private void closeIfDone() {
    if (!isEvicted || users > 0) {
      return;
    }
    if (environment != null) {
      environments.release(environment);
      environment = null;
    }
    if (blobValues != null) {
      try {
        blobValues.close();
      } catch (IOException e) {
        // A file without a name that cannot be closed goes with the process.
      }
    }
  }
}
