package dev.openmodal.wire.lambda;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gets full access to a class of the user, as its own code has it. {@link
 * MethodHandles#privateLookupIn} gives less across class loaders (a lookup without MODULE, which
 * LambdaMetafactory refuses), so the first time a small class is added to the package, and asked.
 */
final class HostLookups {
  private static final String DOOR = "OpenModal$Lookup";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

  private static final Map<ClassLoader, Map<String, WeakReference<Class<?>>>> DOORS =
      new WeakHashMap<>();

  private HostLookups() {}

  static Lookup in(Class<?> host) throws ReflectiveOperationException {
    Lookup ours = MethodHandles.privateLookupIn(host, MethodHandles.lookup());
    if (ours.hasFullPrivilegeAccess()) {
      return ours;
    }
    Method lookup = door(host, ours).getDeclaredMethod("lookup");
    lookup.setAccessible(true);
    return MethodHandles.privateLookupIn(host, (Lookup) lookup.invoke(null));
  }

  private static synchronized Class<?> door(Class<?> host, Lookup ours)
      throws ReflectiveOperationException {
    Map<String, WeakReference<Class<?>>> doors =
        DOORS.computeIfAbsent(host.getClassLoader(), unused -> new HashMap<>());
    WeakReference<Class<?>> known = doors.get(host.getPackageName());
    Class<?> door = known == null ? null : known.get();
    if (door == null) {
      door = define(host, ours);
      doors.put(host.getPackageName(), new WeakReference<>(door));
    }
    return door;
  }

  private static Class<?> define(Class<?> host, Lookup ours) throws ReflectiveOperationException {
    String name = host.getPackageName().isEmpty() ? DOOR : host.getPackageName() + "." + DOOR;
    try {
      return ours.defineClass(bytes(name.replace('.', '/')));
    } catch (LinkageError e) {
      Class<?> present = find(name, host.getClassLoader());
      if (present == null) {
        throw new ClassNotFoundException(name, e);
      }
      return present;
    }
  }

  private static @Nullable Class<?> find(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static byte[] bytes(String internalName) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        internalName,
        null,
        "java/lang/Object",
        null);
    writer.visitInnerClass(
        LOOKUP,
        "java/lang/invoke/MethodHandles",
        "Lookup",
        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL);
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, "lookup", "()L" + LOOKUP + ";", null, null);
    method.visitCode();
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/invoke/MethodHandles",
        "lookup",
        "()L" + LOOKUP + ";",
        false);
    method.visitInsn(Opcodes.ARETURN);
    method.visitMaxs(1, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
