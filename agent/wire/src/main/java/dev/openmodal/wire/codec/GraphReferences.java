package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of one graph are known already. Most objects exist before their parts are read, so
 * that their parts may lead back to them. Records, lambdas, immutable collections and the like
 * exist only afterwards: what leads back to one of those must be a slot that can be set later (an
 * element of an array or list, a field, the value of a map), else the writer refuses.
 */
@SuppressWarnings("rawtypes") // Kryo's interface is older than type arguments are
final class GraphReferences extends MapReferenceResolver {
  private final Set<Object> unfinished = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Integer, List<Consumer<Object>>> patches = new HashMap<>();
  private @Nullable Graph graph;
  private boolean slot;
  private int pending = -1;
  private int lastSet = -1;

  void setGraph(Graph graph) {
    this.graph = graph;
  }

  // Writing

  /** Says whether the value that is written next can be set later. */
  void nextIsSlot(boolean isSlot) {
    slot = isSlot;
  }

  /** From now on the object is not there for the reader until {@link #finish}. */
  void begin(Object object) {
    unfinished.add(object);
  }

  void finish(Object object) {
    unfinished.remove(object);
  }

  boolean isUnfinished(Object object) {
    return unfinished.contains(object);
  }

  /** Strings do not count: equal literals are one object within a JVM. */
  boolean sharesObjectsWith(GraphReferences other) {
    if (other.writtenObjects.size < writtenObjects.size) {
      return other.sharesObjectsWith(this);
    }
    for (Object object : writtenObjects.keys()) {
      if (!(object instanceof String) && other.writtenObjects.containsKey(object)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    if (id != -1 && !slot && unfinished.contains(object)) {
      throw Refusal.of(
          object.getClass(),
          "it is part of itself, through an object that is not made until its parts are",
          "Break the circle, or lead back through a field or an array of your own class.");
    }
    slot = false;
    return id;
  }

  @Override
  public int addWrittenObject(Object object) {
    int id = super.addWrittenObject(object);
    if (graph != null) {
      graph.added(object, id);
    }
    return id;
  }

  // Reading

  @Override
  public @Nullable Object getReadObject(Class type, int id) {
    if (id < 0 || id >= readObjects.size()) {
      throw Unreadable.noValue();
    }
    Object object = readObjects.get(id);
    if (object == null) {
      pending = id;
    }
    return object;
  }

  /** The object with the number, as far as it was read. */
  @Nullable Object readObject(int id) {
    return id < readObjects.size() ? readObjects.get(id) : null;
  }

  /** The number of the unfinished object that was just referred to, or -1. */
  int takePending() {
    int id = pending;
    pending = -1;
    return id;
  }

  void patch(int id, Consumer<Object> setter) {
    patches.computeIfAbsent(id, unused -> new ArrayList<>()).add(setter);
  }

  /** The number of the object that was made last. */
  int lastSet() {
    return lastSet;
  }

  @Override
  public void setReadObject(int id, Object object) {
    super.setReadObject(id, object);
    lastSet = id;
    if (!patches.isEmpty()) {
      List<Consumer<Object>> setters = patches.remove(id);
      if (setters != null) {
        setters.forEach(setter -> setter.accept(object));
      }
    }
  }

  @Override
  public void reset() {
    super.reset();
    unfinished.clear();
    patches.clear();
    slot = false;
    pending = -1;
  }

  /** Boxed values and enums have no identity that anybody may count on. */
  @Override
  public boolean useReferences(Class type) {
    return type == Object.class
        || (super.useReferences(type) && !Enum.class.isAssignableFrom((Class<?>) type));
  }
}
