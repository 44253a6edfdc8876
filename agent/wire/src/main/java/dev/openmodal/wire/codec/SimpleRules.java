package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Small classes of Java, one rule each. */
final class SimpleRules {
  private SimpleRules() {}

  /** {@code new Object()}, such as a lock. */
  static final class PlainObject extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {}

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return new Object();
    }
  }

  static final class EnumConstant extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeString(((Enum<?>) value).name());
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object read(Graph graph, Input in, Class<?> type) {
      String name = in.readString();
      try {
        return Enum.valueOf((Class<Enum>) type, name);
      } catch (IllegalArgumentException e) {
        throw new Unreadable(
            type.getName(), TypeNames.display(type) + " has no constant " + name + " here", e);
      } catch (LinkageError e) {
        throw Unreadable.thrownBy(type, e);
      }
    }
  }

  static final class ClassObject extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      Class<?> type = (Class<?>) value;
      if (JdkTypes.element(type).isHidden() || !ClassResolution.isNameable(type)) {
        throw Refusal.of(type, "its class cannot be named elsewhere", "Use an interface of it.");
      }
      graph.note(type);
      out.writeString(type.getName());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return graph.resolution().forValue(in.readString());
    }
  }

  static final class OptionalValue extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      graph.references().begin(value);
      try {
        graph.write(out, ((Optional<?>) value).orElse(null));
      } catch (Refusal refusal) {
        throw refusal.at("its value");
      }
      graph.references().finish(value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return Optional.ofNullable(graph.read(in));
    }
  }

  static final class OptionalNumber extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      if (value instanceof OptionalInt n) {
        out.writeByte(n.isPresent() ? 1 : 0);
        out.writeInt(n.orElse(0));
      } else if (value instanceof OptionalLong n) {
        out.writeByte(n.isPresent() ? 3 : 2);
        out.writeLong(n.orElse(0));
      } else {
        OptionalDouble n = (OptionalDouble) value;
        out.writeByte(n.isPresent() ? 5 : 4);
        out.writeDouble(n.orElse(0));
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int form = in.readByte();
      boolean present = form % 2 == 1;
      if (form < 2) {
        int n = in.readInt();
        return present ? OptionalInt.of(n) : OptionalInt.empty();
      } else if (form < 4) {
        long n = in.readLong();
        return present ? OptionalLong.of(n) : OptionalLong.empty();
      }
      double n = in.readDouble();
      return present ? OptionalDouble.of(n) : OptionalDouble.empty();
    }
  }

  static final class AtomicReferenceValue extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      try {
        graph.writeSlot(out, ((AtomicReference<?>) value).get());
      } catch (Refusal refusal) {
        throw refusal.at("its value");
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      AtomicReference<@Nullable Object> reference = new AtomicReference<>();
      graph.reference(reference);
      @Nullable Object value = graph.readSlot(in, reference::set);
      if (value != null) {
        reference.set(value);
      }
      return reference;
    }
  }

  static final class AtomicNumber extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      if (value instanceof AtomicInteger n) {
        out.writeByte(0);
        out.writeInt(n.get());
      } else if (value instanceof AtomicLong n) {
        out.writeByte(1);
        out.writeLong(n.get());
      } else {
        out.writeByte(((AtomicBoolean) value).get() ? 3 : 2);
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return switch (in.readByte()) {
        case 0 -> new AtomicInteger(in.readInt());
        case 1 -> new AtomicLong(in.readLong());
        case 2 -> new AtomicBoolean(false);
        default -> new AtomicBoolean(true);
      };
    }
  }

  /** System.out is System.out everywhere; any other open stream is refused. */
  static final class StandardStream extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      if (value == System.out) {
        out.writeByte(0);
      } else if (value == System.err) {
        out.writeByte(1);
      } else if (value == System.in) {
        out.writeByte(2);
      } else {
        Refusal refusal =
            RefusedTypes.byKind(value.getClass(), JdkTypes.jdkAncestor(value.getClass()));
        throw refusal == null ? RefusedTypes.byDefault(value.getClass()) : refusal;
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return switch (in.readByte()) {
        case 0 -> System.out;
        case 1 -> System.err;
        default -> System.in;
      };
    }
  }

  /** A constant of a class without another form, such as a field of a class of Java. */
  static final class Constant extends Rule {
    static boolean existIn(Class<?> type) {
      return Modifier.isPublic(type.getModifiers())
          && ClassResolution.admits(type)
          && java.util.Arrays.stream(type.getFields()).anyMatch(field -> isOf(type, field));
    }

    private static boolean isOf(Class<?> type, Field field) {
      return Modifier.isStatic(field.getModifiers())
          && Modifier.isFinal(field.getModifiers())
          && field.getType() == type;
    }

    @Override
    void write(Graph graph, Output out, Object value) {
      Class<?> type = value.getClass();
      String name = nameOf(value);
      if (name == null) {
        throw RefusedTypes.byDefault(type);
      }
      out.writeString(type.getName());
      out.writeString(name);
    }

    /** The name of the field of its class that holds this object, or null. */
    static @Nullable String nameOf(Object value) {
      Class<?> type = value.getClass();
      for (Field field : type.getFields()) {
        try {
          if (isOf(type, field) && field.get(null) == value) {
            return field.getName();
          }
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e); // it is public
        }
      }
      return null;
    }

    /** The values of all such fields of the class. */
    static <T> List<T> allOf(Class<T> type) {
      List<T> all = new ArrayList<>();
      for (Field field : type.getFields()) {
        try {
          if (isOf(type, field)) {
            all.add(type.cast(field.get(null)));
          }
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e); // it is public
        }
      }
      return all;
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      Class<?> owner = graph.classOfObject(in.readString());
      String name = in.readString();
      try {
        Field field = owner.getField(name);
        if (JdkTypes.contains(owner) && isOf(owner, field)) {
          return field.get(null);
        }
      } catch (ReflectiveOperationException e) {
        // answered below
      }
      throw new Unreadable(
          owner.getName(), TypeNames.display(owner) + " has no constant " + name, null);
    }
  }

  /** The array goes as itself, so that what shares it still does. */
  static final class HeapByteBuffer extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      ByteBuffer buffer = (ByteBuffer) value;
      if (!buffer.hasArray()
          || buffer.arrayOffset() != 0
          || buffer.capacity() != buffer.array().length) {
        throw Refusal.of(
            value.getClass(),
            "only a buffer over a whole array can travel",
            "Copy it to an array, and wrap that inside the lambda.");
      }
      graph.references().begin(value);
      graph.write(out, buffer.array());
      graph.references().finish(value);
      out.writeInt(buffer.position());
      out.writeInt(buffer.limit());
      out.writeBoolean(buffer.order() == ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      byte[] array = (byte[]) graph.read(in);
      if (array == null) {
        throw Unreadable.noValue();
      }
      ByteBuffer buffer = ByteBuffer.wrap(array);
      buffer.position(in.readInt());
      buffer.limit(in.readInt());
      return buffer.order(in.readBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
  }

  static final class Statistics extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      if (value instanceof IntSummaryStatistics s) {
        out.writeByte(0);
        writeLongs(out, s.getCount(), s.getMin(), s.getMax(), s.getSum());
      } else if (value instanceof LongSummaryStatistics s) {
        out.writeByte(1);
        writeLongs(out, s.getCount(), s.getMin(), s.getMax(), s.getSum());
      } else {
        DoubleSummaryStatistics s = (DoubleSummaryStatistics) value;
        out.writeByte(2);
        out.writeLong(s.getCount());
        out.writeDouble(s.getMin());
        out.writeDouble(s.getMax());
        out.writeDouble(s.getSum());
      }
    }

    private static void writeLongs(Output out, long... numbers) {
      out.writeLongs(numbers, 0, numbers.length);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int form = in.readByte();
      if (form == 2) {
        return new DoubleSummaryStatistics(
            in.readLong(), in.readDouble(), in.readDouble(), in.readDouble());
      }
      long[] n = in.readLongs(4);
      return form == 0
          ? new IntSummaryStatistics(n[0], (int) n[1], (int) n[2], n[3])
          : new LongSummaryStatistics(n[0], n[1], n[2], n[3]);
    }
  }
}
