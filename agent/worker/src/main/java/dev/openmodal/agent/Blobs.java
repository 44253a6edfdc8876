package dev.openmodal.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The blobs that wait to be used or fetched, each once. */
final class Blobs {
  private record Owned(Blob blob, @Nullable Object owner) {}

  private final Map<String, Owned> waiting = new HashMap<>();

  /** Keeps what the client has sent until a snapshot or a call uses it. */
  void put(String name, Blob blob) throws IOException {
    Owned before;
    synchronized (this) {
      before = waiting.put(name, new Owned(blob, null));
    }
    if (before != null) {
      before.blob().close();
    }
  }

  /** Keeps a result until the client fetches it or its owner ends; answers its name. */
  synchronized String offer(Blob blob, Object owner) {
    String name = "result:" + UUID.randomUUID();
    waiting.put(name, new Owned(blob, owner));
    return name;
  }

  /** Hands a blob over: whoever takes it closes it. */
  synchronized Blob take(String name) throws FileNotFoundException {
    Owned owned = waiting.remove(name);
    if (owned == null) {
      throw new FileNotFoundException("The worker has no blob " + name + ".");
    }
    return owned.blob();
  }

  /** Closes a blob that nobody will take, if it is here. */
  synchronized void drop(String name) {
    Owned owned = waiting.remove(name);
    if (owned != null) {
      close(owned.blob());
    }
  }

  synchronized void dropAll(Object owner) {
    for (Iterator<Owned> all = waiting.values().iterator(); all.hasNext(); ) {
      Owned each = all.next();
      if (each.owner() == owner) {
        all.remove();
        close(each.blob());
      }
    }
  }

  private static void close(Blob blob) {
    try {
      blob.close();
    } catch (IOException e) {
      // A file without a name that cannot be closed goes with the process.
    }
  }
}
