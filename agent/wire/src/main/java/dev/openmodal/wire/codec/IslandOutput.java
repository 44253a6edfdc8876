package dev.openmodal.wire.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Java's serialization of one object. Every other object that is met on the way, but for strings,
 * boxed values, enums, classes and the elements of a stack trace, is left to the graph around it.
 */
final class IslandOutput extends ObjectOutputStream {
  private final Graph graph;
  private final List<Object> diverted = new ArrayList<>();
  private boolean atRoot = true;

  private IslandOutput(Graph graph, ByteArrayOutputStream out) throws IOException {
    super(out);
    this.graph = graph;
    enableReplaceObject(true);
  }

  /** An object as bytes, and the objects of the graph that they refer to by number. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Written(byte[] bytes, List<Object> diverted) {}

  static Written write(Graph graph, Object root) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (IslandOutput out = new IslandOutput(graph, bytes)) {
      out.writeObject(root);
      out.flush();
      return new Written(bytes.toByteArray(), out.diverted);
    } catch (IOException e) {
      throw Refusal.of(
          TypeNames.display(root.getClass()),
          "it cannot be serialized (" + e + ")",
          "Make it inside the lambda.",
          e);
    } catch (OutOfMemoryError e) {
      if (bytes.size() > 1 << 30) {
        throw Refusal.of(
            root.getClass(),
            "it holds more than 2 GiB in one piece",
            "Put the data into several smaller objects or arrays.");
      }
      throw e;
    }
  }

  @Override
  protected Object replaceObject(Object object) {
    if (atRoot) {
      atRoot = false;
      if (object instanceof Serializable) {
        return object; // the root, or what it has written in its place
      }
    }
    if (object instanceof String
        || object instanceof Class<?>
        || IslandClasses.stayInside(object.getClass())) {
      return object;
    }
    diverted.add(object);
    return new Diverted(diverted.size() - 1);
  }

  @Override
  protected void annotateClass(Class<?> type) {
    if (type != Diverted.class) {
      graph.note(type);
    }
  }

  @Override
  protected void annotateProxyClass(Class<?> type) {
    for (Class<?> implemented : type.getInterfaces()) {
      graph.note(implemented);
    }
  }
}
