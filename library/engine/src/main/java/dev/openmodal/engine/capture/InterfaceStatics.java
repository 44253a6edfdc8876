package dev.openmodal.engine.capture;

import dev.openmodal.engine.capture.Reachability.Reached;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The fields of an interface are final whatever a class file says. Their values therefore travel in
 * a class beside it, to which the code that reads them is redirected.
 */
final class InterfaceStatics {
  private static final String SUFFIX = "$OpenModalStatics";

  private InterfaceStatics() {}

  /** The binary name of the class beside the interface. */
  static String nameFor(String interfaceName) {
    return interfaceName + SUFFIX;
  }

  /** Whether it has one. */
  static boolean areOf(Reached reached) {
    return reached.facts.isInterface()
        && !reached.initializerKept
        && !reached.facts.travellingStatics().isEmpty();
  }

  /** Its class file. */
  static byte[] classFile(Reached reached) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        nameFor(reached.type.getName()).replace('.', '/'),
        null,
        "java/lang/Object",
        null);
    for (var field : reached.type.getDeclaredFields()) {
      if (reached.facts.travellingStatics().contains(field.getName())) {
        writer
            .visitField(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
                field.getName(),
                Type.getDescriptor(field.getType()),
                null,
                null)
            .visitEnd();
      }
    }
    writer.visitEnd();
    return writer.toByteArray();
  }
}
