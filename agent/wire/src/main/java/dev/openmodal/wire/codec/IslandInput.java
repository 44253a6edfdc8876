package dev.openmodal.wire.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IslandOutput} wrote; classes are found as everywhere in a value. */
final class IslandInput extends ObjectInputStream {
  /** Tables inside Java's collections are up to this many times larger than what is written. */
  private static final int MOST_SPARE_ROOM = 8;

  private static final int SMALL_ARRAY = 64;

  private final Graph graph;
  private final IslandClasses classes;
  private final @Nullable Object[] diverted;

  private IslandInput(Graph graph, byte[] bytes, @Nullable Object[] diverted) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.graph = graph;
    this.classes = new IslandClasses(graph);
    this.diverted = diverted;
    enableResolveObject(true);
    setObjectInputFilter(object -> check(object, bytes.length));
  }

  /** What Java makes room for before it reads on. */
  private static ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo object, int bytes) {
    return object.arrayLength() > SMALL_ARRAY + (long) MOST_SPARE_ROOM * bytes
        ? ObjectInputFilter.Status.REJECTED
        : ObjectInputFilter.Status.UNDECIDED;
  }

  static @Nullable Object read(Graph graph, byte[] bytes, @Nullable Object[] diverted) {
    @Nullable String name = null;
    try (IslandInput in = new IslandInput(graph, bytes, diverted)) {
      try {
        return in.readObject();
      } finally {
        name = in.classes.rootName();
      }
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      throw new Unreadable(
          name,
          (name == null ? "an object" : TypeNames.display(name)) + " could not be made again: " + e,
          e);
    }
  }

  /**
   * Where no version is written down, Java makes one of the members of the class; but there are
   * fewer of them on a worker, where what a lambda does not reach is left out.
   */
  @Override
  protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
    ObjectStreamClass sent = super.readClassDescriptor();
    Class<?> type = resolveClass(sent);
    if (JdkTypes.contains(JdkTypes.element(type))) {
      return sent;
    }
    ObjectStreamClass own = ObjectStreamClass.lookup(type);
    return own != null && fieldsOf(own).equals(fieldsOf(sent)) ? own : sent;
  }

  private static List<String> fieldsOf(ObjectStreamClass type) {
    return Arrays.stream(type.getFields())
        .map(field -> field.getName() + " " + field.getTypeCode() + field.getTypeString())
        .toList();
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) {
    Class<?> type = classes.named(description.getName());
    if (Map.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type)) {
      graph.beforeHashing(CollectionRules.arePlain(diverted));
    }
    return type;
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = graph.classOfObject(interfaces[i]);
    }
    @SuppressWarnings("deprecation") // the loader must be that of the interfaces
    Class<?> proxy = Proxy.getProxyClass(graph.resolution().loader(), types);
    classes.rootIs(proxy);
    return proxy;
  }

  @Override
  protected @Nullable Object resolveObject(Object object) throws IOException {
    if (!(object instanceof Diverted reference)) {
      return object;
    }
    if (reference.index() < 0 || reference.index() >= diverted.length) {
      throw new InvalidObjectException("no object " + reference.index());
    }
    return diverted[reference.index()];
  }
}
