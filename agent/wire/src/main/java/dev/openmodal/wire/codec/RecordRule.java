package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record: its components as its fields hold them, made again by its canonical constructor. A
 * record whose constructor makes something else of its own components is refused.
 */
final class RecordRule extends Rule {
  private static final String ADVICE =
      "Let the constructor keep what it is given, or pass what the record is made from.";

  @Override
  void write(Graph graph, Output out, Object value) {
    FieldPlan plan = FieldPlan.of(value.getClass());
    verify(plan, value);
    graph.references().begin(value);
    for (Field field : plan.fields()) {
      try {
        if (field.getType().isPrimitive()) {
          FieldValues.write(graph, out, field, value);
        } else {
          graph.write(out, field.get(value));
        }
      } catch (Refusal refusal) {
        throw refusal.at(FieldValues.step(field));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e); // it was opened
      }
    }
    graph.references().finish(value);
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    FieldPlan plan = FieldPlan.of(type);
    Field[] fields = plan.fields();
    @Nullable Object[] components = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Class<?> component = fields[i].getType();
      components[i] =
          component.isPrimitive() ? FieldValues.readPrimitive(in, component) : graph.read(in);
    }
    try {
      return plan.construct(components);
    } catch (InvocationTargetException e) {
      throw Unreadable.thrownBy(type, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw Unreadable.thrownBy(type, e);
    }
  }

  private static void verify(FieldPlan plan, Object value) {
    Field[] fields = plan.fields();
    @Nullable Object[] components = new @Nullable Object[fields.length];
    String name = TypeNames.display(value.getClass());
    try {
      for (int i = 0; i < fields.length; i++) {
        components[i] = fields[i].get(value);
      }
      Object again = plan.construct(components);
      for (int i = 0; i < fields.length; i++) {
        @Nullable Object component = fields[i].get(again);
        if (component != components[i] && !Objects.deepEquals(component, components[i])) {
          throw Refusal.of(
              value.getClass(),
              "record " + name + " changes its components in its constructor",
              ADVICE);
        }
      }
    } catch (InvocationTargetException e) {
      throw Refusal.of(
          name,
          "the constructor of record "
              + name
              + " does not take the record's own components ("
              + e.getCause()
              + ")",
          ADVICE,
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // they were opened
    }
  }
}
