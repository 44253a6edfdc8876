package dev.openmodal.engine.capture;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What one class file refers to.
 *
 * @param major the class file's version, 61 for Java 17
 * @param preview whether it was compiled with preview features
 * @param nestHost the internal name of its nest's host, if it is not the host itself
 * @param declaration the types that its declaration names: supertypes, record components,
 *     annotations
 * @param methods what each method refers to, by name and descriptor
 * @param fieldTypes the types that each field's declaration names, by field name
 * @param travellingStatics the static fields whose value travels, if they are reached: neither
 *     constants of the class file nor an enum's constants
 */
record ClassFacts(
    int major,
    boolean preview,
    @Nullable String nestHost,
    boolean isInterface,
    Set<String> declaration,
    Map<String, MethodFacts> methods,
    Map<String, Set<String>> fieldTypes,
    Set<String> travellingStatics) {

  /** A method or field of a class: internal name of the owner, name, descriptor. */
  record Member(String owner, String name, String descriptor) {}

  /**
   * What one method refers to.
   *
   * @param calls methods that it calls or hands on as a method handle
   * @param statics static fields that it reads or writes
   * @param types internal names of all types that it names
   */
  record MethodFacts(Set<Member> calls, Set<Member> statics, Set<String> types) {}

  static ClassFacts of(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    Map<String, MethodFacts> methods = new HashMap<>();
    for (MethodNode method : node.methods) {
      methods.put(method.name + method.desc, factsOf(node, method));
    }
    Map<String, Set<String>> fieldTypes = new HashMap<>();
    Set<String> travelling = new LinkedHashSet<>();
    for (FieldNode field : node.fields) {
      NameCollector types = new NameCollector();
      types.mapDesc(field.desc);
      types.mapSignature(field.signature, true);
      fieldTypes.put(field.name, types.found);
      boolean isStatic = (field.access & Opcodes.ACC_STATIC) != 0;
      boolean isConstant = (field.access & Opcodes.ACC_ENUM) != 0;
      boolean holdsConstants = field.desc.equals("[L" + node.name + ";") && isMade(field);
      if (isStatic && !isConstant && !holdsConstants && field.value == null) {
        travelling.add(field.name);
      }
    }
    boolean isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    return new ClassFacts(
        node.version & 0xffff,
        node.version >>> 16 == 0xffff,
        node.nestHostClass,
        isInterface,
        declarationOf(node),
        methods,
        fieldTypes,
        travelling);
  }

  private static boolean isMade(FieldNode field) {
    return (field.access & Opcodes.ACC_SYNTHETIC) != 0;
  }

  private static MethodFacts factsOf(ClassNode owner, MethodNode method) {
    Set<Member> calls = new LinkedHashSet<>();
    Set<Member> statics = new LinkedHashSet<>();
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call) {
        calls.add(new Member(call.owner, call.name, call.desc));
      } else if (instruction instanceof FieldInsnNode access) {
        if (access.getOpcode() == Opcodes.GETSTATIC || access.getOpcode() == Opcodes.PUTSTATIC) {
          statics.add(new Member(access.owner, access.name, access.desc));
        }
      } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
        for (Object argument : dynamic.bsmArgs) {
          if (argument instanceof Handle handle) {
            calls.add(new Member(handle.getOwner(), handle.getName(), handle.getDesc()));
          }
        }
      }
    }
    NameCollector types = new NameCollector();
    ClassNode alone = new ClassNode();
    alone.version = owner.version;
    alone.name = owner.name;
    alone.superName = "java/lang/Object";
    alone.methods.add(method);
    alone.accept(new ClassRemapper(new ClassWriter(0), types));
    types.found.remove(owner.name);
    return new MethodFacts(calls, statics, types.found);
  }

  private static Set<String> declarationOf(ClassNode node) {
    ClassNode alone = new ClassNode();
    alone.version = node.version;
    alone.access = node.access;
    alone.name = node.name;
    alone.signature = node.signature;
    alone.superName = node.superName;
    alone.interfaces = node.interfaces;
    alone.visibleAnnotations = node.visibleAnnotations;
    alone.recordComponents = node.recordComponents;
    NameCollector types = new NameCollector();
    alone.accept(new ClassRemapper(new ClassWriter(0), types));
    types.found.remove(node.name);
    return types.found;
  }

  /** Collects every internal name that passes through a remapping, and changes none. */
  private static final class NameCollector extends Remapper {
    final Set<String> found = new LinkedHashSet<>();

    NameCollector() {
      super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
      found.add(internalName);
      return internalName;
    }
  }
}
