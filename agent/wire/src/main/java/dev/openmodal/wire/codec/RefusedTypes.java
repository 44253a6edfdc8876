package dev.openmodal.wire.codec;

import dev.openmodal.bridge.ServiceHandle;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.reflect.AnnotatedElement;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLConnection;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.Spliterator;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.BaseStream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Why types of Java itself cannot travel, in words, and what to do instead. */
final class RefusedTypes {
  private static final String OPEN_INSIDE = "Open it inside the lambda.";
  private static final String MAKE_INSIDE = "Make it inside the lambda.";

  private record Reason(List<Class<?>> types, String reason, String advice) {
    static Reason of(String reason, String advice, Class<?>... types) {
      return new Reason(List.of(types), reason, advice);
    }
  }

  /** The first that fits counts. */
  private static final List<Reason> REASONS =
      List.of(
          Reason.of(
              "an open file cannot travel",
              OPEN_INSIDE,
              FileInputStream.class,
              FileOutputStream.class,
              FileReader.class,
              FileWriter.class,
              RandomAccessFile.class,
              FileChannel.class,
              ZipFile.class,
              DirectoryStream.class,
              FileSystem.class),
          Reason.of(
              "an open stream cannot travel",
              OPEN_INSIDE,
              InputStream.class,
              OutputStream.class,
              Reader.class,
              Writer.class,
              Channel.class,
              Scanner.class),
          Reason.of("a thread cannot travel", "Start it inside the lambda.", Thread.class),
          Reason.of(
              "what belongs to a thread cannot travel",
              MAKE_INSIDE,
              ThreadLocal.class,
              ThreadGroup.class),
          Reason.of(
              "a computation under way cannot travel",
              "Wait for its result and use that.",
              Future.class,
              CompletionStage.class),
          Reason.of("a thread pool cannot travel", MAKE_INSIDE, Executor.class),
          Reason.of("a timer cannot travel", MAKE_INSIDE, Timer.class, TimerTask.class),
          Reason.of(
              "an open connection cannot travel",
              OPEN_INSIDE,
              Socket.class,
              ServerSocket.class,
              DatagramSocket.class,
              URLConnection.class),
          Reason.of(
              "a running process cannot travel",
              "Start it inside the lambda.",
              Process.class,
              ProcessHandle.class,
              ProcessBuilder.class),
          Reason.of("a class loader cannot travel", MAKE_INSIDE, ClassLoader.class, Module.class),
          Reason.of(
              "a stream is used up by its first run", "Collect it to a list.", BaseStream.class),
          Reason.of(
              "an iterator is used up by its first run",
              "Collect it to a list.",
              Iterator.class,
              Enumeration.class,
              Spliterator.class),
          Reason.of(
              "what reflection has looked up cannot travel",
              "Look it up inside the lambda.",
              AnnotatedElement.class,
              MethodHandle.class,
              MethodHandles.Lookup.class,
              VarHandle.class),
          Reason.of(
              "a reference that the garbage collector may clear cannot travel",
              "Hold the value itself.",
              Reference.class),
          Reason.of("a logger cannot travel", "Get it inside the lambda.", System.Logger.class),
          Reason.of(
              "a lock holds between the threads of one JVM and cannot travel",
              MAKE_INSIDE,
              Lock.class,
              ReadWriteLock.class,
              Condition.class,
              CountDownLatch.class,
              CyclicBarrier.class,
              Phaser.class,
              Exchanger.class));

  /** By name: their modules may be absent. */
  private static final List<NamedReason> NAMED =
      List.of(
          new NamedReason(
              Set.of(
                  "java.sql.Connection",
                  "java.sql.Statement",
                  "java.sql.ResultSet",
                  "javax.sql.DataSource"),
              "a connection to a database cannot travel",
              OPEN_INSIDE),
          new NamedReason(
              Set.of("java.net.http.HttpClient", "java.net.http.WebSocket"),
              "an HTTP client cannot travel",
              MAKE_INSIDE),
          new NamedReason(
              Set.of("java.util.logging.Logger"),
              "a logger cannot travel",
              "Get it inside the lambda."),
          new NamedReason(
              Set.of(ServiceHandle.class.getName()),
              "a service stays on its own workers",
              "Call it from this program."));

  private record NamedReason(Set<String> types, String reason, String advice) {}

  private RefusedTypes() {}

  /** Why a class that is not a value is refused, whoever wrote it: connections to databases. */
  static @Nullable Refusal byName(Class<?> type) {
    Set<String> names = new HashSet<>();
    collect(type, names);
    for (NamedReason reason : NAMED) {
      if (reason.types().stream().anyMatch(names::contains)) {
        return Refusal.of(type, reason.reason(), reason.advice());
      }
    }
    return null;
  }

  /**
   * Why a class of Java, or one made on top of it, is refused; null where only the default holds.
   *
   * @param shown the class that the user knows
   * @param ancestor the class of Java itself, the same or a superclass of it
   */
  static @Nullable Refusal byKind(Class<?> shown, Class<?> ancestor) {
    Refusal named = byName(shown);
    if (named != null) {
      return named;
    }
    for (Reason reason : REASONS) {
      for (Class<?> type : reason.types()) {
        if (type.isAssignableFrom(ancestor)) {
          return Refusal.of(shown, reason.reason(), reason.advice());
        }
      }
    }
    if (AutoCloseable.class.isAssignableFrom(ancestor)
        || Closeable.class.isAssignableFrom(ancestor)) {
      return Refusal.of(shown, "an open resource cannot travel", OPEN_INSIDE);
    }
    return null;
  }

  static Refusal byDefault(Class<?> type) {
    return Refusal.of(type, "it has no form in which it can travel", MAKE_INSIDE);
  }

  private static void collect(@Nullable Class<?> type, Set<String> names) {
    if (type != null && names.add(type.getName())) {
      collect(type.getSuperclass(), names);
      for (Class<?> parent : type.getInterfaces()) {
        collect(parent, names);
      }
    }
  }
}
