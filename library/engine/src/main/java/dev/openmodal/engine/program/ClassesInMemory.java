package dev.openmodal.engine.program;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Keeps what the compiler writes. */
final class ClassesInMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
  private final boolean hasSiblings;

  /**
   * @param hasSiblings whether classes may be compiled of other files
   */
  ClassesInMemory(StandardJavaFileManager files, boolean hasSiblings) {
    super(files);
    this.hasSiblings = hasSiblings;
  }

  /** The files below that folder are of the program, too, where they are needed. */
  void seeSiblings(Path root) throws IOException {
    fileManager.setLocation(StandardLocation.SOURCE_PATH, List.of(new File(root.toString())));
  }

  Map<String, byte[]> byName() {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    classes.forEach((name, written) -> bytes.put(name, written.toByteArray()));
    return bytes;
  }

  /** Sources are not looked for on the class path. */
  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    Set<JavaFileObject.Kind> wanted = EnumSet.copyOf(kinds);
    if (!hasSiblings || location != StandardLocation.SOURCE_PATH) {
      wanted.remove(JavaFileObject.Kind.SOURCE);
    }
    return wanted.isEmpty() ? List.of() : super.list(location, packageName, wanted, recurse);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    return new SimpleJavaFileObject(
        URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
      @Override
      public OutputStream openOutputStream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        classes.put(className, bytes);
        return bytes;
      }
    };
  }
}
