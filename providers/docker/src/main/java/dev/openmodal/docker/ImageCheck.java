package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Whether an image has what a Java needs: looked up in the files of a container that has not been
 * started, once for each image and Java.
 */
final class ImageCheck {
  private static final List<String> GLIBC_LOADERS =
      List.of("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1");
  private static final List<String> MUSL_LOADERS =
      List.of("/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1");

  /** Where distributions have their libraries. */
  private static final List<String> FOLDERS =
      List.of(
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib64",
          "/usr/lib64",
          "/lib",
          "/usr/lib",
          "/usr/local/lib",
          "/usr/local/lib64");

  private static final int MOST_LINKS = 10;

  /** Any user may write. */
  private static final int OPEN = 0777;

  private final DockerClient docker;
  private final Map<Path, JavaNeeds> needs = new ConcurrentHashMap<>();
  private final Set<String> suitable = ConcurrentHashMap.newKeySet();
  private final Set<String> withoutTmp = ConcurrentHashMap.newKeySet();

  ImageCheck(DockerClient docker) {
    this.docker = docker;
  }

  /**
   * Refuses an image that lacks something.
   *
   * @param container of that image, not started
   * @throws dev.openmodal.OpenModalException with {@code IMAGE_UNSUITABLE} naming what is missing
   */
  void check(String container, String imageId, String image, Path javaHome) throws IOException {
    if (isDone(imageId, javaHome)) {
      return;
    }
    if (!isOpen(container, "/tmp")) {
      withoutTmp.add(imageId);
    }
    if (!hasAny(container, GLIBC_LOADERS)) {
      throw hasAny(container, MUSL_LOADERS)
          ? ImageFailure.ofMusl(image)
          : ImageFailure.withoutC(image);
    }
    JavaNeeds needed = needs.get(javaHome);
    if (needed == null) {
      needed = JavaNeeds.of(javaHome);
      needs.put(javaHome, needed);
    }
    List<String> missing = new ArrayList<>();
    for (String library : needed.libraries()) {
      if (!hasAny(container, FOLDERS.stream().map(folder -> folder + "/" + library).toList())) {
        missing.add(library);
      }
    }
    if (!missing.isEmpty()) {
      throw ImageFailure.withoutLibraries(image, missing, javaHome.toString());
    }
    GlibcVersion has = glibc(container);
    if (!has.equals(GlibcVersion.NONE) && has.compareTo(needed.glibc()) < 0) {
      throw ImageFailure.withOldGlibc(
          image, has.toString(), needed.glibc().toString(), javaHome.toString());
    }
    suitable.add(pair(imageId, javaHome));
  }

  /** Whether the image was found to be suitable before. */
  boolean isDone(String imageId, Path javaHome) {
    return suitable.contains(pair(imageId, javaHome));
  }

  private static String pair(String imageId, Path javaHome) {
    return imageId + " " + javaHome;
  }

  /** Whether an image that was looked at has a temporary folder to which every user can write. */
  boolean hasOpenTmp(String imageId) {
    return !withoutTmp.contains(imageId);
  }

  private boolean isOpen(String container, String folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(docker.copyArchiveFromContainerCmd(container, folder).exec())) {
      TarArchiveEntry entry = tar.getNextEntry();
      return entry != null && entry.isDirectory() && (entry.getMode() & OPEN) == OPEN;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private boolean hasAny(String container, List<String> paths) throws IOException {
    for (String path : paths) {
      if (read(container, path).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private GlibcVersion glibc(String container) throws IOException {
    for (String folder : FOLDERS) {
      Optional<byte[]> library = read(container, folder + "/libc.so.6");
      if (library.isPresent()) {
        return GlibcVersion.newestIn(library.get());
      }
    }
    return GlibcVersion.NONE;
  }

  /** The content of a file, links followed. */
  private Optional<byte[]> read(String container, String path) throws IOException {
    String next = path;
    for (int i = 0; i < MOST_LINKS; i++) {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(docker.copyArchiveFromContainerCmd(container, next).exec())) {
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null || entry.isDirectory()) {
          return Optional.empty();
        }
        if (!entry.isSymbolicLink()) {
          return Optional.of(tar.readAllBytes());
        }
        next = Path.of(next).resolveSibling(entry.getLinkName()).normalize().toString();
      } catch (NotFoundException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
