package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes are, they are read or refused: in time, and in little memory. */
class DamagedValuesTest {
  private static final long SEED = 20_261_126;

  @TempDir Path folder;

  /** {@code -Dopenmodal.test.fuzz=1000000} reads that many. */
  @Test
  void randomAndChangedBytesAreReadOrRefusedInASmallHeap() throws Exception {
    int count = Integer.getInteger("openmodal.test.fuzz", 200_000);
    Path said = folder.resolve("said");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                DamagedValues.class.getName(),
                Long.toString(SEED),
                Integer.toString(count))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(child.waitFor(10 + count / 2_000, TimeUnit.SECONDS)).as("in time").isTrue();
      assertThat(Files.readString(said)).contains("read " + count + ", of which ");
      System.out.println(Files.readString(said).strip());
    } finally {
      child.destroyForcibly();
    }
  }

  private static byte[] bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return all;
  }

  /** After the sign of a plain value: a kind, the sign of a new object, a size of 2^31 - 1. */
  private static byte[] bomb(Kind kind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(ValueWriter.PLAIN, 2 + kind.code(), 1));
    out.writeBytes(bytes(0xff, 0xff, 0xff, 0xff, 7));
    return out.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> aSizeThatIsNotThereIsNotMadeRoomFor() {
    return Stream.of(
            Kind.BOOLEANS,
            Kind.BYTES,
            Kind.SHORTS,
            Kind.CHARS,
            Kind.INTS,
            Kind.LONGS,
            Kind.FLOATS,
            Kind.DOUBLES,
            Kind.ARRAY_LIST,
            Kind.LINKED_SET,
            Kind.ARRAY_DEQUE,
            Kind.LINKED_MAP,
            Kind.WEAK_MAP,
            Kind.IMMUTABLE_SET,
            Kind.IMMUTABLE_MAP,
            Kind.ISLAND,
            Kind.BIG_INTEGER)
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.name(),
                    () -> {
                      long before = allocated();
                      assertThat(unreadable(bomb(kind)))
                          .hasMessage("the bytes are not those of a value");
                      assertThat(allocated() - before).isLessThan(4 << 20);
                    }));
  }

  @Test
  void manyObjectsInsideOneAnotherCannotEachClaimWhatIsLeft() throws Exception {
    List<Object> inner = new ArrayList<>(List.of(1));
    byte[] list = Trips.encode(Trips.codec(), inner);
    int length = 100_000;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ValueWriter.PLAIN);
    for (int i = 0; i < 1000; i++) {
      out.writeBytes(Arrays.copyOfRange(list, 1, 3));
      out.writeBytes(bytes(0x80 | (length & 0x7f), 0x80 | ((length >> 7) & 0x7f), length >> 14));
    }
    out.writeBytes(new byte[length]);
    long before = allocated();
    assertThat(unreadable(out.toByteArray())).hasMessage("the bytes are not those of a value");
    assertThat(allocated() - before).isLessThan(16 << 20);
  }

  @Test
  void allHashTablesOfAGraphTogetherAreNotFarLargerThanItsBytes() throws Exception {
    List<Object> maps = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Map<Integer, Integer> large = new HashMap<>(1 << 20);
      large.put(1, 1);
      maps.add(large);
    }
    byte[] bytes = Trips.encode(Trips.codec(), maps);
    maps.clear();
    long before = allocated();
    assertThat(Trips.<List<Object>>decode(Trips.codec(), bytes)).hasSize(64);
    assertThat(allocated() - before).isLessThan(64 << 20);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static ValueUnreadableException unreadable(byte[] bytes) {
    return catchThrowableOfType(
        ValueUnreadableException.class,
        () -> {
          try (ValueReader reader = Trips.codec().reader(new ByteArrayInputStream(bytes))) {
            reader.read();
          }
        });
  }
}
