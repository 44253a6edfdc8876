package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.StringJoiner;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What cannot travel says so in a sentence, with the path to it. */
class RefusalTest {
  record Hash(String text) {
    Hash {
      text = Integer.toHexString(text.hashCode());
    }
  }

  record Picky(int n) {
    static boolean strict;

    Picky {
      if (strict) {
        throw new IllegalStateException("not now");
      }
    }
  }

  static class Holder {
    Object log;

    Holder(Object log) {
      this.log = log;
    }
  }

  static class Worker extends Thread {}

  static class Source extends java.io.InputStream {
    @Override
    public int read() {
      return -1;
    }
  }

  static ValueRefusedException refusal(Object value) {
    return catchThrowableOfType(ValueRefusedException.class, () -> Trips.copy(value));
  }

  @TestFactory
  Stream<DynamicTest> kinds() throws Exception {
    Path file = Files.createTempFile("openmodal", ".txt");
    file.toFile().deleteOnExit();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Map<Object, String> m = new LinkedHashMap<>();
    m.put(
        new FileReader(file.toFile()),
        "java.io.FileReader: an open file cannot travel. Open it inside the lambda.");
    m.put(
        new FileInputStream(file.toFile()),
        "java.io.FileInputStream: an open file cannot travel. Open it inside the lambda.");
    m.put(
        new StringReader(""),
        "java.io.StringReader: an open stream cannot travel. Open it inside the lambda.");
    m.put(
        new ByteArrayInputStream(new byte[1]),
        "java.io.ByteArrayInputStream: an open stream cannot travel. Open it inside the lambda.");
    m.put(
        new PrintStream(new ByteArrayOutputStream()),
        "java.io.PrintStream: an open stream cannot travel. Open it inside the lambda.");
    m.put(
        new Scanner(""),
        "java.util.Scanner: an open stream cannot travel. Open it inside the lambda.");
    m.put(new Source(), "Source: an open stream cannot travel. Open it inside the lambda.");
    m.put(new Thread("t"), "java.lang.Thread: a thread cannot travel. Start it inside the lambda.");
    m.put(new Worker(), "Worker: a thread cannot travel. Start it inside the lambda.");
    m.put(
        new ThreadLocal<>(), "what belongs to a thread cannot travel. Make it inside the lambda.");
    m.put(executor, "a thread pool cannot travel. Make it inside the lambda.");
    m.put(new Timer(true), "java.util.Timer: a timer cannot travel. Make it inside the lambda.");
    m.put(
        CompletableFuture.completedFuture(1),
        "a computation under way cannot travel. Wait for its result and use that.");
    m.put(new Socket(), "an open connection cannot travel. Open it inside the lambda.");
    m.put(HttpClient.newHttpClient(), "an HTTP client cannot travel. Make it inside the lambda.");
    m.put(ProcessHandle.current(), "a running process cannot travel. Start it inside the lambda.");
    m.put(
        RefusalTest.class.getClassLoader(),
        "a class loader cannot travel. Make it inside the lambda.");
    m.put(Stream.of(1), "a stream is used up by its first run. Collect it to a list.");
    m.put(List.of(1).iterator(), "an iterator is used up by its first run. Collect it to a list.");
    m.put(
        RefusalTest.class.getDeclaredMethods()[0],
        "what reflection has looked up cannot travel. Look it up inside the lambda.");
    m.put(
        MethodHandles.lookup(),
        "what reflection has looked up cannot travel. Look it up inside the lambda.");
    m.put(
        new WeakReference<>("x"),
        "a reference that the garbage collector may clear cannot travel. Hold the value itself.");
    m.put(Logger.getLogger("x"), "a logger cannot travel. Get it inside the lambda.");
    m.put(
        new CountDownLatch(1),
        "a lock holds between the threads of one JVM and cannot travel. Make it inside the lambda.");
    m.put(
        new StringJoiner(","),
        "java.util.StringJoiner: it has no form in which it can travel. Make it inside the lambda.");
    m.put(connection(), "a connection to a database cannot travel. Open it inside the lambda.");
    m.put(new java.security.SecureRandom(), "SecureRandom");
    return m.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey().getClass().getName(),
                    () -> {
                      ValueRefusedException refused = refusal(e.getKey());
                      assertThat(refused).isNotNull();
                      assertThat(refused).hasMessageContaining(e.getValue());
                      assertThat(refused.path()).startsWith("x (test)");
                    }))
        .onClose(executor::shutdown);
  }

  private static Connection connection() {
    return (Connection)
        java.lang.reflect.Proxy.newProxyInstance(
            RefusalTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (p, method, arguments) ->
                method.getName().equals("hashCode") ? 1 : method.getName().equals("equals"));
  }

  @Test
  void theWayToItIsNamed() {
    Thread thread = new Thread("t");
    assertThat(refusal(new Holder(thread)).path())
        .containsExactly("x (test)", "field log of dev.openmodal.wire.codec.RefusalTest$Holder");
    assertThat(refusal(List.of(1, 2, new Holder(thread))).path().get(1)).isEqualTo("element 2");
    assertThat(refusal(new Object[] {0, thread}).path().get(1)).isEqualTo("element 1");
    assertThat(refusal(new HashMap<>(Map.of("a", thread))).path().get(1))
        .isEqualTo("value of \"a\"");
    assertThat(refusal(new LinkedHashMap<>(Map.of("a", thread))).path().get(1))
        .isEqualTo("value of \"a\"");
    assertThat(refusal(new HashMap<>(Map.of(thread, 1))).path().get(1)).isEqualTo("key");
    assertThat(
            refusal(Collections.unmodifiableList(new ArrayList<>(Arrays.asList(1, thread))))
                .path()
                .get(1))
        .isEqualTo("element 1");
    Supplier<String> lambda = () -> thread.getName();
    assertThat(refusal(lambda).path().get(1)).isEqualTo("value 1 held by the lambda");
    Object local =
        new Object() {
          final Object own = thread;

          @Override
          public String toString() {
            return own + thread.getName();
          }
        };
    assertThat(refusal(local).path().get(1)).startsWith("field own of ");
  }

  @Test
  void recordsThatChangeThemselvesAreRefused() throws Exception {
    ValueRefusedException refused = refusal(new Hash("x"));
    assertThat(refused.type()).isEqualTo("dev.openmodal.wire.codec.RefusalTest$Hash");
    assertThat(refused.reason())
        .isEqualTo(
            "record dev.openmodal.wire.codec.RefusalTest$Hash changes its components in its"
                + " constructor");
    Picky picky = new Picky(1);
    assertThat(Trips.copy(picky)).isEqualTo(picky);
    Picky.strict = true;
    try {
      assertThat(refusal(picky).reason()).contains("not now");
    } finally {
      Picky.strict = false;
    }
  }

  @Test
  void aLongPathIsShortened() {
    Object nested = new Thread("t");
    for (int i = 0; i < 1000; i++) {
      nested = new Holder(nested);
    }
    List<String> path = refusal(nested).path();
    assertThat(path).hasSizeLessThan(20).contains("… (984 more steps)");
  }

  @Test
  void typesThatDoNotComeBackAreRefusedByName() {
    class Broken implements java.io.Serializable {
      private void readObject(java.io.ObjectInputStream in) throws java.io.IOException {
        throw new java.io.InvalidObjectException("never");
      }
    }
    ValueRefusedException refused = refusal(new Holder(List.of(new Broken())));
    assertThat(refused.type()).endsWith("Broken");
    assertThat(refused.reason())
        .startsWith("it cannot be made again from its bytes (")
        .contains("never");
    assertThat(refused.path()).hasSize(3);
  }

  @Test
  void typesThatComeBackChangedAreRefused() {
    class Forgetful implements java.io.Serializable {
      private transient int n;

      Forgetful(int n) {
        this.n = n;
      }

      private void readObject(java.io.ObjectInputStream in) {}

      @Override
      public boolean equals(Object o) {
        return o instanceof Forgetful f && f.n == n;
      }

      @Override
      public int hashCode() {
        return n;
      }
    }
    assertThat(refusal(new Forgetful(1)).reason()).contains("it does not come back equal");
    assertThat(refusal(List.of(1, BreakIterator.getWordInstance())).type()).contains("Iterator");
  }

  @Test
  void classesThatTheReaderDoesNotHaveAreUnreadable() throws Exception {
    byte[] bytes = Trips.encode(Trips.codec(), new Holder("x"));
    ValueCodec elsewhere = new ValueCodec(ClassLoader.getPlatformClassLoader(), Trips.FILES);
    ValueUnreadableException unreadable =
        catchThrowableOfType(ValueUnreadableException.class, () -> Trips.decode(elsewhere, bytes));
    assertThat(unreadable)
        .hasMessage("the class dev.openmodal.wire.codec.RefusalTest$Holder is not here");
  }

  /** Named as a constant of {@code java.security.KeyRep.Type} is. */
  enum Type {
    SECRET
  }

  @Test
  void classesOfJavaThatAreNoValuesAreUnreadable() throws Exception {
    byte[] bytes = Trips.encode(Trips.codec(), Type.SECRET);
    byte[] forged = renamed(bytes, Type.class.getName(), "java.security.KeyRep$Type");
    ValueUnreadableException unreadable =
        catchThrowableOfType(
            ValueUnreadableException.class, () -> Trips.decode(Trips.codec(), forged));
    assertThat(unreadable).hasMessage("java.security.KeyRep$Type is not allowed in a value");
    byte[] allowed = renamed(bytes, Type.class.getName(), "java.time.DayOfWeek");
    assertThat(
            catchThrowableOfType(
                ValueUnreadableException.class, () -> Trips.decode(Trips.codec(), allowed)))
        .hasMessageNotContaining("not allowed");
  }

  /**
   * The bytes with another name. Kryo writes the length before a name of more than 32 letters, and
   * marks the last letter of a shorter one.
   */
  static byte[] renamed(byte[] bytes, String before, String after) {
    String longer = (char) (0x80 | (before.length() + 1)) + before;
    int last = after.length() - 1;
    String shorter = after.substring(0, last) + (char) (0x80 | after.charAt(last));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).containsOnlyOnce(longer);
    return text.replace(longer, shorter).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void damagedBytesAreUnreadable() throws Exception {
    byte[] bytes = Trips.encode(Trips.codec(), RoundTripTest.values().get("record"));
    for (int i = 0; i < bytes.length; i++) {
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThat(
              catchThrowableOfType(
                  ValueUnreadableException.class, () -> Trips.decode(Trips.codec(), cut)))
          .isNotNull();
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x55;
      try {
        Trips.decode(Trips.codec(), damaged);
      } catch (ValueUnreadableException e) {
        // the only exception that there may be
      }
    }
  }

  @Test
  void namesOfTheReplAreShownAsTyped() {
    assertThat(TypeNames.display("REPL.$JShell$12$Point")).isEqualTo("Point");
    assertThat(TypeNames.display("REPL.$JShell$12B$Outer$In")).isEqualTo("Outer.In");
    assertThat(TypeNames.display("REPL.$JShell$12")).isEqualTo("snippet 12");
    assertThat(TypeNames.display("REPL.$JShell$12C$1Local")).isEqualTo("Local");
    assertThat(TypeNames.display("REPL.$JShell$12$1"))
        .isEqualTo("an anonymous class of snippet 12");
    assertThat(TypeNames.display("REPL.$JShell$12$$Lambda/0x1"))
        .isEqualTo("a lambda of snippet 12");
    assertThat(TypeNames.display(int[][].class)).isEqualTo("int[][]");
    assertThat(TypeNames.display(Map.Entry.class)).isEqualTo("java.util.Map$Entry");
  }
}
