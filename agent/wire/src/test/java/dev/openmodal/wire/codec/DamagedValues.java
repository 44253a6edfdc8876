package dev.openmodal.wire.codec;

import dev.openmodal.Fn1;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads random bytes, and values whose bytes were changed at random. Run with a small heap: what is
 * claimed and not there must not be made room for.
 *
 * <p>Arguments: the seed and how many. It says what went wrong with which seed.
 */
final class DamagedValues {
  private static final int SLOW_MILLIS = 5_000;

  private final ValueCodec codec = Trips.codec();
  private final List<byte[]> originals = originals();
  private int readable;

  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    DamagedValues values = new DamagedValues();
    long started = System.nanoTime();
    for (int i = 0; i < count; i++) {
      values.read(seed + i);
    }
    System.out.printf(
        "read %d, of which %d were values, in %d ms%n",
        count, values.readable, (System.nanoTime() - started) / 1_000_000);
    System.exit(0); // whatever threads the values have started
  }

  private void read(long seed) {
    byte[] bytes = bytes(new Random(seed));
    long started = System.nanoTime();
    try (ValueReader reader =
        seed % 2 == 0
            ? codec.reader(new ByteArrayInputStream(bytes))
            : codec.answerReader(new ByteArrayInputStream(bytes))) {
      reader.read();
      readable++;
    } catch (ValueUnreadableException e) {
      // the only exception that there may be
    } catch (Throwable e) {
      throw new AssertionError(words(seed, bytes), e);
    }
    if (System.nanoTime() - started > SLOW_MILLIS * 1_000_000L) {
      throw new AssertionError("too slow: " + words(seed, bytes));
    }
  }

  private static String words(long seed, byte[] bytes) {
    return "seed " + seed + ": " + HexFormat.of().formatHex(bytes);
  }

  private byte[] bytes(Random random) {
    if (random.nextInt(8) == 0) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] bytes = originals.get(random.nextInt(originals.size()));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] changed = bytes.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> { // a size that is far too large
        int end = Math.min(at + 5, changed.length);
        Arrays.fill(changed, at, end, (byte) 0xff);
        changed[end - 1] = 7;
      }
      case 3 -> changed = Arrays.copyOf(bytes, at);
      case 4 -> { // a part twice, or left out
        int from = random.nextInt(bytes.length);
        changed = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, from, bytes.length));
      }
      default -> { // the end of another value
        byte[] other = originals.get(random.nextInt(originals.size()));
        int from = random.nextInt(other.length);
        changed = joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
      }
    }
    return changed;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, Math.min(one.length + other.length, 4096));
    System.arraycopy(other, 0, both, one.length, both.length - one.length);
    return both;
  }

  private static List<byte[]> originals() {
    Map<String, Object> values = new HashMap<>();
    try {
      values.putAll(RoundTripTest.values());
      values.put("exception", new IllegalStateException("a", new java.io.IOException("b")));
      values.put("sql exception", new java.sql.SQLException("a", "b", 3));
      values.put("deep", deep(150));
      values.put("lambda", (Fn1<Integer, Integer>) n -> n + values.size());
      values.put("plain lambda", (Function<Integer, Integer>) n -> n + 1);
      values.put("sorted by a lambda", new TreeMap<Integer, Object>((a, b) -> b - a));
      values.put("arrays", new Object[] {new int[3][2], new String[] {"a", null}, new Object()});
      List<byte[]> all = new ArrayList<>();
      for (Object value : new TreeMap<>(values).values()) {
        byte[] bytes = Trips.encode(Trips.codec(), value);
        if (bytes.length <= 2048) {
          all.add(bytes);
        }
      }
      return all;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object deep(int levels) {
    Object value = "end";
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? List.of(value) : new ArrayList<>(List.of(value));
    }
    return value;
  }
}
