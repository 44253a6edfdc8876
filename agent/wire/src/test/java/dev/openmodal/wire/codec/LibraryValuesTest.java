package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.BiMap;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Ordering;
import com.google.common.collect.Range;
import com.google.common.collect.TreeMultimap;
import com.google.common.hash.HashCode;
import com.google.common.primitives.ImmutableIntArray;
import io.vavr.Tuple;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Bags;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.impl.factory.Multimaps;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Values of libraries that the user may have come back as themselves, also around objects that are
 * not Serializable, such as records typed into the REPL.
 */
class LibraryValuesTest {
  record Item(String name, int n) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      return name.compareTo(other.name);
    }
  }

  private static final Item A = new Item("a", 1);
  private static final Item B = new Item("b", 2);

  static Map<String, Object> values() throws Exception {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("ImmutableList", ImmutableList.of(A, B));
    m.put("empty ImmutableList", ImmutableList.of());
    m.put("ImmutableList of one", ImmutableList.of(A));
    m.put("ImmutableSet", ImmutableSet.of(A, B));
    m.put("ImmutableMap", ImmutableMap.of(A, B, B, A));
    m.put("ImmutableSortedMap", ImmutableSortedMap.of(B, 1, A, 2));
    m.put("ImmutableBiMap", ImmutableBiMap.of("a", A));
    m.put("ImmutableMultimap", ImmutableMultimap.of("a", A, "a", B));
    m.put("ImmutableTable", ImmutableTable.of("r", "c", A));
    m.put("HashMultimap", HashMultimap.create(ImmutableMultimap.of("a", A, "a", B)));
    m.put("empty HashMultimap", HashMultimap.create());
    m.put("ArrayListMultimap", ArrayListMultimap.create(ImmutableMultimap.of("a", A, "a", B)));
    m.put("LinkedHashMultimap", LinkedHashMultimap.create(ImmutableMultimap.of("a", A)));
    m.put("TreeMultimap", TreeMultimap.create(ImmutableMultimap.of(A, B)));
    BiMap<String, Item> biMap = HashBiMap.create();
    biMap.put("a", A);
    m.put("HashBiMap", biMap);
    HashBasedTable<String, String, Item> table = HashBasedTable.create();
    table.put("r", "c", A);
    m.put("HashBasedTable", table);
    m.put("HashMultiset", HashMultiset.create(List.of(A, A, B)));
    m.put("Range", Range.closedOpen(A, B));
    m.put("ImmutableRangeSet", ImmutableRangeSet.of(Range.open(1, 2)));
    m.put("guava Optional", com.google.common.base.Optional.of(A));
    m.put("guava absent", com.google.common.base.Optional.absent());
    m.put("Lists.transform", List.copyOf(Lists.transform(List.of(1), x -> x + 1)));
    m.put("Ordering", Ordering.natural().reverse());
    m.put("HashCode", HashCode.fromInt(5));
    m.put("ImmutableIntArray", ImmutableIntArray.of(1, 2));

    ObjectMapper mapper = new ObjectMapper();
    JsonNode tree = mapper.readTree("{\"a\":[1,2.5,null,true,\"x\"],\"b\":{\"c\":12345678901}}");
    m.put("JsonNode", tree);
    m.put("ArrayNode", tree.get("a"));
    m.put("NullNode", tree.get("a").get(2));
    m.put("POJONode", mapper.getNodeFactory().textNode("t"));

    m.put("FastList", org.eclipse.collections.api.factory.Lists.mutable.of(A, B));
    m.put("ImmutableList EC", org.eclipse.collections.api.factory.Lists.immutable.of(A, B));
    m.put("UnifiedSet", Sets.mutable.of(A, B));
    m.put("ImmutableSet EC", Sets.immutable.of(A, B));
    m.put("UnifiedMap", Maps.mutable.of(A, B, B, A));
    m.put("ImmutableMap EC", Maps.immutable.of(A, B));
    m.put("HashBag", Bags.mutable.of(A, A, B));
    m.put("IntArrayList", IntLists.mutable.of(1, 2, 3));
    m.put("ObjectIntHashMap", ObjectIntMaps.mutable.empty().withKeyValue(A, 1));
    m.put("FastListMultimap", Multimaps.mutable.list.with("a", A, "a", B));

    m.put("vavr List", io.vavr.collection.List.of(A, B));
    m.put("long vavr List", io.vavr.collection.List.ofAll(IntStream.range(0, 20_000).boxed()));
    m.put("vavr Vector", io.vavr.collection.Vector.of(A, B));
    m.put("vavr HashMap", io.vavr.collection.HashMap.of(A, B, B, A));
    m.put("vavr HashSet", io.vavr.collection.HashSet.of(A, B));
    m.put("vavr TreeMap", io.vavr.collection.TreeMap.of(A, 1, B, 2));
    m.put("vavr Option", Option.of(A));
    m.put("vavr None", Option.none());
    m.put("vavr Tuple", Tuple.of(1, A, "x"));
    m.put("vavr Either", Either.left(A));
    m.put("vavr Try", Try.success(A));
    m.put("vavr Array", io.vavr.collection.Array.of(A));
    m.put("vavr Queue", io.vavr.collection.Queue.of(A, B));
    return m;
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
                      if (!Objects.equals(copy, e.getValue())) {
                        assertThat(copy.toString()).isEqualTo(e.getValue().toString());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> comesBackInsideAnotherIsland() throws Exception {
    return values().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      Map<String, Object> outer = new LinkedHashMap<>();
                      outer.put("inner", e.getValue());
                      Object copy = Trips.copy(outer).get("inner");
                      assertThat(copy.getClass()).isSameAs(e.getValue().getClass());
                      if (!Objects.equals(copy, e.getValue())) {
                        assertThat(copy.toString()).isEqualTo(e.getValue().toString());
                      }
                    }));
  }

  enum Color {
    RED,
    GREEN
  }

  record Painted(String name, Optional<Color> color) {}

  /** The next JVM would hash the keys anew, and find none of them by the hashes of this one. */
  @Test
  void collectionsThatKeepHashCodesOfThisJvmAreRefused() {
    Object object = new Object();
    Painted painted = new Painted("p", Optional.of(Color.RED));
    for (Object value :
        List.of(
            io.vavr.collection.HashMap.of(Color.RED, 1, Color.GREEN, 2),
            io.vavr.collection.LinkedHashMap.of(Color.RED, 1),
            io.vavr.collection.HashMap.of("a", 1, object, 2),
            io.vavr.collection.HashMap.of(painted, 1),
            io.vavr.collection.HashMap.of(List.of(Color.RED), 1),
            io.vavr.collection.HashMap.of(Color.class, 1))) {
      assertThat(catchThrowable(() -> Trips.copy(value)))
          .as(value.toString())
          .isInstanceOf(ValueRefusedException.class)
          .hasMessageMatching(
              "(?s).*it keeps the hash code of a .*, which is another one in each JVM\\. Use a"
                  + " collection of java\\.util, or make it inside the lambda\\.");
    }
  }

  static class Bucket {
    final Object key;
    final int keyHash;

    Bucket(Object key) {
      this.key = key;
      keyHash = key.hashCode() ^ (key.hashCode() >>> 16);
    }
  }

  @Test
  void keptHashCodesAreFoundUnderAnyNameThatSaysHash() throws Exception {
    assertThat(catchThrowable(() -> Trips.copy(new Bucket(Color.RED))))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining("it keeps the hash code of a ");
    assertThat(Trips.copy(new Bucket("a")).keyHash).isEqualTo(new Bucket("a").keyHash);
  }

  @Test
  void collectionsWhoseHashCodesHoldEverywhereTravel() throws Exception {
    for (Object value :
        List.of(
            io.vavr.collection.HashMap.of("a", Color.RED, "b", Color.GREEN),
            io.vavr.collection.HashMap.of(new Painted("p", Optional.empty()), 1, List.of(1), 2),
            io.vavr.collection.HashSet.of(Color.RED), // hashes anew
            io.vavr.collection.TreeMap.of(Color.RED, 1, Color.GREEN, 2),
            ImmutableMap.of(Color.RED, 1),
            HashMultiset.create(List.of(Color.RED)),
            Maps.mutable.of(Color.RED, 1))) {
      Object copy = Trips.copy(value);
      assertThat(copy).isEqualTo(value);
    }
  }

  @Test
  void whatIsEmptyFirstIsNotEmptyLater() throws Exception {
    ValueCodec codec = Trips.codec();
    Trips.encode(codec, HashMultimap.create());
    HashMultimap<String, Item> full = HashMultimap.create(ImmutableMultimap.of("a", A));
    assertThat((Object) Trips.decode(codec, Trips.encode(codec, full))).isEqualTo(full);
  }
}
