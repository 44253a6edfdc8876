package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openmodal.Fn0;
import dev.openmodal.Fn1;
import dev.openmodal.OpenModal;
import dev.openmodal.RemoteFunction;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LambdaTest {
  record P(int a) {
    int twice() {
      return a * 2;
    }
  }

  interface Marker {}

  interface Generic<T extends Comparable<T>> {
    T max(T a, T b);
  }

  /** One class for each form, as in the REPL: a snippet rarely makes two of the same form. */
  static class Plain {
    static Function<Integer, Integer> block() {
      return x -> {
        int y = x + 1;
        return y * 2;
      };
    }

    static Supplier<String> capturing(int a, long b, String s, double[] array) {
      return () -> a + b + s + array.length;
    }

    static Comparator<String> comparator() {
      return (a, b) -> b.compareTo(a);
    }

    static ToIntFunction<P> unbound() {
      return P::twice;
    }

    static IntSupplier bound(P p) {
      return p::twice;
    }

    static BiFunction<String, Integer, Character> charAt() {
      return String::charAt;
    }

    static Runnable marked(AtomicInteger counter) {
      return (Runnable & Marker) counter::incrementAndGet;
    }

    static Generic<String> generic() {
      return (a, b) -> a.compareTo(b) > 0 ? a : b;
    }

    static LongBinaryOperator primitive() {
      return Math::max;
    }

    private int field = 5;

    Predicate<Integer> ofThis() {
      return x -> x == field;
    }

    private int hidden(int x) {
      return x + field;
    }

    UnaryOperator<Integer> privateMethod() {
      return this::hidden;
    }
  }

  static class Nested {
    static Supplier<Callable<Integer>> of(int n) {
      return () -> () -> n;
    }
  }

  static class Constructor {
    static Function<Integer, P> of() {
      return P::new;
    }
  }

  static class ArrayConstructor {
    static Function<Integer, String[]> of() {
      return String[]::new;
    }
  }

  static class Twins {
    static List<Function<Integer, Integer>> different() {
      return List.of(x -> x + 1, x -> x * 2);
    }
  }

  static class SameTwins {
    static List<Supplier<Integer>> same() {
      return List.of(() -> 42, () -> 42);
    }
  }

  @Test
  void plainLambdasTravel() throws Exception {
    assertThat(Trips.copy(Plain.block()).apply(3)).isEqualTo(8);
    assertThat(Trips.copy(Plain.capturing(1, 2, "x", new double[3])).get()).isEqualTo("3x3");
    assertThat(Trips.copy(Plain.comparator()).compare("a", "b")).isEqualTo(1);
    assertThat(Trips.copy(Plain.generic()).max("a", "b")).isEqualTo("b");
    assertThat(Trips.copy(Nested.of(7)).get().call()).isEqualTo(7);
    assertThat(Trips.copy(Nested.of(7).get()).call()).isEqualTo(7);
    assertThat(Trips.copy(new Plain().ofThis()).test(5)).isTrue();
  }

  @Test
  void methodReferencesTravel() throws Exception {
    assertThat(Trips.copy(Plain.unbound()).applyAsInt(new P(4))).isEqualTo(8);
    assertThat(Trips.copy(Plain.bound(new P(4))).getAsInt()).isEqualTo(8);
    assertThat(Trips.copy(Plain.charAt()).apply("abc", 1)).isEqualTo('b');
    assertThat(Trips.copy(Plain.primitive()).applyAsLong(1, 2)).isEqualTo(2);
    assertThat(Trips.copy(Constructor.of()).apply(4)).isEqualTo(new P(4));
    assertThat(Trips.copy(ArrayConstructor.of()).apply(4)).hasSize(4);
    assertThat(Trips.copy(new Plain().privateMethod()).apply(1)).isEqualTo(6);
  }

  @Test
  void furtherInterfacesStay() throws Exception {
    AtomicInteger counter = new AtomicInteger();
    Runnable copy = Trips.copy(Plain.marked(counter));
    assertThat(copy).isInstanceOf(Marker.class);
    copy.run();
    assertThat(counter).hasValue(0);
  }

  @Test
  void aCopyCanTravelOn() throws Exception {
    assertThat(Trips.copy(Trips.copy(Nested.of(7))).get().call()).isEqualTo(7);
  }

  @Test
  void serializableLambdasTravel() throws Exception {
    int k = 41;
    P p = new P(1);
    Fn1<Integer, Integer> f = x -> x + k + p.a();
    assertThat(Trips.copy(f).apply(1)).isEqualTo(43);
    Fn1<P, Integer> reference = P::twice;
    assertThat(Trips.copy(reference).apply(p)).isEqualTo(2);
    Comparator<P> comparator = Comparator.comparing((Function<P, Integer> & Serializable) P::a);
    assertThat(Trips.copy(comparator.reversed()).compare(new P(1), new P(2))).isEqualTo(1);
  }

  @Test
  void lambdasOfJavaItselfTravelWhereTheyCanBeRead() throws Exception {
    Comparator<String> byLength = Comparator.comparing(String::length);
    // holds a plain lambda of this class
    assertThat(Trips.copy(byLength).compare("a", "bb")).isEqualTo(-1);
    assertThat(Trips.copy(byLength.thenComparing(Comparator.naturalOrder())).compare("a", "b"))
        .isEqualTo(-1);
    assertThat(
            Trips.copy(Map.Entry.<String, Integer>comparingByKey())
                .compare(Map.entry("a", 1), Map.entry("b", 1)))
        .isEqualTo(-1);
    assertThat(Trips.<Function<Integer, Integer>>copy(Function.identity()).apply(5)).isEqualTo(5);
    assertThat(Trips.<UnaryOperator<Integer>>copy(UnaryOperator.identity()).apply(5)).isEqualTo(5);
    Predicate<String> p = s -> s.isEmpty();
    ValueRefusedException refused =
        catchThrowableOfType(ValueRefusedException.class, () -> Trips.copy(p.negate()));
    assertThat(refused)
        .hasMessage(
            "x (test) → a lambda of java.util.function.Predicate: a lambda made inside the JDK"
                + " cannot be read. Write it out as a lambda of your own.");
  }

  @Test
  void comparatorsOfCollectionsTravel() throws Exception {
    TreeMap<String, Integer> map = new TreeMap<>(Comparator.comparing(String::length));
    map.put("bb", 1);
    map.put("a", 2);
    TreeMap<String, Integer> copy = Trips.copy(map);
    assertThat(copy).hasToString("{a=2, bb=1}");
    assertThat(copy.put("c", 3)).isEqualTo(2);
  }

  @Test
  void lambdasOfTheSameFormAreToldApartOrRefused() throws Exception {
    ValueRefusedException refused =
        catchThrowableOfType(
            ValueRefusedException.class, () -> Trips.copy(Twins.different().get(0)));
    assertThat(refused.isAmbiguousLambda()).isTrue();
    assertThat(refused)
        .hasMessageContaining(
            "it cannot be told from another lambda of the same form in the same class")
        .hasMessageEndingWith(
            "Declare it with a Serializable type such as Fn1, or put each in a class of its own.");
    assertThat(Trips.copy(SameTwins.same().get(1)).get()).isEqualTo(42);
  }

  @Test
  void aRecursiveLambdaInAHolderTravels() throws Exception {
    AtomicReference<Fn1<Integer, Integer>> holder = new AtomicReference<>();
    holder.set(n -> n < 2 ? 1 : n * holder.get().apply(n - 1));
    assertThat(Trips.copy(holder.get()).apply(5)).isEqualTo(120);
    @SuppressWarnings("unchecked")
    Function<Integer, Integer>[] array = new Function[1];
    array[0] = n -> n < 2 ? 1 : n * array[0].apply(n - 1);
    assertThat(Trips.copy(array[0]).apply(5)).isEqualTo(120);
    assertThat(Trips.copy(array)[0].apply(5)).isEqualTo(120);
  }

  @Test
  void capturedValuesAreSharedWithTheGraph() throws Exception {
    List<Integer> list = new ArrayList<>(List.of(1));
    Fn0<Integer> size = list::size;
    Supplier<Integer> plain = () -> list.size();
    Object[] copy = Trips.copy(new Object[] {list, size, plain});
    @SuppressWarnings("unchecked")
    List<Integer> copied = (List<Integer>) copy[0];
    copied.add(2);
    assertThat(((Fn0<?>) copy[1]).apply()).isEqualTo(2);
    assertThat(((Supplier<?>) copy[2]).get()).isEqualTo(2);
  }

  @Test
  void remoteFunctionsTravelWithTheirLambda() throws Exception {
    int k = 4;
    RemoteFunction<Integer, Integer> f =
        OpenModal.app("x").function((Integer n) -> n + k).memory("64Mi").env("A", "b");
    Fn1<Integer, Integer> outer = n -> f.local(n) + 1;
    assertThat(Trips.copy(f).local(1)).isEqualTo(5);
    assertThat(Trips.copy(f).spec().options()).isEqualTo(f.spec().options());
    assertThat(Trips.copy(outer).apply(1)).isEqualTo(6);
  }

  @Test
  void lambdasInsideIslandsTravel() throws Exception {
    Map<String, Object> map = new LinkedHashMap<>();
    Fn0<Integer> serializable = () -> 1;
    Supplier<Integer> plain = () -> 2;
    map.put("serializable", serializable);
    map.put("plain", plain);
    Map<String, Object> copy = Trips.copy(map);
    assertThat(((Fn0<?>) copy.get("serializable")).apply()).isEqualTo(1);
    assertThat(((Supplier<?>) copy.get("plain")).get()).isEqualTo(2);
  }

  @Test
  void theWriterNamesLambdasAndClasses() throws Exception {
    P p = new P(3);
    Fn0<Integer> f = p::twice;
    Supplier<P[]> plain = () -> new P[] {p};
    try (ValueWriter writer = Trips.codec().writer(new ByteArrayOutputStream())) {
      writer.write("f", f);
      writer.write("rest", Arrays.asList(plain, new Twins[0], "x", Thread.State.NEW));
      assertThat(writer.classes()).isEqualTo(Set.of(P.class, LambdaTest.class, Twins.class));
      assertThat(writer.lambdas()).hasSize(2);
      LambdaForm first = writer.lambdas().get(0);
      assertThat(first.capturingClass()).isEqualTo(LambdaTest.class.getName());
      assertThat(first.interfaceName()).isEqualTo(Fn0.class.getName());
      assertThat(first.implClass()).isEqualTo(P.class.getName());
      assertThat(first.implMethod()).isEqualTo("twice");
      assertThat(first.captured()).containsExactly(p);
      assertThat(first.serializable()).isTrue();
      LambdaForm second = writer.lambdas().get(1);
      assertThat(second.implMethod()).startsWith("lambda$");
      assertThat(second.serializable()).isFalse();
    }
  }

  @Test
  void anObjectThatIsNoLambdaIsSaidToBeNone() {
    ValueRefusedException refused =
        catchThrowableOfType(ValueRefusedException.class, () -> LambdaForm.of("x", Trips.FILES));
    assertThat(refused)
        .hasMessage(
            "lambda → java.lang.String: it is not a lambda. Give a lambda or a method reference.");
  }
}
