package dev.openmodal.tests.errors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes a copy of the one jar that says it is of another build. */
final class OtherBuild {
  private OtherBuild() {}

  static Path of(Path oneJar, Path copy) throws IOException {
    try (InputStream in = Files.newInputStream(oneJar);
        OutputStream out = Files.newOutputStream(copy)) {
      rewrite(in, out);
    }
    return copy;
  }

  private static void rewrite(InputStream in, OutputStream out) throws IOException {
    ZipInputStream from = new ZipInputStream(in);
    ZipOutputStream to = new ZipOutputStream(out);
    for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
      to.putNextEntry(new ZipEntry(entry.getName()));
      byte[] bytes = from.readAllBytes();
      if (entry.getName().matches(".*/openmodal-wire[^/]*\\.jar")) {
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        rewrite(new ByteArrayInputStream(bytes), nested);
        bytes = nested.toByteArray();
      } else if (entry.getName().equals("dev/openmodal/wire/build.txt")) {
        bytes = "another-build".getBytes(StandardCharsets.UTF_8);
      }
      to.write(bytes);
      to.closeEntry();
    }
    to.finish();
  }
}
