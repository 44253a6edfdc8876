package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;

/** The classes of java.time that come in large numbers; the others go by Java's serialization. */
final class TimeRule extends Rule {
  static List<Class<?>> types() {
    return List.of(
        Instant.class,
        Duration.class,
        LocalDate.class,
        LocalTime.class,
        LocalDateTime.class,
        Period.class);
  }

  @Override
  void write(Graph graph, Output out, Object value) {
    if (value instanceof Instant t) {
      out.writeByte(0);
      out.writeVarLong(t.getEpochSecond(), false);
      out.writeVarInt(t.getNano(), true);
    } else if (value instanceof Duration t) {
      out.writeByte(1);
      out.writeVarLong(t.getSeconds(), false);
      out.writeVarInt(t.getNano(), true);
    } else if (value instanceof LocalDate t) {
      out.writeByte(2);
      out.writeVarLong(t.toEpochDay(), false);
    } else if (value instanceof LocalTime t) {
      out.writeByte(3);
      out.writeVarLong(t.toNanoOfDay(), true);
    } else if (value instanceof LocalDateTime t) {
      out.writeByte(4);
      out.writeVarLong(t.toLocalDate().toEpochDay(), false);
      out.writeVarLong(t.toLocalTime().toNanoOfDay(), true);
    } else {
      Period t = (Period) value;
      out.writeByte(5);
      out.writeVarInt(t.getYears(), false);
      out.writeVarInt(t.getMonths(), false);
      out.writeVarInt(t.getDays(), false);
    }
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    return switch (in.readByte()) {
      case 0 -> Instant.ofEpochSecond(in.readVarLong(false), in.readVarInt(true));
      case 1 -> Duration.ofSeconds(in.readVarLong(false), in.readVarInt(true));
      case 2 -> LocalDate.ofEpochDay(in.readVarLong(false));
      case 3 -> LocalTime.ofNanoOfDay(in.readVarLong(true));
      case 4 ->
          LocalDateTime.of(
              LocalDate.ofEpochDay(in.readVarLong(false)),
              LocalTime.ofNanoOfDay(in.readVarLong(true)));
      default -> Period.of(in.readVarInt(false), in.readVarInt(false), in.readVarInt(false));
    };
  }
}
