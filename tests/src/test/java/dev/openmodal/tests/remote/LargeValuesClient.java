package dev.openmodal.tests.remote;

import dev.openmodal.App;
import dev.openmodal.Fn0;
import dev.openmodal.OpenModal;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client with a heap of a chosen size that sends or fetches one large value, and makes small
 * calls on the same worker meanwhile. Prints what came of it, a word and a value a line.
 */
final class LargeValuesClient {
  static final int GIB = 1 << 30;

  /**
   * Of a cancelled argument: no interrupt ends the making of an array, which takes 0.6 s for 1 GiB
   * where the system has to clear its pages one by one, and a cancelled call has 0.3 s.
   */
  private static final int LARGE = 1 << 28;

  static final int NUMBERS = 5_000_000;
  static final int NODES = 1_000_000;
  static final int PARTS = 3;
  static final int PART = 900 << 20;

  /** One of a chain. */
  static final class Node implements Serializable {
    private static final long serialVersionUID = 1;
    final int value;
    Node next;

    Node(int value, Node next) {
      this.value = value;
      this.next = next;
    }
  }

  private static String heap = "";

  private LargeValuesClient() {}

  public static void main(String[] arguments) throws Exception {
    App app = OpenModal.app("large");
    heap = arguments[1];
    RemoteFunction0<Integer> small = app.function(() -> 42).memory(heap).maxContainers(1);
    small.remote(); // the worker is there
    long pid =
        app.function(() -> ProcessHandle.current().pid()).memory(heap).maxContainers(1).remote();
    if (arguments[0].startsWith("cancel")) {
      cancel(app, arguments[0]);
    } else {
      large(app, arguments[0], small);
    }
    System.out.println(
        "same worker "
            + (pid
                == app.function(() -> ProcessHandle.current().pid())
                    .memory(heap)
                    .maxContainers(1)
                    .remote()));
    System.out.println("next " + small.remote());
  }

