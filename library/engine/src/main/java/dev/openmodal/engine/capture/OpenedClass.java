package dev.openmodal.engine.capture;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class of a service as it travels: what is not private is public. Code that is called with the
 * service's object is of another loader there, to which it would be of another package.
 */
public final class OpenedClass extends ClassVisitor {
  private OpenedClass(ClassWriter to) {
    super(Opcodes.ASM9, to);
  }

  /** The class file with that. */
  public static byte[] of(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new OpenedClass(writer), 0);
    return writer.toByteArray();
  }

  private static int opened(int access) {
    return (access & Opcodes.ACC_PRIVATE) != 0
        ? access
        : (access & ~Opcodes.ACC_PROTECTED) | Opcodes.ACC_PUBLIC;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      String superName,
      String @Nullable [] interfaces) {
    super.visit(version, opened(access), name, signature, superName, interfaces);
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    return super.visitField(opened(access), name, descriptor, signature, value);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] thrown) {
    boolean isInitializer = name.equals("<clinit>");
    return super.visitMethod(
        isInitializer ? access : opened(access), name, descriptor, signature, thrown);
  }
}
