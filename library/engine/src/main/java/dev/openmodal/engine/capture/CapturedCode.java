package dev.openmodal.engine.capture;

import dev.openmodal.engine.capture.Reachability.Reached;
import dev.openmodal.engine.environment.Sha256;
import java.lang.reflect.Field;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The classes of a capture, and which of their static fields have values that travel with them.
 *
 * @param classes the class files that travel
 * @param variables the static fields whose values travel, in the order of their values
 * @param initialized the classes whose own initializer runs there, before the values are set
 * @param majorVersion the newest class file's version; 61 for Java 17
 * @param usesPreview whether a class file uses preview features
 * @param libraryVersion the newest version of a class of the class path that the code names; looked
 *     up when asked for
 * @param hash of the classes, the variables' names and the initialized
 */
public record CapturedCode(
    List<ClassFile> classes,
    List<Variable> variables,
    List<String> initialized,
    int majorVersion,
    boolean usesPreview,
    IntSupplier libraryVersion,
    String hash) {

  /**
   * One class file.
   *
   * @param name the class's binary name
   * @param isWhole whether nothing of the class is left out: it is none that jshell has put around
   *     a snippet
   */
  public record ClassFile(String name, byte[] bytes, boolean isWhole) {}

  /**
   * One static field, or a field of an enum constant.
   *
   * @param className the binary name of the class that declares it
   * @param constant the name of the enum constant that has it; empty for a static field
   */
  public record Variable(String className, String field, String constant) {}

  /** One class without variables that every worker can run. */
  public static CapturedCode of(ClassFile file) {
    List<ClassFile> files = List.of(file);
    return new CapturedCode(
        files, List.of(), List.of(), 0, false, () -> 0, hash(files, List.of(), List.of()));
  }

  static CapturedCode of(
      Collection<Reached> classes,
      List<Reachability.Variable> variables,
      ClassFileCache cache,
      IntSupplier libraryVersion) {
    Map<String, Class<?>> names = new HashMap<>();
    List<ClassFile> files = new ArrayList<>();
    List<String> initialized = new ArrayList<>();
    int major = 0;
    boolean preview = false;
    for (Reached each : classes) {
      Class<?> other = names.put(each.type.getName(), each.type);
      if (other != null) {
        throw CaptureErrors.twoOfOneName(other, each.type);
      }
      files.add(new ClassFile(each.type.getName(), cache.trimmed(each), each.whole));
      if (each.initializerKept) {
        initialized.add(each.type.getName());
      }
      if (InterfaceStatics.areOf(each)) {
        files.add(
            new ClassFile(
                InterfaceStatics.nameFor(each.type.getName()),
                InterfaceStatics.classFile(each),
                false));
      }
      major = Math.max(major, each.facts.major());
      preview |= each.facts.preview();
    }
    List<Variable> fields = variables.stream().map(CapturedCode::named).toList();
    return new CapturedCode(
        List.copyOf(files),
        fields,
        List.copyOf(initialized),
        major,
        preview,
        libraryVersion,
        hash(files, fields, initialized));
  }

  static Variable named(Reachability.Variable variable) {
    Field field = variable.field();
    Class<?> owner = field.getDeclaringClass();
    Enum<?> constant = variable.constant();
    return new Variable(
        owner.isInterface() ? InterfaceStatics.nameFor(owner.getName()) : owner.getName(),
        field.getName(),
        constant == null ? "" : constant.name());
  }

  private static String hash(
      List<ClassFile> classes, List<Variable> variables, List<String> initialized) {
    MessageDigest digest = Sha256.digest();
    for (ClassFile file : classes) {
      Sha256.update(digest, file.name());
      Sha256.update(digest, file.bytes());
    }
    for (Variable variable : variables) {
      Sha256.update(digest, variable.className());
      Sha256.update(digest, variable.field());
      Sha256.update(digest, variable.constant());
    }
    initialized.forEach(name -> Sha256.update(digest, name));
    return Sha256.hex(digest);
  }
}
