package dev.openmodal.docker;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.JarStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The jars of class paths in one volume, which all containers of all clients read and none can
 * write to: {@code HASH/NAME.jar}, and beside it a mark that the jar is whole. What is put there is
 * seen at once by containers that run.
 */
final class JarVolume implements JarStore {
  static final String NAME = "openmodal-jars";

  /** Where it is in containers. */
  static final String FOLDER = "/opt/openmodal/jars";

  private static final int CHUNK_BYTES = 1 << 16;
  private static final int READ_ONLY = 0444;

  private final Supplier<Containers> containers;

  @GuardedBy("this")
  private final Set<String> there = new HashSet<>();

  JarVolume(Supplier<Containers> containers) {
    this.containers = containers;
  }

  static Mount mount() {
    return new Mount().withType(MountType.VOLUME).withSource(NAME).withTarget(FOLDER);
  }

  @Override
  public synchronized void put(List<Jar> jars) throws IOException {
    Set<String> known = there;
    List<Jar> wanted = jars.stream().filter(jar -> !known.contains(jar.sha256())).toList();
    if (wanted.isEmpty()) {
      return; // put there for another container, or removed since: then it is sent
    }
    try {
      Containers engine = containers.get();
      engine.docker().createVolumeCmd().withName(NAME).withLabels(Labels.ofVolume()).exec();
      engine.through(List.of(mount()), container -> fill(engine, container, wanted));
    } catch (RuntimeException e) {
      throw new IOException("jars cannot be kept at the Engine", e);
    }
    for (Jar jar : wanted) {
      there.add(jar.sha256());
    }
  }

  private static boolean fill(Containers engine, String container, List<Jar> jars)
      throws IOException {
    try (PipedInputStream tar = new PipedInputStream(CHUNK_BYTES);
        PipedOutputStream out = new PipedOutputStream(tar)) {
      OwnThreads.daemon("openmodal-put-jars", () -> write(jars, out)).start();
      engine
          .docker()
          .copyArchiveToContainerCmd(container)
          .withRemotePath(FOLDER)
          .withTarInputStream(tar)
          .exec();
    }
    return true;
  }

  private static void write(List<Jar> jars, PipedOutputStream to) {
    try (to;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(to, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Jar jar : jars) {
        write(jar, tar);
      }
    } catch (IOException e) {
      // a jar without its mark is none
    }
  }

  private static void write(Jar jar, TarArchiveOutputStream tar) throws IOException {
    String folder = jar.sha256() + "/";
    tar.putArchiveEntry(new TarArchiveEntry(folder));
    tar.closeArchiveEntry();
    TarArchiveEntry entry = new TarArchiveEntry(folder + fileName(jar.name()));
    entry.setMode(READ_ONLY);
    entry.setSize(Files.size(jar.file()));
    tar.putArchiveEntry(entry);
    MessageDigest digest = FileTree.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(jar.file()), digest)) {
      in.transferTo((OutputStream) tar);
    }
    tar.closeArchiveEntry();
    if (HexFormat.of().formatHex(digest.digest()).equals(jar.sha256())) {
      tar.putArchiveEntry(new TarArchiveEntry(folder + FileTree.COMPLETE));
      tar.closeArchiveEntry();
    }
  }

  private static String fileName(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String safe = last.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceFirst("^\\.*", "");
    return safe.isEmpty() ? "content.jar" : safe;
  }
}
