package dev.openmodal.engine.pool;

import dev.openmodal.spi.ArchiveStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Archives in {@code cache/archive}, for workers that see the files of this machine. */
final class FileArchives implements ArchiveStore {
  private final Map<Path, StartArchive> archives = new ConcurrentHashMap<>();

  @Override
  public Optional<String> find(Path javaHome, Path agentJar) {
    return archive(javaHome, agentJar).find().map(Path::toString);
  }

  @Override
  public void make(Path javaHome, Path agentJar, Maker maker) {
    archive(javaHome, agentJar).make(unfinished -> maker.make(unfinished.toString()));
  }

  @Override
  public void distrust(Path javaHome, Path agentJar) {
    archive(javaHome, agentJar).distrust();
  }

  private StartArchive archive(Path javaHome, Path agentJar) {
    return archives.computeIfAbsent(javaHome, java -> new StartArchive(java, agentJar));
  }
}
