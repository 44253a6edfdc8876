package dev.openmodal.wire.snapshot;

import dev.openmodal.wire.proto.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** What instances of a snapshot are made of. */
public interface FrozenCode {
  /** The class files, by binary name. */
  Map<String, byte[]> classes();

  /** The classes whose own initializer is to run, before the values are set. */
  List<String> initialized();

  /** The fields that have values, in the order of the values. */
  List<Snapshot.Variable> variables();

  /** One graph: the lambda, then the values of the variables. */
  InputStream openValues() throws IOException;
}
