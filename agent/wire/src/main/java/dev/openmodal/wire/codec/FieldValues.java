package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** The value of one field of an object in the bytes. */
final class FieldValues {
  private FieldValues() {}

  static void write(Graph graph, Output out, Field field, Object owner)
      throws IllegalAccessException {
    Class<?> type = field.getType();
    if (!type.isPrimitive()) {
      graph.writeSlot(out, field.get(owner));
    } else if (type == int.class) {
      out.writeVarInt(field.getInt(owner), false);
    } else if (type == long.class) {
      out.writeVarLong(field.getLong(owner), false);
    } else if (type == double.class) {
      out.writeLong(Double.doubleToRawLongBits(field.getDouble(owner)));
    } else if (type == boolean.class) {
      out.writeBoolean(field.getBoolean(owner));
    } else if (type == float.class) {
      out.writeInt(Float.floatToRawIntBits(field.getFloat(owner)));
    } else if (type == byte.class) {
      out.writeByte(field.getByte(owner));
    } else if (type == char.class) {
      out.writeChar(field.getChar(owner));
    } else {
      out.writeShort(field.getShort(owner));
    }
  }

  /** A primitive value, boxed. */
  static Object readPrimitive(Input in, Class<?> type) {
    if (type == int.class) {
      return in.readVarInt(false);
    } else if (type == long.class) {
      return in.readVarLong(false);
    } else if (type == double.class) {
      return in.readDouble();
    } else if (type == boolean.class) {
      return in.readBoolean();
    } else if (type == float.class) {
      return in.readFloat();
    } else if (type == byte.class) {
      return in.readByte();
    } else if (type == char.class) {
      return in.readChar();
    }
    return in.readShort();
  }

  static void set(Field field, Object owner, @Nullable Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException | IllegalArgumentException e) {
      throw new Unreadable(
          owner.getClass().getName(),
          "field "
              + field.getName()
              + " of "
              + TypeNames.display(field.getDeclaringClass())
              + " cannot be set to "
              + (value == null ? "null" : "a " + TypeNames.display(value.getClass())),
          e);
    }
  }

  static String step(Field field) {
    String name = field.getName();
    if (name.startsWith("this$")) {
      return "the object around " + TypeNames.display(field.getDeclaringClass());
    } else if (name.startsWith("val$")) {
      return "variable "
          + name.substring(4)
          + " held by "
          + TypeNames.display(field.getDeclaringClass());
    }
    return "field " + name + " of " + TypeNames.display(field.getDeclaringClass());
  }
}
