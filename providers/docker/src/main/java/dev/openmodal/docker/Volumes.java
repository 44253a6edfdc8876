package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.OneJar;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The volumes that instances read, each filled when it is first needed at an Engine. */
final class Volumes {
  static final String JAVA = "/opt/openmodal/java";
  static final String AGENT = "/opt/openmodal/agent";

  /** How the names of volumes begin. */
  static final String OF_JAVA = "openmodal-java-";

  static final String OF_AGENT = "openmodal-agent-";
  static final String OF_ARCHIVE = "openmodal-archive-";

  /** The one jar in the agent's volume. */
  static final String JAR = "openmodal.jar";

  /** What it holds, unpacked beside it. */
  static final String UNPACKED = "lib";

  /** What a JDK holds that no program needs to run. */
  private static final Set<String> NOT_NEEDED =
      Set.of("jmods", "lib/src.zip", "demo", "man", "docs", "sample", "src.zip");

  private static final int HASH_DIGITS = 16;

  private final DockerClient docker;
  private final Map<Path, SharedVolume> ofJava = new ConcurrentHashMap<>();
  private final Map<Path, SharedVolume> ofAgent = new ConcurrentHashMap<>();
  private final Set<String> complete = ConcurrentHashMap.newKeySet();
  private final Set<String> partial = ConcurrentHashMap.newKeySet();

  Volumes(DockerClient docker) {
    this.docker = docker;
  }

  SharedVolume java(Path javaHome) throws IOException {
    SharedVolume known = ofJava.get(javaHome);
    if (known == null) {
      FileTree files = new FileTree().add(javaHome, "", name -> !NOT_NEEDED.contains(name));
      known = volume(OF_JAVA, JAVA, files);
      ofJava.put(javaHome, known);
    }
    return known;
  }

  SharedVolume agent(Path agentJar) throws IOException {
    SharedVolume known = ofAgent.get(agentJar);
    if (known == null) {
      if (Files.isDirectory(agentJar)) {
        throw new IOException(
            agentJar + " is a folder; containers are given the one jar of this library");
      }
      FileTree files = new FileTree().add(agentJar, JAR);
      for (Path file : OneJar.unpackedForAgent(Volumes.class)) {
        files.add(file, UNPACKED + "/" + file.getFileName());
      }
      known = volume(OF_AGENT, AGENT, files);
      ofAgent.put(agentJar, known);
    }
    return known;
  }

  private static SharedVolume volume(String prefix, String target, FileTree files)
      throws IOException {
    String hash = files.hash(folder()).substring(0, HASH_DIGITS);
    return new SharedVolume(prefix + hash, target, files);
  }

  /** The volume of the class-data archive for that Java and that build. */
  String archive(Path javaHome, Path agentJar) throws IOException {
    return OF_ARCHIVE + hashOf(java(javaHome).name()) + "-" + hashOf(agent(agentJar).name());
  }

  private static String hashOf(String volume) {
    return volume.substring(volume.lastIndexOf('-') + 1);
  }

  /** What this machine remembers of its volumes. */
  static Path folder() throws IOException {
    return Files.createDirectories(Home.cache().resolve("docker"));
  }

  /**
   * Whether all have been filled, as far as this client knows, and nobody has removed one since.
   */
  boolean areThere(List<SharedVolume> volumes) {
    boolean areAll = true;
    for (SharedVolume volume : volumes) {
      areAll &= complete.contains(volume.name()) && isThere(volume);
    }
    return areAll;
  }

  private boolean isThere(SharedVolume volume) {
    try {
      docker.inspectVolumeCmd(volume.name()).exec();
      return true;
    } catch (NotFoundException e) {
      complete.remove(volume.name());
      return false;
    }
  }

  /** Makes those that are not there, still empty. */
  void make(List<SharedVolume> volumes) {
    for (SharedVolume volume : volumes) {
      docker.createVolumeCmd().withName(volume.name()).withLabels(Labels.ofVolume()).exec();
    }
  }

  /**
   * Fills those that are not.
   *
   * @param container mounts them so that they can be written to
   */
  void complete(List<SharedVolume> volumes, String container) throws IOException {
    for (SharedVolume volume : volumes) {
      if (!complete.contains(volume.name())) {
        complete(volume, container);
      }
    }
  }

  /** One at a time on this machine: they are large. */
  private void complete(SharedVolume volume, String container) throws IOException {
    synchronized (volume) {
      if (!volume.isComplete(docker, container)) {
        try (FileChannel channel =
                FileChannel.open(
                    folder().resolve(volume.name() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (!volume.isComplete(docker, container)) {
            fill(volume, container);
          }
        }
      }
      complete.add(volume.name());
    }
  }

  private void fill(SharedVolume volume, String container) throws IOException {
    boolean isFilled = false;
    try {
      volume.fill(docker, container);
      isFilled = true;
    } finally {
      if (!isFilled) {
        partial.add(volume.name());
      }
    }
  }

  /** Removes what could not be filled to its end, and would only take room. */
  void removePartial() {
    partial.removeIf(
        name -> {
          try {
            docker.removeVolumeCmd(name).exec();
          } catch (RuntimeException e) {
            // somebody else uses it, or it is gone, or the Engine is
          }
          return true;
        });
  }

  /** One may be missing that was there: all are looked at again. */
  void distrust() {
    complete.clear();
  }
}
