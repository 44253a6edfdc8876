package dev.openmodal.engine.capture;

import dev.openmodal.Captured;
import dev.openmodal.engine.environment.ClassPath;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a lambda needs to run elsewhere, as of the moment of its capture.
 *
 * @param loader the loader of the lambda's class, against which its results are decoded
 * @param classPath the class path that its classes see
 * @param classes the class files that travel
 * @param variables the static fields whose values travel, in the order of their values
 * @param initialized the classes whose own initializer runs there, before the values are set
 * @param values one graph: the lambda, then the values of the variables
 * @param majorVersion the newest class file's version; 61 for Java 17
 * @param usesPreview whether a class file uses preview features
 * @param libraryVersion the newest version of a class of the class path that the code names; looked
 *     up when asked for
 * @param report what was captured, in a user's words; made when asked for
 */
public record Capture(
    ClassLoader loader,
    ClassPath classPath,
    List<ClassFile> classes,
    List<Variable> variables,
    List<String> initialized,
    byte[] values,
    int majorVersion,
    boolean usesPreview,
    IntSupplier libraryVersion,
    Supplier<Captured> report) {

  /**
   * One class file.
   *
   * @param name the class's binary name
   */
  public record ClassFile(String name, byte[] bytes) {}

  /**
   * One static field, or a field of an enum constant.
   *
   * @param className the binary name of the class that declares it
   * @param constant the name of the enum constant that has it; empty for a static field
   */
  public record Variable(String className, String field, String constant) {}
}
