package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.openmodal.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What can be said of a Throwable without its class. */
record ThrowableText(String className, @Nullable String message, List<StackTraceElement> trace) {
  private static final int MOST_CAUSES = 20;

  static ThrowableText of(Throwable thrown) {
    @Nullable StackTraceElement[] trace = ask(thrown::getStackTrace);
    List<StackTraceElement> elements = new ArrayList<>();
    if (trace != null) {
      for (StackTraceElement element : trace) {
        if (element != null) {
          elements.add(element);
        }
      }
    }
    return new ThrowableText(thrown.getClass().getName(), ask(thrown::getMessage), elements);
  }

  /** Methods of exceptions may be the user's, and fail. */
  static <T> @Nullable T ask(Supplier<@Nullable T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return null;
    }
  }

  RemoteException toException(@Nullable Throwable cause, List<Throwable> suppressed) {
    RemoteException exception = new RemoteException(className, message, cause);
    exception.setStackTrace(trace.toArray(new StackTraceElement[0]));
    suppressed.forEach(exception::addSuppressed);
    return exception;
  }

  void write(Output out) {
    out.writeString(className);
    out.writeString(message);
    out.writeVarInt(trace.size(), true);
    for (StackTraceElement element : trace) {
      out.writeString(element.getClassLoaderName());
      out.writeString(element.getModuleName());
      out.writeString(element.getModuleVersion());
      out.writeString(element.getClassName());
      out.writeString(element.getMethodName());
      out.writeString(element.getFileName());
      out.writeVarInt(element.getLineNumber(), false);
    }
  }

  static ThrowableText read(Input in) {
    String className = in.readString();
    @Nullable String message = in.readString();
    int size = Sizes.read(in, 7);
    List<StackTraceElement> trace = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      trace.add(
          new StackTraceElement(
              in.readString(),
              in.readString(),
              in.readString(),
              in.readString(),
              in.readString(),
              in.readString(),
              in.readVarInt(false)));
    }
    return new ThrowableText(className, message, trace);
  }

  /** The Throwable and its causes, as text alone. */
  static void writeAll(Output out, Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && chain.size() < MOST_CAUSES; t = ask(t::getCause)) {
      if (chain.contains(t)) {
        break;
      }
      chain.add(t);
    }
    out.writeVarInt(chain.size(), true);
    chain.forEach(t -> of(t).write(out));
  }

  /** What {@link #writeAll} wrote, with its causes. */
  static RemoteException readAll(Input in) {
    int size = Sizes.read(in, 3);
    List<ThrowableText> chain = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      chain.add(read(in));
    }
    @Nullable RemoteException made = null;
    for (int i = size - 1; i >= 0; i--) {
      made = chain.get(i).toException(made, List.of());
    }
    if (made == null) {
      throw Unreadable.noValue();
    }
    return made;
  }
}
