package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.SimpleDateFormat;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.*;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each value comes back as the same class, and equal or the same in words. */
class RoundTripTest {
  record R(int a, List<String> l, Optional<R> o) {}

  record G<T>(T t) {
    G {
      Objects.requireNonNull(t);
    }
  }

  private record Priv(int x, double d, long l, char c, boolean b, byte y, short s, float f) {}

  record Copies(byte[] data) {
    Copies {
      data = data.clone();
    }
  }

  record Empty() {}

  enum E {
    A,
    B {
      @Override
      int twice() {
        return 2;
      }
    };

    int twice() {
      return 0;
    }
  }

  static class NoConstructor {
    final int v;
    transient int t = 5;
    final long l = 1L << 40;
    final double d = 0.1;
    final float f = 0.5f;
    final char c = 'ü';
    final byte b = -1;
    final short s = -300;
    final boolean z = true;
    final Object n = null;

    NoConstructor(int v) {
      this.v = v;
    }

    @Override
    public String toString() {
      return v + " " + l + " " + d + " " + f + " " + c + " " + b + " " + s + " " + z + " " + n;
    }
  }

  static class Parent {
    private int hidden = 1;

    int parents() {
      return hidden;
    }
  }

  static class Child extends Parent {
    private int hidden = 2;

    @Override
    public String toString() {
      return parents() + " " + hidden;
    }
  }

  static class Outer {
    int z = 3;

    class In {
      int q = z;

      @Override
      public String toString() {
        return q + " of " + z;
      }
    }

    In in() {
      return new In();
    }
  }

  /** A list without any hook: its own fields are what it is. */
  static class Countdown extends AbstractList<Integer> {
    private final int from;

    Countdown(int from) {
      this.from = from;
    }

    @Override
    public Integer get(int i) {
      return from - i;
    }

    @Override
    public int size() {
      return from;
    }
  }

  static class MyList extends ArrayList<String> {
    final Object more;

    MyList(Object more) {
      this.more = more;
    }

    @Override
    public String toString() {
      return super.toString() + more;
    }
  }

  static class Money extends Number {
    private final int cents;

    Money(int cents) {
      this.cents = cents;
    }

    @Override
    public int intValue() {
      return cents;
    }

    @Override
    public long longValue() {
      return cents;
    }

    @Override
    public float floatValue() {
      return cents;
    }

    @Override
    public double doubleValue() {
      return cents;
    }

    @Override
    public String toString() {
      return cents + "c";
    }
  }

  static class Closes implements AutoCloseable {
    final String name = "c";

    @Override
    public void close() {}

    @Override
    public String toString() {
      return name;
    }
  }

  static final class Single implements Serializable {
    static final Single ONLY = new Single();

    private Object readResolve() {
      return ONLY;
    }
  }

  static Object local() {
    record L(int x, LocalDate d) {}
    return new L(1, LocalDate.of(2026, 2, 3));
  }

  static Object anonymous(int captured) {
    return new Supplier<Integer>() {
      @Override
      public Integer get() {
        return captured;
      }

      @Override
      public String toString() {
        return "anonymous " + captured;
      }
    };
  }

