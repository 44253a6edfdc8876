package dev.openmodal.engine.capture;

import dev.openmodal.engine.capture.Reachability.Reached;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes the class file that travels: of a snippet's wrapper only the methods and variables that
 * were reached, so that the rest of the snippet neither travels nor drags its own classes along;
 * and no travelling static field is final, so that its value can be set there.
 */
final class ClassTrimmer extends ClassVisitor {
  private static final String LAMBDA_READER = "$deserializeLambda$";

  private final Reached reached;

  private ClassTrimmer(ClassWriter to, Reached reached) {
    super(Opcodes.ASM9, to);
    this.reached = reached;
  }

  static byte[] trim(Reached reached) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(reached.classFile).accept(new ClassTrimmer(writer, reached), 0);
    return writer.toByteArray();
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] thrown) {
    boolean kept =
        reached.whole || reached.methods.contains(name + descriptor) || name.equals(LAMBDA_READER);
    return kept ? super.visitMethod(access, name, descriptor, signature, thrown) : null;
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    if (!reached.whole && !reached.statics.contains(name)) {
      return null;
    }
    boolean travels =
        reached.facts.travellingStatics().contains(name) && !reached.facts.isInterface();
    int changed = travels ? access & ~Opcodes.ACC_FINAL : access;
    return super.visitField(changed, name, descriptor, signature, value);
  }
}
