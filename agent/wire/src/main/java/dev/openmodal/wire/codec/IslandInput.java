package dev.openmodal.wire.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IslandOutput} wrote; classes are found as everywhere in a value. */
final class IslandInput extends ObjectInputStream {
  private final ClassResolution resolution;
  private final @Nullable Object[] diverted;
  private @Nullable String rootName;

  private IslandInput(ClassResolution resolution, byte[] bytes, @Nullable Object[] diverted)
      throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.resolution = resolution;
    this.diverted = diverted;
    enableResolveObject(true);
  }

  static @Nullable Object read(
      ClassResolution resolution, byte[] bytes, @Nullable Object[] diverted) {
    @Nullable String name = null;
    try (IslandInput in = new IslandInput(resolution, bytes, diverted)) {
      try {
        return in.readObject();
      } finally {
        name = in.rootName;
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
    String name = description.getName();
    if (name.equals(Diverted.class.getName())) {
      return Diverted.class;
    }
    if (rootName == null) {
      rootName = name;
    }
    return resolution.forValue(name);
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = resolution.forObject(interfaces[i]);
    }
    @SuppressWarnings("deprecation") // the loader must be that of the interfaces
    Class<?> proxy = Proxy.getProxyClass(resolution.loader(), types);
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
