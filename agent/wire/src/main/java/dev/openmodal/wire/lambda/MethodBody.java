package dev.openmodal.wire.lambda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What a method does, as text by which two methods can be compared: its name does not matter. */
final class MethodBody {
  private final ClassNode host;
  private final List<String> text = new ArrayList<>();
  private final Map<LabelNode, Integer> labels = new HashMap<>();
  private final int depth;

  private MethodBody(ClassNode host, int depth) {
    this.host = host;
    this.depth = depth;
  }

  /** The instructions of a method of this class; its name alone where it has none. */
  static List<String> of(ClassNode host, String name, String descriptor) {
    return of(host, name, descriptor, 0);
  }

  private static List<String> of(ClassNode host, String name, String descriptor, int depth) {
    for (MethodNode method : host.methods) {
      if (method.name.equals(name)
          && method.desc.equals(descriptor)
          && depth < 16
          && name.startsWith("lambda$")) {
        MethodBody body = new MethodBody(host, depth);
        method.instructions.forEach(body::add);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
          body.text.add(
              "catch "
                  + block.type
                  + body.at(block.start)
                  + body.at(block.end)
                  + body.at(block.handler));
        }
        return body.text;
      }
    }
    return List.of(name);
  }

  private void add(AbstractInsnNode node) {
    int opcode = node.getOpcode();
    if (node instanceof LabelNode label) {
      text.add("label" + at(label));
    } else if (opcode >= 0) {
      text.add(opcode + operands(node));
    }
  }

  private String at(LabelNode label) {
    return " @" + labels.computeIfAbsent(label, unused -> labels.size());
  }

  private String operands(AbstractInsnNode node) {
    if (node instanceof VarInsnNode n) {
      return " " + n.var;
    } else if (node instanceof IntInsnNode n) {
      return " " + n.operand;
    } else if (node instanceof IincInsnNode n) {
      return " " + n.var + " " + n.incr;
    } else if (node instanceof TypeInsnNode n) {
      return " " + n.desc;
    } else if (node instanceof FieldInsnNode n) {
      return " " + n.owner + " " + n.name + " " + n.desc;
    } else if (node instanceof MethodInsnNode n) {
      return " " + n.owner + " " + n.name + " " + n.desc;
    } else if (node instanceof LdcInsnNode n) {
      return " " + n.cst.getClass().getName() + " " + n.cst;
    } else if (node instanceof JumpInsnNode n) {
      return at(n.label);
    } else if (node instanceof MultiANewArrayInsnNode n) {
      return " " + n.desc + " " + n.dims;
    } else if (node instanceof TableSwitchInsnNode n) {
      return " " + n.min + " " + n.max + at(n.dflt) + n.labels.stream().map(this::at).toList();
    } else if (node instanceof LookupSwitchInsnNode n) {
      return " " + n.keys + at(n.dflt) + n.labels.stream().map(this::at).toList();
    } else if (node instanceof InvokeDynamicInsnNode n) {
      StringBuilder all = new StringBuilder(" " + n.name + n.desc + n.bsm);
      for (Object argument : n.bsmArgs) {
        all.append(' ').append(argument instanceof Handle h ? handle(h) : argument);
      }
      return all.toString();
    }
    return "";
  }

  private String handle(Handle handle) {
    if (!handle.getOwner().equals(host.name)) {
      return handle.toString();
    }
    return handle.getTag()
        + handle.getDesc()
        + of(host, handle.getName(), handle.getDesc(), depth + 1);
  }
}
