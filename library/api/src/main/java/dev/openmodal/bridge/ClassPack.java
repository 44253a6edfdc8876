package dev.openmodal.bridge;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The classes of some jars, not compressed, in one file with a table. To look a class up in a list
 * of jars and to inflate it costs several times what the JVM then does with it; here it is one look
 * and one read.
 *
 * <p>The file starts with five {@code int}s: its form, its length, how long its index is, where in
 * the index the names of the jars are, and how many slots the table has (a power of two). The index
 * goes on with the table, an {@code int} a slot that says where in the index the class is noted, or
 * 0; then the notes: a name, where the class is in the file, how long it is; then the names of the
 * jars. A class is in the slot of its name's {@link String#hashCode}, or in the next that is free.
 */
final class ClassPack {
  private static final int FORM = 0x4f4d4302;
  private static final int HEAD_BYTES = 5 * Integer.BYTES;
  private static final String CLASS = ".class";

  private final Path path;
  private final RandomAccessFile file;
  private final ByteBuffer index;
  private final int lastSlot;

  private ClassPack(Path path, RandomAccessFile file, ByteBuffer index) {
    this.path = path;
    this.file = file;
    this.index = index;
    this.lastSlot = index.getInt(4 * Integer.BYTES) - 1;
  }

  /** Opens a pack; returns nothing where there is none, or not the whole of it. */
  static Optional<ClassPack> open(Path path) {
    if (!isWhole(path)) {
      return Optional.empty();
    }
    try {
      // Not a channel, which an interrupt of the thread that loads a class would close for all.
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      file.seek(2 * Integer.BYTES);
      // Only the index is mapped: pages of classes that are read once would stay resident.
      ByteBuffer index = file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, file.readInt());
      return Optional.of(new ClassPack(path, file, index));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a pack of this form is there that has its length. */
  static boolean isWhole(Path path) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return file.length() > HEAD_BYTES
          && file.readInt() == FORM
          && file.readInt() == file.length();
    } catch (IOException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** The jars that it was made of, which lie beside it. */
  List<Path> jars() {
    ByteBuffer at = index.duplicate().position(index.getInt(3 * Integer.BYTES));
    List<Path> jars = new ArrayList<>();
    for (int left = at.getInt(); left > 0; left--) {
      jars.add(path.resolveSibling(new String(name(at), StandardCharsets.UTF_8)));
    }
    return jars;
  }

  /** The bytes of a class, or null if it is not one of these. */
  byte @Nullable [] find(String className) {
    byte[] name = className.getBytes(StandardCharsets.UTF_8);
    for (int slot = className.hashCode() & lastSlot; ; slot = (slot + 1) & lastSlot) {
      int note = index.getInt(HEAD_BYTES + slot * Integer.BYTES);
      if (note == 0) {
        return null;
      }
      ByteBuffer at = index.duplicate().position(note);
      if (Arrays.equals(name(at), name)) {
        return read(at.getInt(), at.getInt());
      }
    }
  }

  private static byte[] name(ByteBuffer at) {
    byte[] name = new byte[at.getInt()];
    at.get(name);
    return name;
  }

  private byte[] read(int place, int size) {
    byte[] bytes = new byte[size];
    try {
      synchronized (file) {
        file.seek(place);
        file.readFully(bytes);
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalStateException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes the classes of the jars; of two classes of one name, that of the earlier jar. */
  static void write(Path path, List<Path> jars) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (Path jar : jars) {
      read(jar, classes);
    }
    byte[] index = index(classes, jars);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16))) {
      out.write(index);
      for (byte[] type : classes.values()) {
        out.write(type);
      }
    }
  }

  private static byte[] index(Map<String, byte[]> classes, List<Path> jars) {
    int slots = Integer.highestOneBit(Math.max(1, classes.size())) * 4; // at most half are taken
    int notes = HEAD_BYTES + slots * Integer.BYTES;
    int namesOfJars = notes;
    int classBytes = 0;
    for (Map.Entry<String, byte[]> type : classes.entrySet()) {
      namesOfJars += 3 * Integer.BYTES + utf8(type.getKey()).length;
      classBytes = Math.addExact(classBytes, type.getValue().length);
    }
    int length = namesOfJars + Integer.BYTES;
    for (Path jar : jars) {
      length += Integer.BYTES + utf8(jar.getFileName().toString()).length;
    }
    byte[] bytes = new byte[length];
    ByteBuffer index = ByteBuffer.wrap(bytes);
    index.putInt(FORM).putInt(Math.addExact(length, classBytes)).putInt(length);
    index.putInt(namesOfJars).putInt(slots).position(notes);
    int place = length;
    for (Map.Entry<String, byte[]> type : classes.entrySet()) {
      int slot = type.getKey().hashCode() & (slots - 1);
      while (index.getInt(HEAD_BYTES + slot * Integer.BYTES) != 0) {
        slot = (slot + 1) & (slots - 1);
      }
      index.putInt(HEAD_BYTES + slot * Integer.BYTES, index.position());
      putName(index, type.getKey());
      index.putInt(place).putInt(type.getValue().length);
      place += type.getValue().length;
    }
    index.putInt(jars.size());
    for (Path jar : jars) {
      putName(index, jar.getFileName().toString());
    }
    return bytes;
  }

  private static void read(Path jar, Map<String, byte[]> classes) throws IOException {
    try (JarFile from = new JarFile(jar.toFile(), false)) {
      for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        String name = entry.getName();
        if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
          String className = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
          if (!classes.containsKey(className)) {
            classes.put(className, from.getInputStream(entry).readAllBytes());
          }
        }
      }
    }
  }

  private static void putName(ByteBuffer index, String name) {
    byte[] bytes = utf8(name);
    index.putInt(bytes.length).put(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
