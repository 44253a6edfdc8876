package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Identity, circles, order and depth. */
class GraphTest {
  static class Node {
    final String name;
    Node next;
    Map<String, Node> registry;
    Set<Node> peers = new HashSet<>();

    Node(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Node n && n.name.equals(name);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name);
    }
  }

  static class Link {
    Link next;
    int depth;
  }

  record Tree(String name, List<Tree> children) {
    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  record Pair(Object a, Object b) {}

  /** Its fields are read in the order of their names, so the set comes before what is hashed. */
  static class Late {
    Set<Late> all = new HashSet<>();
    Map<Late, String> names = new HashMap<>();
    String zName;

    Late(String name) {
      zName = name;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Late l && l.zName.equals(zName);
    }

    @Override
    public int hashCode() {
      return zName.hashCode();
    }
  }

  static class Written implements Serializable {
    transient Object hidden;
    final Object plain;

    Written(Object hidden, Object plain) {
      this.hidden = hidden;
      this.plain = plain;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeObject(hidden);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      hidden = in.readObject();
    }
  }

  static class Base {
    transient List<String> base = new ArrayList<>(List.of("b"));
  }

  static class Derived extends Base implements Serializable {
    transient List<String> derived = new ArrayList<>(List.of("d"));
    transient int count = 3;
    int kept = 4;
  }

  @Test
  void transientFieldsTravelWhereTheirClassIsNotSerializable() throws Exception {
    Base copy = Trips.copy(new Base());
    assertThat(copy.base).containsExactly("b");
    class WithThread {
      final transient Thread thread = new Thread("t");
    }
    assertThatThrownBy(() -> Trips.copy(new WithThread()))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining("field thread of ");
  }

  @Test
  void transientFieldsOfSerializableClassesStayBehind() throws Exception {
    Derived copy = Trips.copy(new Derived());
    assertThat(copy.derived).isNull();
    assertThat(copy.count).isZero();
    assertThat(copy.kept).isEqualTo(4);
    assertThat(copy.base).containsExactly("b");
  }

  @Test
  void oneObjectStaysOne() throws Exception {
    Object lock = new Object();
    StringBuilder text = new StringBuilder("t");
    Object[] copy =
        Trips.copy(
            new Object[] {
              lock,
              lock,
              text,
              new Pair(text, lock),
              Collections.unmodifiableList(Arrays.asList(text))
            });
    assertThat(copy[1]).isSameAs(copy[0]);
    assertThat(((Pair) copy[3]).a()).isSameAs(copy[2]);
    assertThat(((Pair) copy[3]).b()).isSameAs(copy[0]);
    assertThat(((List<?>) copy[4]).get(0)).isSameAs(copy[2]);
  }

  @Test
  void valuesOfOneWriterShareWhatTheyShared() throws Exception {
    ValueCodec codec = Trips.codec();
    List<Integer> list = new ArrayList<>(List.of(1));
    byte[] bytes = Trips.encode(codec, list, new Pair(list, null), null, list);
    try (ValueReader reader = codec.reader(new ByteArrayInputStream(bytes))) {
      Object first = reader.read();
      assertThat(((Pair) reader.read()).a()).isSameAs(first);
      assertThat(reader.read()).isNull();
      assertThat(reader.read()).isSameAs(first);
      assertThatThrownBy(reader::read).isInstanceOf(ValueUnreadableException.class);
    }
  }

  @Test
  void circlesStayCircles() throws Exception {
    List<Object> self = new ArrayList<>();
    self.add(self);
    List<Object> copy = Trips.copy(self);
    assertThat(copy.get(0)).isSameAs(copy);

    Object[] array = new Object[1];
    array[0] = array;
    Object[] arrayCopy = Trips.copy(array);
    assertThat(arrayCopy[0]).isSameAs(arrayCopy);

    Node a = new Node("a");
    a.next = new Node("b");
    a.next.next = a;
    a.peers.add(a);
    Node nodeCopy = Trips.copy(a);
    assertThat(nodeCopy.next.next).isSameAs(nodeCopy);
    assertThat(nodeCopy.peers).contains(nodeCopy);

    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    Map<String, Object> mapCopy = Trips.copy(map);
    assertThat(mapCopy.get("self")).isSameAs(mapCopy);
  }

  @Test
  void circlesThroughWhatIsMadeLastStayCircles() throws Exception {
    Tree tree = new Tree("root", new ArrayList<>());
    tree.children().add(tree);
    Tree copy = Trips.copy(tree);
    assertThat(copy.children().get(0)).isSameAs(copy);

    Map<String, Node> registry = new ConcurrentHashMap<>();
    Map<String, Node> island = new LinkedHashMap<>();
    for (Map<String, Node> m : List.of(registry, island)) {
      Node node = new Node("n");
      node.registry = m;
      m.put("n", node);
      Map<String, Node> mapCopy = Trips.copy(m);
      assertThat(mapCopy.get("n").registry).isSameAs(mapCopy);
    }

    Map<String, Object> map = new HashMap<>();
    Pair pair = new Pair(map, "x");
    map.put("a", pair);
    map.put("b", 1);
    Pair pairCopy = Trips.copy(pair);
    assertThat(((Map<?, ?>) pairCopy.a()).get("a")).isSameAs(pairCopy);
    assertThat(((Map<?, ?>) pairCopy.a()).get("b")).isEqualTo(1);
  }

  @Test
  void circlesThatCannotBeMadeAgainAreRefused() {
    Map<String, Object> island = new LinkedHashMap<>();
    island.put("again", new Pair(island, 1));
    assertThatThrownBy(() -> Trips.copy(island))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageStartingWith("x (test) → value of \"again\" → field a of ")
        .hasMessageContaining("java.util.LinkedHashMap: it is part of itself");
  }

  @Test
  void whatIsHashedIsCompleteWhenItIsHashed() throws Exception {
    Late a = new Late("a");
    Late b = new Late("b");
    for (Late one : List.of(a, b)) {
      one.all.addAll(List.of(a, b));
      one.names.put(a, "a");
      one.names.put(b, "b");
    }
    Late copy = Trips.copy(a);
    assertThat(copy.all).hasSize(2).contains(copy);
    assertThat(copy.names.get(new Late("b"))).isEqualTo("b");
  }

  @Test
  void islandsHoldWhatIsNotSerializableAndShareIt() throws Exception {
    Node node = new Node("n");
    Object[] copy = Trips.copy(new Object[] {node, new Written(node, node)});
    assertThat(((Written) copy[1]).hidden).isSameAs(copy[0]);
    assertThat(((Written) copy[1]).plain).isSameAs(copy[0]);
  }

  @Test
  void proxiesTravel() throws Exception {
    String held = "held";
    @SuppressWarnings("unchecked")
    Callable<String> proxy =
        (Callable<String>)
            Proxy.newProxyInstance(
                GraphTest.class.getClassLoader(),
                new Class<?>[] {Callable.class},
                (p, method, arguments) -> held + method.getName());
    assertThat(Trips.copy(proxy).call()).isEqualTo("heldcall");
  }

  @Test
  void hashTablesKeepTheirOrder() throws Exception {
    Random random = new Random(1);
    for (int size : new int[] {1, 11, 12, 13, 48, 49, 1000, 10_000}) {
      Map<Integer, Integer> grown = new HashMap<>();
      random.ints(size).forEach(n -> grown.put(n, n));
      Map<Integer, Integer> copied = new HashMap<>(grown);
      Map<Integer, Integer> sized = new HashMap<>(10 * size);
      sized.putAll(grown);
      Map<Integer, Integer> shrunk = new HashMap<>(sized);
      shrunk.keySet().removeIf(n -> n % 3 != 0);
      Map<Integer, Integer> dense = new HashMap<>(16, 8f);
      // denser still, and buckets become trees, whose order is not kept
      dense.putAll(size < 100 ? grown : Map.of(1, 1));
      Map<Integer, Integer> concurrent = new ConcurrentHashMap<>(grown);
      Map<Integer, Integer> concurrentGrown = new ConcurrentHashMap<>();
      grown.keySet().forEach(n -> concurrentGrown.put(n, n));
      List<Map<Integer, Integer>> maps =
          List.of(grown, copied, sized, shrunk, dense, concurrent, concurrentGrown);
      for (int i = 0; i < maps.size(); i++) {
        Map<Integer, Integer> map = maps.get(i);
        assertThat(new ArrayList<>(Trips.copy(map).keySet()))
            .as("map %d of %d entries", i, size)
            .isEqualTo(new ArrayList<>(map.keySet()));
        Set<Integer> set = new HashSet<>(map.keySet());
        assertThat(new ArrayList<>(Trips.copy(set))).isEqualTo(new ArrayList<>(set));
      }
    }
  }

  @Test
  void accessOrderStays() throws Exception {
    Map<String, Integer> cache =
        new LinkedHashMap<>(16, .75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > 2;
          }
        };
    cache.put("a", 1);
    cache.put("b", 2);
    Integer unused = cache.get("a");
    Map<String, Integer> copy = Trips.copy(cache);
    assertThat(copy.toString()).isEqualTo("{b=2, a=1}");
    copy.put("c", 3);
    assertThat(copy.toString()).isEqualTo("{a=1, c=3}");
  }

  @Test
  void aChainOf100_000NodesTravelsOnAnOrdinaryStack() throws Exception {
    Link chain = null;
    for (int i = 0; i < 100_000; i++) {
      Link link = new Link();
      link.next = chain;
      link.depth = i;
      chain = link;
    }
    Link copy = Trips.copy(chain);
    int count = 0;
    for (Link link = copy; link != null; link = link.next) {
      count++;
    }
    assertThat(count).isEqualTo(100_000);
    assertThat(copy.depth).isEqualTo(99_999);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(t -> t.getName().equals("openmodal-deep-value") && !t.isDaemon())
        .isEmpty();
  }

  @Test
  void deepListsAndIslandsTravelToo() throws Exception {
    Object nested = new ArrayList<>();
    Object islands = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      nested = new ArrayList<>(Arrays.asList(nested));
      Map<String, Object> outer = new LinkedHashMap<>();
      outer.put("in", islands);
      islands = outer;
    }
    Object copy = Trips.copy(nested);
    Object mapCopy = Trips.copy(islands);
    int depth = 0;
    while (copy instanceof List<?> list && !list.isEmpty()) {
      copy = list.get(0);
      depth++;
    }
    assertThat(depth).isEqualTo(5_000);
    depth = 0;
    while (mapCopy instanceof Map<?, ?> map && !map.isEmpty()) {
      mapCopy = map.get("in");
      depth++;
    }
    assertThat(depth).isEqualTo(5_000);
  }

  @Test
  void tooDeepIsRefusedByName() {
    Link chain = null;
    for (int i = 0; i < 260_000; i++) {
      Link link = new Link();
      link.next = chain;
      chain = link;
    }
    Link tooDeep = chain;
    assertThatThrownBy(
            () -> {
              try (ValueWriter writer = Trips.codec().writer(OutputStream.nullOutputStream())) {
                writer.write("chain (snippet variable)", tooDeep);
              }
            })
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining(
            "Link: it is nested deeper than 250000 levels. Hold its parts in a list");
  }

  @Test
  void largeArraysStream() throws Exception {
    byte[] big = new byte[32 << 20];
    big[big.length - 1] = 7;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ValueCodec codec = Trips.codec();
    try (ValueWriter writer = codec.writer(out)) {
      writer.write("big", big);
      assertThat(writer.position()).isBetween(32L << 20, (32L << 20) + 100);
    }
    assertThat((byte[]) Trips.decode(codec, out.toByteArray())).isEqualTo(big);
  }

  @Test
  void dequesKeepWhatTheyHold() throws Exception {
    assertThat(Trips.copy(new ArrayDeque<>(List.of(3, 1, 2))).toString()).isEqualTo("[3, 1, 2]");
  }
}
