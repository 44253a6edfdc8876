package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.codec.ClassFiles;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.Snapshot;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A class as a person would write it in a snippet, compiled here: a static method {@code code()}
 * answers the lambda, its static fields are the variables.
 */
final class UserCode {
  static final String NAME = "REPL.Snippet";
  // Shared, because it remembers the jars that it has opened.
  private static final StandardJavaFileManager FILES =
      ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);

  private final Map<String, byte[]> classes;
  private final Loader loader;
  private final ValueCodec codec;

  private UserCode(Map<String, byte[]> classes) {
    this.classes = classes;
    this.loader = new Loader(classes);
    this.codec = new ValueCodec(loader, loader);
  }

  static UserCode of(String body) {
    return new UserCode(
        compile(
            NAME,
            "package REPL; import dev.openmodal.*; import java.util.*; import java.io.*;"
                + " public class Snippet { "
                + body
                + " }"));
  }

  ValueCodec codec() {
    return codec;
  }

  Snapshot snapshot(String id, String... variables) throws Exception {
    Snapshot.Builder snapshot = Snapshot.newBuilder().setId(id);
    classes.forEach(
        (name, bytes) ->
            snapshot.addClasses(
                Snapshot.ClassFile.newBuilder()
                    .setName(name)
                    .setBytes(ByteString.copyFrom(bytes))));
    Class<?> type = loader.loadClass(NAME);
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    try (ValueWriter writer = codec.writer(values)) {
      writer.write("lambda", type.getMethod("code").invoke(null));
      for (String variable : variables) {
        Field field = type.getDeclaredField(variable);
        field.setAccessible(true);
        writer.write(variable, field.get(null));
        snapshot.addVariables(Snapshot.Variable.newBuilder().setClassName(NAME).setField(variable));
      }
    }
    return snapshot.setValues(ByteString.copyFrom(values.toByteArray())).build();
  }

  ByteString encode(Object... values) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ValueWriter writer = codec.writer(out)) {
      for (Object value : values) {
        writer.write("argument", value);
      }
    }
    return ByteString.copyFrom(out.toByteArray());
  }

  Object decode(ByteString bytes) throws Exception {
    try (ValueReader reader = codec.reader(bytes.newInput())) {
      return reader.read();
    }
  }

  static Map<String, byte[]> compile(String name, String source) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> written = new HashMap<>();
    JavaFileManager files =
        new ForwardingJavaFileManager<>(FILES) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
              @Override
              public java.io.OutputStream openOutputStream() {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                written.put(className, out);
                return out;
              }
            };
          }
        };
    JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("mem:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options = List.of("-cp", System.getProperty("java.class.path"), "-proc:none");
    if (!compiler.getTask(null, files, null, options, null, List.of(unit)).call()) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    Map<String, byte[]> classes = new HashMap<>();
    written.forEach((className, out) -> classes.put(className, out.toByteArray()));
    return classes;
  }

  private static final class Loader extends ClassLoader implements ClassFiles {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public byte[] bytesOf(Class<?> type) {
      return classes.get(type.getName());
    }
  }
}
