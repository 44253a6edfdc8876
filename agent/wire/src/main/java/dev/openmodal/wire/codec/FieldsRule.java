package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
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
    return object;
  }
}
