package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.Registration;

/** How the objects of one class travel. Belongs to one graph. */
final class Form extends Registration {
  private final Class<?> actual;
  private final Kind kind;
  private final boolean needsProof;
  private int notedIn;

  /**
   * @param actual the objects' own class
   * @param wireType the class that is named in the bytes, or the kind's
   * @param needsProof whether one such object is decoded before the first is sent
   */
  Form(Class<?> actual, Kind kind, Class<?> wireType, boolean needsProof) {
    super(wireType, kind.rule(), kind.code());
    this.actual = actual;
    this.kind = kind;
    this.needsProof = needsProof;
  }

  Class<?> actual() {
    return actual;
  }

  Kind kind() {
    return kind;
  }

  boolean needsProof() {
    return needsProof;
  }

  /** True once a graph. */
  boolean isNewIn(int graph) {
    boolean isNew = notedIn != graph;
    notedIn = graph;
    return isNew;
  }
}
