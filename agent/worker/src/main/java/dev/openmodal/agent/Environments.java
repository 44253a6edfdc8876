package dev.openmodal.agent;

import dev.openmodal.wire.proto.Environment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environments that the client has named, and the loaders of the last few. An earlier loader is
 * closed when no snapshot uses it, and made again from the cache if one does later.
 */
final class Environments {
  private static final int MAX_LOADERS = 3;
  private static final int MAX_KNOWN = 64;

  private final EnvironmentCache cache;
  private final ClassLoader api;
  private final Map<String, List<Environment.Entry>> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, EnvironmentLoader> latest = new LinkedHashMap<>(16, 0.75f, true);

  Environments(EnvironmentCache cache, ClassLoader api) {
    this.cache = cache;
    this.api = api;
  }

  /** Learns an environment; answers the hashes of the files that are to be sent first. */
  synchronized Set<String> offer(Environment environment) {
    Set<String> missing = new LinkedHashSet<>();
    for (Environment.Entry entry : environment.getEntriesList()) {
      if (cache.find(entry.getSha256(), entry.getName()) == null) {
        missing.add(entry.getSha256());
      }
    }
    if (missing.isEmpty()) {
      known.put(environment.getId(), List.copyOf(environment.getEntriesList()));
      dropEldest(known);
    }
    return missing;
  }

  /** The loader of an environment, for a snapshot, which releases it. */
  synchronized EnvironmentLoader use(String id) throws IOException {
    EnvironmentLoader loader = latest.get(id);
    if (loader == null) {
      loader = new EnvironmentLoader(files(id), api);
      latest.put(id, loader);
    }
    loader.users++;
    Iterator<EnvironmentLoader> eldest = latest.values().iterator();
    while (latest.size() > MAX_LOADERS) {
      EnvironmentLoader retired = eldest.next();
      eldest.remove();
      retired.isRetired = true;
      closeIfDone(retired);
    }
    return loader;
  }

  synchronized void release(EnvironmentLoader loader) {
    loader.users--;
    closeIfDone(loader);
  }

  private List<Path> files(String id) throws IOException {
    // Without a name it is the empty one, which needs no sending.
    List<Environment.Entry> entries = id.isEmpty() ? List.of() : known.get(id);
    if (entries == null) {
      throw new FileNotFoundException("The client has not sent the environment " + id + ".");
    }
    List<Path> files = new ArrayList<>();
    for (Environment.Entry entry : entries) {
      Path file = cache.find(entry.getSha256(), entry.getName());
      if (file == null) {
        throw new FileNotFoundException(
            "The jar " + entry.getName() + " is no longer in the cache " + cache + ".");
      }
      files.add(file);
    }
    return files;
  }

  private static void dropEldest(Map<String, ?> map) {
    Iterator<?> eldest = map.values().iterator();
    while (map.size() > MAX_KNOWN) {
      eldest.next();
      eldest.remove();
    }
  }

  private static void closeIfDone(@Nullable EnvironmentLoader loader) {
    if (loader != null && loader.isRetired && loader.users == 0) {
      try {
        loader.close();
      } catch (IOException e) {
        // Its files stay open until the loader is collected.
      }
    }
  }
}
