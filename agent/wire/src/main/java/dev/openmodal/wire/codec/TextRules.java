package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;

/** Classes of Java whose whole content is a text or a few bytes. */
final class TextRules {
  private TextRules() {}

  static final class PathText extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      Path path = (Path) value;
      if (path.getFileSystem() != FileSystems.getDefault()) {
        throw Refusal.of(
            value.getClass(),
            "a path inside an archive cannot travel",
            "Open it inside the lambda.");
      }
      out.writeString(path.toString());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      try {
        return Path.of(in.readString());
      } catch (InvalidPathException e) {
        throw new Unreadable(Path.class.getName(), "this is no path here: " + e.getMessage(), e);
      }
    }
  }

  static final class FileText extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeString(((File) value).getPath());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return new File(in.readString());
    }
  }

  static final class CharsetName extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      out.writeString(((Charset) value).name());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      String name = in.readString();
      try {
        return Charset.forName(name);
      } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
        throw new Unreadable(Charset.class.getName(), "there is no charset " + name + " here", e);
      }
    }
  }

  static final class Builder extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      ScalarRules.OfString.write(out, value.toString());
    }

    @Override
    @SuppressWarnings("UnnecessaryStringBuilder") // it is the value
    Object read(Graph graph, Input in, Class<?> type) {
      return new StringBuilder(ScalarRules.OfString.read(in));
    }
  }

  static final class BigIntegerBytes extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      write(out, (BigInteger) value);
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return read(in);
    }

    static void write(Output out, BigInteger value) {
      byte[] bytes = value.toByteArray();
      out.writeVarInt(bytes.length, true);
      out.writeBytes(bytes);
    }

    static BigInteger read(Input in) {
      return new BigInteger(in.readBytes(Sizes.read(in, 1)));
    }
  }

  static final class BigDecimalBytes extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      BigDecimal number = (BigDecimal) value;
      BigIntegerBytes.write(out, number.unscaledValue());
      out.writeInt(number.scale());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return new BigDecimal(BigIntegerBytes.read(in), in.readInt());
    }
  }

  static final class UuidBits extends Rule {
    @Override
    void write(Graph graph, Output out, Object value) {
      UUID id = (UUID) value;
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    }

    @Override
    Object read(Graph graph, Input in, Class<?> type) {
      return new UUID(in.readLong(), in.readLong());
    }
  }
}