  static Map<String, Object> values() throws Exception {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("record", new R(1, List.of("x"), Optional.of(new R(2, List.of(), Optional.empty()))));
    m.put("generic record", new G<>(List.of(1, 2)));
    m.put("private record", new Priv(4, .1, -5, 'x', true, (byte) 1, (short) 2, Float.NaN));
    m.put("local record", local());
    m.put("record without components", new Empty());
    m.put("record of records", new G<>(new G<>(new Empty())));
    m.put("enum", E.A);
    m.put("enum with body", E.B);
    m.put("EnumMap", new EnumMap<>(Map.of(E.A, 1, E.B, 2)));
    m.put("EnumSet", EnumSet.of(E.A, E.B));
    m.put("empty EnumSet", EnumSet.noneOf(E.class));
    m.put("map with enum keys", new HashMap<>(Map.of(E.A, 1, E.B, 2)));

    m.put("String", "hello");
    m.put("non-ASCII", "äöü 中文 😀 \ud800");
    m.put("long string", "abc\u0000ü".repeat(30_000));
    m.put("Integer", -5);
    m.put("Long", Long.MIN_VALUE);
    m.put("Short", (short) -1);
    m.put("Byte", (byte) -1);
    m.put("Character", '\uffff');
    m.put("Boolean", true);
    m.put("Double", Double.NaN);
    m.put("negative zero", -0.0);
    m.put("Float", Float.NEGATIVE_INFINITY);
    m.put("BigDecimal", new BigDecimal("1.50"));
    m.put("BigInteger", BigInteger.TWO.pow(200).negate());
    m.put("StringBuilder", new StringBuilder("x"));
    m.put("StringBuffer", new StringBuffer("x"));
    m.put("UUID", UUID.randomUUID());
    m.put("Class", String.class);
    m.put("Class of a record", R.class);
    m.put("Class of a primitive", int.class);
    m.put("Class of an array", R[][].class);

    m.put("int[]", IntStream.range(0, 10_000).toArray());
    m.put("long[]", new long[] {1, Long.MAX_VALUE});
    m.put("double[]", new double[] {1, Double.NaN});
    m.put("float[]", new float[] {1, 2});
    m.put("boolean[]", new boolean[] {true, false});
    m.put("char[]", "chars".toCharArray());
    m.put("short[]", new short[] {1, -1});
    m.put("byte[]", new byte[100_000]);
    m.put("empty int[]", new int[0]);
    m.put("int[][]", new int[][] {{1}, null, {2}});
    m.put("Object[]", new Object[] {1, "a", null, new int[] {1}});
    m.put("String[]", new String[] {"a", null});
    m.put("R[]", new R[] {new R(1, List.of(), Optional.empty()), null});
    m.put("Integer[][]", new Integer[][] {{1, 2}, {}});
    m.put("List[]", new List[] {List.of(1)});

    m.put("ArrayList", new ArrayList<>(Arrays.asList(1, null, "x")));
    m.put("LinkedList", new LinkedList<>(List.of(1, 2)));
    m.put("Vector", new Vector<>(List.of(1)));
    m.put("Stack", stack());
    m.put("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(List.of(1)));
    m.put("List.of()", List.of());
    m.put("List.of(1)", List.of(1));
    m.put("List.of(1,2,3)", List.of(1, 2, 3));
    m.put("List.copyOf", List.copyOf(new ArrayList<>(List.of(1))));
    m.put("Stream.toList with null", Stream.of(1, null).toList());
    m.put("Stream.toList", Stream.of(1, 2, 3).toList());
    m.put("Arrays.asList", Arrays.asList("a", "b"));
    m.put("unmodifiableList", Collections.unmodifiableList(new ArrayList<>(List.of(1))));
    m.put("synchronizedList", Collections.synchronizedList(new ArrayList<>(List.of(1))));
    m.put("checkedList", Collections.checkedList(new ArrayList<>(List.of(1)), Integer.class));
    m.put("nCopies", Collections.nCopies(3, "a"));
    m.put("emptyList", Collections.emptyList());
    m.put("singletonList", Collections.singletonList(1));
    m.put("own list", new Countdown(3));
    MyList mine = new MyList(new Closes());
    mine.add("e");
    m.put("list with own fields", mine);

    m.put("HashSet", new HashSet<>(List.of(5, 3, 8)));
    m.put("LinkedHashSet", new LinkedHashSet<>(List.of(3, 1, 2)));
    m.put("TreeSet", new TreeSet<>(List.of(3, 1, 2)));
    m.put("TreeSet descending", new TreeSet<>(List.of(3, 1, 2)).descendingSet());
    m.put("Set.of", Set.of(1));
    m.put("Set.of 3", Set.of(1, 2, 3));
    m.put("unmodifiableSet", Collections.unmodifiableSet(new HashSet<>(Set.of(1))));
    m.put("singleton", Collections.singleton(1));
    m.put("ConcurrentSkipListSet", new ConcurrentSkipListSet<>(List.of(1)));
    m.put("CopyOnWriteArraySet", new CopyOnWriteArraySet<>(List.of(1)));
    m.put("ConcurrentHashMap.newKeySet", keySet());
    m.put("newSetFromMap", setFromMap());

    m.put("HashMap", new HashMap<>(Map.of("a", 1, "b", 2)));
    m.put("HashMap with nulls", nulls());
    m.put("LinkedHashMap", new LinkedHashMap<>(Map.of(1, 2)));
    m.put("TreeMap", new TreeMap<>(Map.of("b", 1, "a", 2)));
    m.put("TreeMap submap", new TreeMap<>(Map.of("b", 1, "a", 2)).headMap("b"));
    m.put("Map.of()", Map.of());
    m.put("Map.of 1", Map.of(1, 2));
    m.put("Map.of 3", Map.of(1, 2, 3, 4, 5, 6));
    m.put("emptyMap", Collections.emptyMap());
    m.put("singletonMap", Collections.singletonMap("k", null));
    m.put("unmodifiableMap", Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))));
    m.put("synchronizedMap", Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))));
    m.put("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of(1, 2)));
    m.put("ConcurrentSkipListMap", new ConcurrentSkipListMap<>(Map.of(1, 2)));
    m.put("IdentityHashMap", new IdentityHashMap<>(Map.of(E.A, 2)));
    m.put("Hashtable", new Hashtable<>(Map.of(1, 2)));
    Properties properties = new Properties();
    properties.setProperty("k", "v");
    m.put("Properties", properties);
    m.put("Map.entry", Map.entry("k", "v"));
    m.put("SimpleEntry", new AbstractMap.SimpleEntry<>(1, null));
    m.put("SimpleImmutableEntry", new AbstractMap.SimpleImmutableEntry<>(1, 2));
    m.put(
        "double-brace map",
        new HashMap<>() {
          {
            put("a", 1);
          }
        });

    m.put("ArrayDeque", new ArrayDeque<>(List.of(1, 2)));
    m.put("PriorityQueue", new PriorityQueue<>(List.of(3, 1, 2)));
    m.put("LinkedBlockingQueue", new LinkedBlockingQueue<>(List.of(1)));
    m.put("ArrayBlockingQueue", new ArrayBlockingQueue<>(3, false, List.of(1)));
    m.put("LinkedBlockingDeque", new LinkedBlockingDeque<>(List.of(1)));
    m.put("PriorityBlockingQueue", new PriorityBlockingQueue<>(List.of(1)));
    m.put("ConcurrentLinkedQueue", new ConcurrentLinkedQueue<>(List.of(1)));
    m.put("ConcurrentLinkedDeque", new ConcurrentLinkedDeque<>(List.of(1)));
    m.put("BitSet", BitSet.valueOf(new long[] {5}));

    m.put("Instant", Instant.parse("2026-03-29T01:02:03.123456789Z"));
    m.put("far Instant", Instant.MIN);
    m.put("Duration", Duration.ofSeconds(-5, 7));
    m.put("Period", Period.of(1, -2, 3));
    m.put("LocalDate", LocalDate.of(2026, 3, 29));
    m.put("LocalTime", LocalTime.MAX);
    m.put("LocalDateTime", LocalDateTime.MIN);
    m.put("OffsetDateTime", OffsetDateTime.parse("2026-03-29T01:02:03+01:00"));
    m.put("OffsetTime", OffsetTime.parse("01:02:03+01:00"));
    m.put(
        "ZonedDateTime in an overlap",
        ZonedDateTime.ofStrict(
            LocalDateTime.parse("2026-10-25T02:30"),
            ZoneOffset.ofHours(1),
            ZoneId.of("Europe/Berlin")));
    m.put("ZoneId", ZoneId.of("Europe/Berlin"));
    m.put("ZoneOffset", ZoneOffset.ofHours(3));
    m.put("Year", Year.of(2026));
    m.put("YearMonth", YearMonth.of(2026, 2));
    m.put("MonthDay", MonthDay.of(2, 29));
    m.put("DayOfWeek", DayOfWeek.MONDAY);
    m.put("ChronoUnit", ChronoUnit.DAYS);
    m.put("TimeUnit", TimeUnit.SECONDS);
    m.put("Clock", Clock.systemUTC());
    m.put("DateTimeFormatter constant", DateTimeFormatter.ISO_LOCAL_DATE);
    m.put("Base64.Encoder", Base64.getUrlEncoder());
    m.put("Base64.Decoder", Base64.getMimeDecoder());
    m.put("HexFormat", HexFormat.ofDelimiter(":").withUpperCase());
    m.put("WeakHashMap", new WeakHashMap<>(Map.of(1, 2)));
    m.put("Date", new Date(5));
    m.put("sql.Timestamp", new java.sql.Timestamp(5));
    m.put("Calendar", new GregorianCalendar(2026, Calendar.MARCH, 1));
    m.put("TimeZone", TimeZone.getTimeZone("Europe/Berlin"));
    m.put("SimpleTimeZone", new SimpleTimeZone(3600_000, "x"));
    m.put("SimpleDateFormat", new SimpleDateFormat("yyyy", Locale.ROOT));
    SimpleDateFormat used = new SimpleDateFormat("yyyy-MM-dd");
    used.format(new Date(0));
    m.put("SimpleDateFormat in use", used);
    m.put("DecimalFormat", new DecimalFormat("0.00"));

    m.put("URI", URI.create("http://x/y?z#f"));
    m.put("URL", new URL("http://x/"));
    m.put("Inet4Address", InetAddress.getByName("127.0.0.1"));
    m.put("Inet6Address", InetAddress.getByName("::1"));
    m.put("InetSocketAddress", InetSocketAddress.createUnresolved("h", 1));
    m.put("Pattern", Pattern.compile("a+", Pattern.CASE_INSENSITIVE));
    m.put("Path", Path.of("a", "b"));
    m.put("File", new File("x"));
    m.put("Locale", Locale.forLanguageTag("de-CH"));
    m.put("Currency", Currency.getInstance("EUR"));
    m.put("Charset", StandardCharsets.UTF_8);
    m.put("ByteBuffer", ByteBuffer.wrap(new byte[5]).position(2).limit(4));
    m.put("Optional", Optional.of(1));
    m.put("empty Optional", Optional.empty());
    m.put("OptionalInt", OptionalInt.of(4));
    m.put("OptionalLong", OptionalLong.empty());
    m.put("OptionalDouble", OptionalDouble.of(.5));
    m.put("AtomicInteger", new AtomicInteger(3));
    m.put("AtomicLong", new AtomicLong(3));
    m.put("AtomicBoolean", new AtomicBoolean(true));
    m.put("AtomicReference", new AtomicReference<>("x"));
    m.put("AtomicIntegerArray", new AtomicIntegerArray(new int[] {1}));
    m.put("LongAdder", adder());
    m.put("IntSummaryStatistics", IntStream.of(1, 2).summaryStatistics());
    m.put("LongSummaryStatistics", LongStream.of(1, 2).summaryStatistics());
    m.put("DoubleSummaryStatistics", DoubleStream.of(.1, .2, .3).summaryStatistics());
    m.put("reverse order", Collections.reverseOrder());
    m.put("natural order", Comparator.naturalOrder());
    m.put("CASE_INSENSITIVE_ORDER", String.CASE_INSENSITIVE_ORDER);

    m.put("no no-arg constructor", new NoConstructor(7));
    m.put("fields of the same name", new Child());
    m.put("inner class", new Outer().in());
    m.put("anonymous class", anonymous(4));
    m.put("subclass of Number", new Money(5));
    m.put("own AutoCloseable", new Closes());
    m.put("singleton with readResolve", Single.ONLY);
    m.put("System.out", System.out);
    return m;
  }

  private static Object adder() {
    LongAdder adder = new LongAdder();
    adder.add(4);
    return adder;
  }

  private static Object setFromMap() {
    Set<Integer> set = Collections.newSetFromMap(new HashMap<>());
    set.add(1);
    return set;
  }

  private static Object stack() {
    Stack<Integer> stack = new Stack<>();
    stack.push(1);
    return stack;
  }

  private static Object keySet() {
    Set<Integer> set = ConcurrentHashMap.newKeySet();
    set.add(1);
    return set;
  }

  private static Object nulls() {
    Map<String, Integer> map = new HashMap<>();
    map.put(null, 1);
    map.put("x", null);
    return map;
  }

  @TestFactory
  Stream<DynamicTest> comesBackAsItself() throws Exception {
    return values().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Object copy = Trips.copy(e.getValue());
                      assertThat(copy.getClass()).isSameAs(e.getValue().getClass());
                      if (!Objects.deepEquals(copy, e.getValue())) {
                        assertThat(copy.toString()).isEqualTo(e.getValue().toString());
                      }
                    }));
  }

  /** Views have no form of their own; an equal plain value comes back. */
  @TestFactory
  Stream<DynamicTest> comesBackAsAnEqualPlainValue() {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("subList", new ArrayList<>(List.of(1, 2, 3)).subList(0, 2));
    m.put("List.of subList", List.of(1, 2, 3).subList(0, 2));
    m.put("keySet", new HashMap<>(Map.of(1, 2, 3, 4)).keySet());
    m.put("entrySet", new HashMap<>(Map.of(1, 2, 3, 4)).entrySet());
    m.put("TreeMap keySet", new TreeMap<>(Map.of(1, 2, 3, 4)).keySet());
    m.put("entry", new HashMap<>(Map.of(1, 2)).entrySet().iterator().next());
    return m.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> assertThat(Trips.copy(e.getValue())).isEqualTo(e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> othersInWords() {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("ReentrantLock", new ReentrantLock());
    m.put("ReentrantReadWriteLock", new ReentrantReadWriteLock());
    m.put("Semaphore", new Semaphore(3));
    m.put("Random", new Random(42));
    m.put("Object", new Object());
    return m.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Object copy = Trips.copy(e.getValue());
                      assertThat(copy.getClass()).isSameAs(e.getValue().getClass());
                      if (copy instanceof Random random) {
                        assertThat(random.nextLong()).isEqualTo(((Random) e.getValue()).nextLong());
                      }
                    }));
  }
}
