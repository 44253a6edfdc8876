package dev.openmodal.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import dev.openmodal.spi.KeptItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The volumes that this library has at an Engine, and which containers of any client use. */
final class KeptVolumes {
  private static final String SHOWN = "docker volume ";
  private static final String HASH = "[0-9a-f]{16}";

  /** By what their names are like. */
  private static final Map<String, String> KINDS =
      new TreeMap<>(
          Map.of(
              Volumes.OF_JAVA + HASH,
              "Java for containers",
              Volumes.OF_AGENT + HASH,
              "jars of a build for containers",
              Volumes.OF_ARCHIVE + HASH + "-" + HASH,
              "class-data archive for containers",
              JarVolume.NAME,
              "jars of class paths for containers"));

  private final DockerEngine engine;

  KeptVolumes(DockerEngine engine) {
    this.engine = engine;
  }

  /** All but the marks, which go with what they mark. */
  List<KeptItem> list() throws IOException {
    List<KeptItem> found = new ArrayList<>();
    for (JsonNode volume : engine.get("/system/df?type=volume").path("Volumes")) {
      String name = volume.path("Name").asText();
      JsonNode usage = volume.path("UsageData");
      KINDS.entrySet().stream()
          .filter(kind -> name.matches(kind.getKey()))
          .map(
              kind ->
                  new KeptItem(
                      kind.getValue(),
                      SHOWN + name,
                      Math.max(0, usage.path("Size").asLong()),
                      usage.path("RefCount").asLong() > 0))
          .forEach(found::add);
    }
    return found;
  }

  /** Whether it is gone: the Engine keeps what a container uses. */
  boolean remove(KeptItem item) {
    String name = item.name().substring(SHOWN.length());
    try {
      engine.client().removeVolumeCmd(name).exec();
    } catch (DockerException e) {
      return false;
    }
    if (name.startsWith(Volumes.OF_ARCHIVE)) {
      try {
        engine.client().removeVolumeCmd(name + VolumeArchives.WHOLE).exec();
      } catch (DockerException e) {
        return false; // it was not whole, or somebody makes it now
      }
    }
    return true;
  }
}
