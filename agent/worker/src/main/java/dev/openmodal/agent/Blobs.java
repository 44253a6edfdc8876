package dev.openmodal.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The blobs that wait to be used or fetched, each once. Of those that the client has sent the
 * eldest goes where too many wait: each is an open file, and their calls may never come.
 */
final class Blobs {
  static final int MOST_SENT = 64;

  private record Owned(Blob blob, @Nullable Object owner) {}

  private final Map<String, Owned> waiting = new LinkedHashMap<>();

  /** Keeps what the client has sent until a snapshot or a call uses it. */
  void put(String name, Blob blob) throws IOException {
    List<Blob> dropped = new ArrayList<>();
    synchronized (this) {
      Owned before = waiting.put(name, new Owned(blob, null));
      if (before != null) {
        dropped.add(before.blob());
      }
      List<String> sent = sent();
      for (String eldest : sent.subList(0, Math.max(0, sent.size() - MOST_SENT))) {
        dropped.add(take(eldest));
      }
    }
    for (Blob each : dropped) {
      each.close();
    }
  }

  private synchronized List<String> sent() {
    List<String> names = new ArrayList<>();
    waiting.forEach(
        (name, owned) -> {
          if (owned.owner() == null) {
            names.add(name);
          }
        });
    return names;
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