  private static void large(App app, String what, RemoteFunction0<Integer> small) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Path codeRan = Files.createTempFile("large-", ".times");
    codeRan.toFile().deleteOnExit();
    List<SmallCall> calls = new ArrayList<>();
    Thread beside =
        new Thread(
            () -> {
              while (!done.get()) {
                long at = System.currentTimeMillis();
                long start = System.nanoTime();
                if (small.remote() != 42) {
                  throw new AssertionError("wrong");
                }
                calls.add(new SmallCall(at, (System.nanoTime() - start) / 1000));
                sleep(20);
              }
            });
    Fn0<Object> call = call(app, what, codeRan.toString());
    beside.setDaemon(true);
    beside.start();
    long start = System.nanoTime();
    System.out.println("right " + call.apply());
    System.out.println("millis " + (System.nanoTime() - start) / 1_000_000);
    done.set(true);
    beside.join();
    String[] times = Files.readString(codeRan).split(" ");
    List<Long> micros =
        calls.stream()
            .filter(c -> !c.waitedForCode(Long.parseLong(times[0]), Long.parseLong(times[1])))
            .map(SmallCall::micros)
            .sorted()
            .toList();
    System.out.println("small calls " + micros.size());
    System.out.println("p50 micros " + micros.get(micros.size() / 2));
    System.out.println("p95 micros " + micros.get(micros.size() * 95 / 100));
    System.out.println("max micros " + micros.get(micros.size() - 1));
  }

  /** A call made beside the large one; those that came while its code ran had to wait for it. */
  private record SmallCall(long at, long micros) {
    boolean waitedForCode(long from, long to) {
      return at <= to && at + micros / 1000 >= from;
    }
  }

  /** Runs there, and notes when it ran. */
  private static <T> T noting(String codeRan, Fn0<T> code) throws Exception {
    long from = System.currentTimeMillis();
    T result = code.apply();
    Files.writeString(Path.of(codeRan), from + " " + System.currentTimeMillis());
    return result;
  }

  /** The call, its value made beforehand; answers whether what arrived was right. */
  private static Fn0<Object> call(App app, String what, String codeRan) {
    return switch (what) {
      case "bytes-up" -> {
        byte[] bytes = bytes(GIB, 7);
        var f =
            app.function(
                    (byte[] b) -> noting(codeRan, () -> b.length == GIB && sum(b) == sumOf(GIB, 7)))
                .memory(heap)
                .maxContainers(1);
        yield () -> f.remote(bytes);
      }
      case "bytes-down" -> {
        var f =
            app.function(() -> noting(codeRan, () -> bytes(GIB, 9))).memory(heap).maxContainers(1);
        yield () -> {
          byte[] b = f.remote();
          return b.length == GIB && sum(b) == sumOf(GIB, 9);
        };
      }
      case "numbers-up" -> {
        List<Long> numbers = numbers();
        var f =
            app.function(
                    (List<Long> n) ->
                        noting(codeRan, () -> n.size() == NUMBERS && total(n) == expected()))
                .memory(heap)
                .maxContainers(1);
        yield () -> f.remote(numbers);
      }
      case "numbers-down" -> {
        var f = app.function(() -> noting(codeRan, () -> numbers())).memory(heap).maxContainers(1);
        yield () -> {
          List<Long> n = f.remote();
          return n.size() == NUMBERS && total(n) == expected();
        };
      }
      case "chain-up" -> {
        Node chain = chain();
        var f = app.function((Node n) -> length(n) == NODES).memory(heap).maxContainers(1);
        yield () -> f.remote(chain);
      }
      case "chain-down" -> {
        var f = app.function(() -> chain()).memory(heap).maxContainers(1);
        yield () -> length(f.remote()) == NODES;
      }
      case "parts-up" -> {
        List<byte[]> parts = parts();
        var f =
            app.function((List<byte[]> p) -> noting(codeRan, () -> arePartsRight(p)))
                .memory(heap)
                .maxContainers(1);
        yield () -> f.remote(parts);
      }
      case "parts-down" -> {
        var f = app.function(() -> noting(codeRan, () -> parts())).memory(heap).maxContainers(1);
        yield () -> arePartsRight(f.remote());
      }
      default -> throw new IllegalArgumentException(what);
    };
  }

  /** Interrupts the caller in the middle of sending, or of fetching. */
  private static void cancel(App app, String what) throws Exception {
    byte[] bytes = what.equals("cancel-up") ? bytes(LARGE, 7) : new byte[1];
    var f =
        app.function(
                (byte[] b) -> {
                  System.out.println("code runs");
                  return b.length == 1 ? bytes(GIB, 3) : b;
                })
            .memory(heap)
            .maxContainers(1);
    String[] seen = new String[1];
    long[] ended = new long[1];
    Thread caller =
        new Thread(
            () -> {
              try {
                f.remote(bytes);
                seen[0] = "returned";
              } catch (OpenModalException e) {
                seen[0] = e.code().toString();
              }
              ended[0] = System.nanoTime();
            });
    caller.start();
    // the client's folder shows how far it is: what it sends, or what it has fetched
    while (!isOnItsWay(what.equals("cancel-up") ? LARGE : 1 << 24) && caller.isAlive()) {
      sleep(1);
    }
    sleep(what.equals("cancel-up") ? 100 : 0);
    long start = System.nanoTime();
    caller.interrupt();
    caller.join();
    System.out.println("cancelled " + seen[0]);
    System.out.println("cancel millis " + (ended[0] - start) / 1_000_000);
    for (int i = 0; i < 100 && isOnItsWay(0); i++) {
      sleep(50);
    }
    System.out.println("left " + isOnItsWay(0));
  }

  private static boolean isOnItsWay(long atLeast) {
    var folder =
        dev.openmodal.bridge.Home.run().resolve(Long.toString(ProcessHandle.current().pid()));
    var files = folder.toFile().listFiles((in, name) -> name.startsWith("payload"));
    return files != null && Arrays.stream(files).anyMatch(file -> file.length() >= atLeast);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + seed + (i >> 8));
    }
    return bytes;
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum = sum * 31 + bytes[i];
    }
    return sum;
  }

  private static long sumOf(int length, int seed) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum = sum * 31 + (byte) (i * 31 + seed + (i >> 8));
    }
    return sum;
  }

  private static List<Long> numbers() {
    List<Long> numbers = new ArrayList<>(NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
      numbers.add(i * 7919L);
    }
    return numbers;
  }

  private static long total(List<Long> numbers) {
    long total = 0;
    for (Long each : numbers) {
      total = total * 31 + each;
    }
    return total;
  }

  private static long expected() {
    long total = 0;
    for (int i = 0; i < NUMBERS; i++) {
      total = total * 31 + i * 7919L;
    }
    return total;
  }

  private static Node chain() {
    Node chain = null;
    for (int i = 0; i < NODES; i++) {
      chain = new Node(i, chain);
    }
    return chain;
  }

  private static int length(Node chain) {
    int length = 0;
    for (Node each = chain; each != null; each = each.next) {
      if (each.value != NODES - 1 - length) {
        return -1;
      }
      length++;
    }
    return length;
  }

  private static List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      byte[] part = new byte[PART];
      Arrays.fill(part, (byte) i);
      parts.add(part);
    }
    return parts;
  }

  private static boolean arePartsRight(List<byte[]> parts) {
    for (int i = 0; i < PARTS; i++) {
      for (byte each : parts.get(i)) {
        if (each != (byte) i) {
          return false;
        }
      }
    }
    return parts.size() == PARTS && parts.get(0).length == PART;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
