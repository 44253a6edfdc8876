package dev.openmodal.docker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.fornwall.jelf.ElfDynamicSection;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;

/**
 * What a Java installation needs of the system around it to run a program without windows.
 *
 * @param libraries the names of shared libraries, those of glibc itself left out
 * @param glibc the version of glibc that it needs at least
 */
record JavaNeeds(Set<String> libraries, GlibcVersion glibc) {
  /** Without these no program starts; others belong to windows, sound and printers. */
  private static final List<String> ALWAYS_LOADED =
      List.of(
          "bin/java",
          "lib/libjli.so",
          "lib/server/libjvm.so",
          "lib/libjava.so",
          "lib/libjimage.so",
          "lib/libnio.so",
          "lib/libnet.so",
          "lib/libzip.so",
          "lib/libverify.so",
          "lib/libmanagement.so",
          "lib/libextnet.so");

  private static final Pattern OF_GLIBC =
      Pattern.compile("(ld-linux.*|lib(c|m|dl|pthread|rt|resolv|util|nsl))\\.so\\..*");

  /** Reads the files of an installation. */
  static JavaNeeds of(Path javaHome) throws IOException {
    Set<String> libraries = new TreeSet<>();
    GlibcVersion glibc = GlibcVersion.NONE;
    for (String name : ALWAYS_LOADED) {
      Path file = javaHome.resolve(name);
      if (Files.exists(file)) {
        libraries.addAll(needed(file.toFile()));
        glibc = glibc.orNewer(GlibcVersion.newestIn(Files.readAllBytes(file)));
      }
    }
    libraries.removeIf(library -> OF_GLIBC.matcher(library).matches() || isOwn(javaHome, library));
    return new JavaNeeds(libraries, glibc);
  }

  private static boolean isOwn(Path javaHome, String library) {
    return Files.exists(javaHome.resolve("lib").resolve(library))
        || Files.exists(javaHome.resolve("lib/server").resolve(library));
  }

  private static List<String> needed(File file) throws IOException {
    try {
      ElfDynamicSection dynamic = ElfFile.from(file).getDynamicSection();
      return dynamic == null ? List.of() : dynamic.getNeededLibraries();
    } catch (ElfException e) {
      throw new IOException(
          file
              + " is no program of Linux: "
              + e.getMessage()
              + "; containers need a Java for Linux",
          e);
    }
  }
}
