package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Arrays of primitives, in pieces: no count of bytes ever has to fit an int. */
final class PrimitiveArrayRules {
  private static final int PIECE = 4096;

  private PrimitiveArrayRules() {}

  static final class Bytes extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      byte[] array = (byte[]) value;
      out.writeVarInt(array.length, true);
      out.writeBytes(array, 0, array.length);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      byte[] array = new byte[Sizes.read(in, 1)];
      in.readBytes(array, 0, array.length);
      return array;
    }
  }

  static final class Booleans extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      boolean[] array = (boolean[]) value;
      out.writeVarInt(array.length, true);
      for (int from = 0; from < array.length; from += Math.min(PIECE, array.length - from)) {
        out.writeBooleans(array, from, Math.min(PIECE, array.length - from));
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      boolean[] array = new boolean[Sizes.read(in, 1)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readBoolean();
      }
      return array;
    }
  }

  static final class Shorts extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      short[] array = (short[]) value;
      out.writeVarInt(array.length, true);
      for (int from = 0; from < array.length; from += Math.min(PIECE, array.length - from)) {
        out.writeShorts(array, from, Math.min(PIECE, array.length - from));
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      short[] array = new short[Sizes.read(in, 2)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readShort();
      }
      return array;
    }
  }

  static final class Chars extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      char[] array = (char[]) value;
      out.writeVarInt(array.length, true);
      for (int from = 0; from < array.length; from += Math.min(PIECE, array.length - from)) {
        out.writeChars(array, from, Math.min(PIECE, array.length - from));
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      char[] array = new char[Sizes.read(in, 2)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readChar();
      }
      return array;
    }
  }

  static final class Ints extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      int[] array = (int[]) value;
      out.writeVarInt(array.length, true);
      for (int from = 0; from < array.length; from += Math.min(PIECE, array.length - from)) {
        out.writeInts(array, from, Math.min(PIECE, array.length - from));
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      int[] array = new int[Sizes.read(in, 4)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readInt();
      }
      return array;
    }
  }

  static final class Longs extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      long[] array = (long[]) value;
      out.writeVarInt(array.length, true);
      for (int from = 0; from < array.length; from += Math.min(PIECE, array.length - from)) {
        out.writeLongs(array, from, Math.min(PIECE, array.length - from));
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      long[] array = new long[Sizes.read(in, 8)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readLong();
      }
      return array;
    }
  }

  static final class Floats extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      float[] array = (float[]) value;
      out.writeVarInt(array.length, true);
      for (int i = 0; i < array.length; i++) {
        out.writeInt(Float.floatToRawIntBits(array[i])); // the bits as they are, those of a NaN too
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      float[] array = new float[Sizes.read(in, 4)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readFloat();
      }
      return array;
    }
  }

  static final class Doubles extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      double[] array = (double[]) value;
      out.writeVarInt(array.length, true);
      for (int i = 0; i < array.length; i++) {
        out.writeLong(
            Double.doubleToRawLongBits(array[i])); // the bits as they are, those of a NaN too
      }
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      double[] array = new double[Sizes.read(in, 8)];
      for (int i = 0; i < array.length; i++) {
        array[i] = in.readDouble();
      }
      return array;
    }
  }
}
