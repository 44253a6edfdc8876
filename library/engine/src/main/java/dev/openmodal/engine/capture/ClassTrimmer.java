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
 * Makes the class file that travels. Of a snippet's wrapper it keeps only the methods and variables
 * that were reached, so that the rest of the snippet neither travels nor drags its own classes
 * along. A class arrives initialized: its static initializer is left out, the values of its static
 * fields are set instead, for which they are not final there.
 */
final class ClassTrimmer extends ClassVisitor {
  private static final String LAMBDA_READER = "$deserializeLambda$";
  private static final String INITIALIZER = "<clinit>";

  private final Reached reached;
  private @Nullable String arrayOfConstants;
  private String name = "";
  private String superName = "";

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
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      String superName,
      String @Nullable [] interfaces) {
    this.name = name;
    this.superName = superName;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] thrown) {
    boolean kept =
        name.equals(INITIALIZER)
            ? reached.initializerKept
            : reached.whole
                || reached.methods.contains(name + descriptor)
                || name.equals(LAMBDA_READER);
    if (!kept) {
      return null;
    }
    MethodVisitor method = super.visitMethod(access, name, descriptor, signature, thrown);
    return reached.redirected.isEmpty() ? method : new Redirection(method);
  }

  /** Reads an interface's field where its value has travelled to. */
  private final class Redirection extends MethodVisitor {
    Redirection(MethodVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
      String beside = reached.redirected.get(owner + "." + field);
      super.visitFieldInsn(opcode, beside == null ? owner : beside, field, descriptor);
    }
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
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    boolean travels = reached.facts.travellingStatics().contains(name);
    if (isStatic && descriptor.equals("[L" + this.name + ";") && !travels) {
      arrayOfConstants = name;
    }
    int changed = travels && !reached.facts.isInterface() ? access & ~Opcodes.ACC_FINAL : access;
    return super.visitField(changed, name, descriptor, signature, value);
  }

  @Override
  public void visitEnd() {
    if (!reached.initializerKept && !reached.constants.isEmpty() && arrayOfConstants != null) {
      EnumInitializer.write(cv, name, reached.constants, arrayOfConstants);
    }
    if (reached.type.isEnum()) {
      EnumInitializer.writeConstructor(cv, "java/lang/Enum", false);
    } else if (Enum.class.isAssignableFrom(reached.type)) {
      EnumInitializer.writeConstructor(cv, superName, true); // the body of a constant
    }
    super.visitEnd();
  }
}
