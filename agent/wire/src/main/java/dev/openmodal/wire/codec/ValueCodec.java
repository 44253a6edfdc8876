package dev.openmodal.wire.codec;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Encodes and decodes values for the classes of one loader. Thread-safe.
 *
 * <pre>{@code
 * try (ValueWriter writer = codec.writer(out)) { writer.write("point (variable)", point); }
 * try (ValueReader reader = codec.reader(in)) { Object copy = reader.read(); }
 * }</pre>
 */
public final class ValueCodec {
  private static final int MOST_IDLE = 4;

  private final ClassResolution resolution;
  private final ClassFiles classFiles;
  private final Queue<Graph> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private final Set<Class<?>> proven =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * Makes a codec.
   *
   * @param userLoader finds the classes whose names are in the bytes
   * @param classFiles gives class files, from which plain lambdas are read
   */
  public ValueCodec(ClassLoader userLoader, ClassFiles classFiles) {
    this.resolution = new ClassResolution(userLoader);
    this.classFiles = classFiles;
  }

  /**
   * Writes several values as one graph: what they share is shared again when they are read.
   *
   * @param out is not closed by the writer
   */
  public ValueWriter writer(OutputStream out) {
    return new ValueWriter(this, out);
  }

  /**
   * Reads what one writer wrote.
   *
   * @param in is not closed by the reader, but may be read further than the values reach; what it
   *     says is available bounds the sizes that are believed, so it has to say all that it has
   */
  public ValueReader reader(InputStream in) {
    return new ValueReader(this, in);
  }

  /**
   * Reads the values of static fields of the loader's own classes, and what else was written with
   * them. Objects of those classes are as they were written, even where {@code readResolve} is
   * their only hook: it would look into fields that are not restored yet.
   *
   * @param in is not closed by the reader, but may be read further than the values reach
   */
  public ValueReader restoringReader(InputStream in) {
    ValueReader reader = new ValueReader(this, in);
    reader.restoring(true);
    return reader;
  }

  /**
   * Reads what a worker answered. It may have been taken over by what runs there, so beside what
   * {@link #reader} refuses no lambda is made that is not in a class file here as it stands, no
   * class of which it is known that reading it runs whatever one likes, and no hash table that asks
   * the network for hosts.
   *
   * @param in is not closed by the reader, as for {@link #reader}
   */
  public ValueReader answerReader(InputStream in) {
    ValueReader reader = new ValueReader(this, in);
    reader.guard();
    return reader;
  }

  ClassResolution resolution() {
    return resolution;
  }

  ClassFiles classFiles() {
    return classFiles;
  }

  /** Whether an object of this type was decoded from its bytes before. */
  boolean isProven(Class<?> type) {
    return proven.contains(type);
  }

  void prove(Class<?> type) {
    proven.add(type);
  }

  Graph borrow() {
    Graph graph = idle.poll();
    if (graph == null) {
      return Graph.create(this);
    }
    idleCount.decrementAndGet();
    return graph;
  }

  /** A graph that has failed is not to be given back. */
  void giveBack(Graph graph) {
    graph.reset();
    if (idleCount.incrementAndGet() <= MOST_IDLE) {
      idle.add(graph);
    } else {
      idleCount.decrementAndGet();
    }
  }
}
