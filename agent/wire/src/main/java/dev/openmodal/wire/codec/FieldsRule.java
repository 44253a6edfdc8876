package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An object of a class of the user or a library: its fields, without running a constructor. */
final class FieldsRule extends Rule {
  @Override
  void write(Graph graph, Output out, Object value) {
    FieldPlan plan = FieldPlan.of(value.getClass());
    try {
      StoredHashes.check(plan, value);
      for (Field field : plan.fields()) {
        write(graph, out, field, value);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // they were opened
    }
  }

  private static void write(Graph graph, Output out, Field field, Object owner)
      throws IllegalAccessException {
    try {
      FieldValues.write(graph, out, field, owner);
    } catch (Refusal refusal) {
      throw refusal.at(FieldValues.step(field));
    }
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    FieldPlan plan = FieldPlan.of(type);
    Object object = plan.allocate();
    graph.reference(object);
    int id = graph.references().lastSet();
    graph.beginConstruction(type);
    for (Field field : plan.fields()) {
      if (field.getType().isPrimitive()) {
        FieldValues.set(field, object, FieldValues.readPrimitive(in, field.getType()));
      } else {
        @Nullable Object value = graph.readSlot(in, late -> FieldValues.set(field, object, late));
        if (value != null) {
          FieldValues.set(field, object, value);
        }
      }
    }
    graph.endConstruction(type);
    @Nullable Method resolve = plan.resolve();
    return resolve == null || graph.isRestoring(type)
        ? object
        : resolved(graph, id, resolve, object);
  }

  /** As Java's serialization does: the object that the class answers is used from here on. */
  private static Object resolved(Graph graph, int id, Method resolve, Object read) {
    try {
      Object answer = resolve.invoke(read);
      if (answer == null) {
        throw new Unreadable(
            read.getClass().getName(),
            TypeNames.display(read.getClass()) + ".readResolve answered null",
            null);
      }
      graph.references().setReadObject(id, answer);
      return answer;
    } catch (InvocationTargetException e) {
      throw new Unreadable(
          read.getClass().getName(),
          TypeNames.display(read.getClass()) + ".readResolve failed: " + e.getCause(),
          e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // it was opened
    }
  }
}
