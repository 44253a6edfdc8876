package dev.openmodal.engine.capture;

import dev.openmodal.wire.codec.LambdaForm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The names of the local variables that a lambda holds, where the compiler kept them. */
final class HeldNames {
  private HeldNames() {}

  static List<String> of(LambdaForm lambda, SnippetClasses classFiles) {
    int count = lambda.captured().size();
    @Nullable String[] slots = slots(lambda, classFiles);
    List<String> names = new ArrayList<>();
    Type[] parameters = Type.getArgumentTypes(lambda.implDescriptor());
    boolean withThis =
        lambda.implKind() != Opcodes.H_INVOKESTATIC
            && lambda.implKind() != Opcodes.H_NEWINVOKESPECIAL;
    int slot = 0;
    for (int i = 0; i < count; i++) {
      String name = slot < slots.length ? slots[slot] : null;
      names.add(name == null ? "value " + (i + 1) : name);
      int parameter = withThis ? i - 1 : i;
      slot += parameter >= 0 && parameter < parameters.length ? parameters[parameter].getSize() : 1;
    }
    return names;
  }

  private static @Nullable String[] slots(LambdaForm lambda, SnippetClasses classFiles) {
    byte[] classFile;
    try {
      classFile =
          classFiles.bytesOf(
              Class.forName(lambda.implClass(), false, lambda.host().getClassLoader()));
    } catch (ClassNotFoundException e) {
      return new String[0];
    }
    if (classFile == null || !lambda.implMethod().startsWith("lambda$")) {
      return new String[0];
    }
    @Nullable String[] slots = new String[256];
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String s,
                  String @Nullable [] t) {
                if (!name.equals(lambda.implMethod())
                    || !descriptor.equals(lambda.implDescriptor())) {
                  return null;
                }
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitLocalVariable(
                      String local,
                      String d,
                      @Nullable String sig,
                      Label from,
                      Label to,
                      int slot) {
                    if (slot < slots.length && slots[slot] == null) {
                      slots[slot] = local;
                    }
                  }
                };
              }
            },
            0);
    return slots;
  }
}
