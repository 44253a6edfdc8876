package dev.openmodal.engine.capture;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes an enum's constants without running its author's code, whose effects have travelled
 * already: a constructor that sets nothing but name and ordinal, and an initializer that calls it.
 */
final class EnumInitializer {
  /** Two parameters more than any constructor that javac makes of one without parameters. */
  private static final String BARE = "(Ljava/lang/String;ILjava/lang/Void;Ljava/lang/Void;)V";

  private EnumInitializer() {}

  /**
   * Adds the constructor.
   *
   * @param superHasIt whether the superclass is the enum itself, which has this constructor, too
   */
  static void writeConstructor(ClassVisitor to, String superName, boolean superHasIt) {
    MethodVisitor code = to.visitMethod(Opcodes.ACC_SYNTHETIC, "<init>", BARE, null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitVarInsn(Opcodes.ILOAD, 2);
    if (superHasIt) {
      code.visitInsn(Opcodes.ACONST_NULL);
      code.visitInsn(Opcodes.ACONST_NULL);
    }
    String descriptor = superHasIt ? BARE : "(Ljava/lang/String;I)V";
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, superName, "<init>", descriptor, false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(5, 5);
    code.visitEnd();
  }

  /**
   * Adds the initializer.
   *
   * @param constants the constants' names and the internal names of their classes, in their order
   * @param array the field that holds all of them
   */
  static void write(ClassVisitor to, String enumName, Map<String, String> constants, String array) {
    MethodVisitor code = to.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    code.visitCode();
    List<String> names = List.copyOf(constants.keySet());
    for (int ordinal = 0; ordinal < names.size(); ordinal++) {
      String constantClass = constants.get(names.get(ordinal));
      code.visitTypeInsn(Opcodes.NEW, constantClass);
      code.visitInsn(Opcodes.DUP);
      code.visitLdcInsn(names.get(ordinal));
      code.visitLdcInsn(ordinal);
      code.visitInsn(Opcodes.ACONST_NULL);
      code.visitInsn(Opcodes.ACONST_NULL);
      code.visitMethodInsn(Opcodes.INVOKESPECIAL, constantClass, "<init>", BARE, false);
      code.visitFieldInsn(Opcodes.PUTSTATIC, enumName, names.get(ordinal), "L" + enumName + ";");
    }
    code.visitLdcInsn(names.size());
    code.visitTypeInsn(Opcodes.ANEWARRAY, enumName);
    for (int ordinal = 0; ordinal < names.size(); ordinal++) {
      code.visitInsn(Opcodes.DUP);
      code.visitLdcInsn(ordinal);
      code.visitFieldInsn(Opcodes.GETSTATIC, enumName, names.get(ordinal), "L" + enumName + ";");
      code.visitInsn(Opcodes.AASTORE);
    }
    code.visitFieldInsn(Opcodes.PUTSTATIC, enumName, array, "[L" + enumName + ";");
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(6, 0);
    code.visitEnd();
  }
}
