package dev.openmodal.docker;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of glibc, whose functions carry the version that brought them. */
record GlibcVersion(int major, int minor) implements Comparable<GlibcVersion> {
  static final GlibcVersion NONE = new GlibcVersion(0, 0);

  private static final Pattern NAME = Pattern.compile("GLIBC_(\\d{1,3})\\.(\\d{1,3})(?![0-9.])");

  /** The newest that a program or library names: needs, or has where it is glibc's own. */
  static GlibcVersion newestIn(byte[] file) {
    GlibcVersion newest = NONE;
    Matcher name = NAME.matcher(new String(file, StandardCharsets.ISO_8859_1));
    while (name.find()) {
      newest =
          newest.orNewer(
              new GlibcVersion(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))));
    }
    return newest;
  }

  GlibcVersion orNewer(GlibcVersion other) {
    return compareTo(other) < 0 ? other : this;
  }

  @Override
  public int compareTo(GlibcVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
