package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Boxed primitives and strings. */
final class ScalarRules {
  private ScalarRules() {}

  static final class OfBoolean extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeBoolean((Boolean) value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readBoolean();
    }
  }

  static final class OfByte extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeByte((Byte) value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readByte();
    }
  }

  static final class OfShort extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeShort((Short) value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readShort();
    }
  }

  static final class OfCharacter extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeChar((Character) value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readChar();
    }
  }

  static final class OfInteger extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeVarInt((Integer) value, false);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readVarInt(false);
    }
  }

  static final class OfLong extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeVarLong((Long) value, false);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readVarLong(false);
    }
  }

  static final class OfFloat extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeInt(Float.floatToRawIntBits((Float) value));
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readFloat();
    }
  }

  static final class OfDouble extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeLong(Double.doubleToRawLongBits((Double) value));
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return in.readDouble();
    }
  }

  /** Long strings go in pieces. */
  static final class OfString extends Rule {
    private static final int PIECE = 1 << 14;

    @Override
    void write(Graph graph, Output out, Object value) {
      write(out, (String) value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return read(in);
    }

    static void write(Output out, String text) {
      if (text.length() <= PIECE) {
        out.writeString(text);
        return;
      }
      out.writeString(null); // the sign that pieces follow
      out.writeVarInt(text.length(), true);
      for (int from = 0; from < text.length(); from += Math.min(PIECE, text.length() - from)) {
        out.writeString(text.substring(from, from + Math.min(PIECE, text.length() - from)));
      }
    }

    static String read(Input in) {
      String text = in.readString();
      if (text != null) {
        return text;
      }
      int length = Sizes.read(in, 1);
      StringBuilder all = new StringBuilder(length);
      while (all.length() < length) {
        all.append(in.readString());
      }
      return all.toString();
    }
  }
}
