package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.spi.ArchiveStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Class-data archives in volumes: each is written by a container of its own, to which its volume
 * can be written, and read by all others. A second volume, which is empty, says that it is whole.
 */
final class VolumeArchives implements ArchiveStore {
  /** Where the volume is in containers. */
  static final String FOLDER = "/opt/openmodal/archive";

  private static final String FILE = FOLDER + "/start.jsa";

  /** How the name of the volume goes on that says that another one is whole. */
  static final String WHOLE = "-whole";

  private static final int MOST_SUSPICIONS = 2;

  private final Supplier<Containers> containers;

  @GuardedBy("this")
  private final Set<String> whole = new HashSet<>();

  @GuardedBy("this")
  private final Set<String> tried = new HashSet<>();

  @GuardedBy("this")
  private final Map<String, Integer> suspicions = new HashMap<>();

  /**
   * @param containers connects to the Engine when it is first asked
   */
  VolumeArchives(Supplier<Containers> containers) {
    this.containers = containers;
  }

  @Override
  public Optional<String> find(Path javaHome, Path agentJar) {
    try {
      String name = volumes().archive(javaHome, agentJar);
      return isWhole(name) ? Optional.of(FILE) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // without it a container starts, too
    }
  }

  private Volumes volumes() {
    return containers.get().volumes();
  }

  private DockerClient docker() {
    return containers.get().docker();
  }

  private synchronized boolean isWhole(String name) {
    if (whole.contains(name)) {
      return true;
    }
    try {
      docker().inspectVolumeCmd(name + WHOLE).exec();
      whole.add(name);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Override
  public void make(Path javaHome, Path agentJar, Maker maker) {
    try {
      String name = volumes().archive(javaHome, agentJar);
      synchronized (this) {
        if (!tried.add(name)) {
          return;
        }
      }
      try (FileChannel channel =
              FileChannel.open(
                  Volumes.folder().resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock != null && !isWhole(name) && !Files.exists(inVain(name))) {
          make(name, maker);
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      // a folder that cannot be written to, or a container that was stopped: none is made
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // the Engine has gone: a later session makes it
    }
  }

  private void make(String name, Maker maker) throws IOException, InterruptedException {
    docker().createVolumeCmd().withName(name).withLabels(Labels.ofVolume()).exec();
    maker.make(FILE);
    if (containers.get().hasFile(name, FOLDER, FILE)) {
      docker().createVolumeCmd().withName(name + WHOLE).withLabels(Labels.ofVolume()).exec();
    } else {
      Files.writeString(inVain(name), "This Java made no archive in a container.\n");
    }
  }

  private static Path inVain(String name) throws IOException {
    return Volumes.folder().resolve(name + ".none");
  }

  @Override
  public void distrust(Path javaHome, Path agentJar) {
    try {
      String name = volumes().archive(javaHome, agentJar);
      synchronized (this) {
        whole.remove(name);
        if (suspicions.merge(name, 1, Integer::sum) < MOST_SUSPICIONS) {
          return;
        }
        tried.add(name);
      }
      docker().removeVolumeCmd(name + WHOLE).exec();
    } catch (IOException | RuntimeException e) {
      // it is gone, or the Engine is
    }
  }
}
