package dev.openmodal.tests.repl;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Jars as a user would bring them, compiled here for Java 17. */
final class UserJars {
  private UserJars() {}

  /**
   * A jar of one class.
   *
   * @param name the file's name, and that of the folder it is made in
   * @param className without a package's {@code demo.}
   * @param body the class, from its modifiers on
   */
  static Path of(String name, String className, String body) {
    try {
      Path folder = TestMachine.target("user-jars").resolve(name + "-made");
      Path source = folder.resolve("demo/" + className + ".java");
      Files.createDirectories(source.getParent());
      Files.writeString(source, "package demo;\n" + body);
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "--release", "17", "-d", folder.toString(), source.toString());
      if (status != 0) {
        throw new IllegalStateException("does not compile: " + body);
      }
      Path jar = TestMachine.target("user-jars").resolve(name + ".jar");
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file);
          Stream<Path> classes = Files.list(folder.resolve("demo"))) {
        List<Path> all = classes.filter(p -> p.toString().endsWith(".class")).sorted().toList();
        for (Path file1 : all) {
          out.putNextEntry(new JarEntry("demo/" + file1.getFileName()));
          out.write(Files.readAllBytes(file1));
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
