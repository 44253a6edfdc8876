package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static dev.openmodal.OpenModal.args;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openmodal.App;
import dev.openmodal.ErrorCode;
import dev.openmodal.Fn1;
import dev.openmodal.MapFailedException;
import dev.openmodal.MapResults;
import dev.openmodal.OpenModalException;
import dev.openmodal.Outcome;
import dev.openmodal.Outcomes;
import dev.openmodal.RemoteException;
import dev.openmodal.RemoteFunction;
import dev.openmodal.Retries;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a map gives for its inputs, and what becomes of those that fail. */
@Timeout(120)
class MapTest {
  private final App app = app("map");
  private final RemoteFunction<Integer, Integer> square = app.function((Integer n) -> n * n);
  private final RemoteFunction<Integer, Integer> pickyAboutThrees =
      app.function(
          (Integer n) -> {
            if (n % 10 == 3) {
              throw new IOException("no " + n);
            }
            return n;
          });

  @TempDir private Path folder;

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void eachResultIsGivenOnceWhateverTheOrder() {
    Set<Integer> seen = new TreeSet<>();
    int count = 0;
    for (int result : square.map(numbers(500))) {
      seen.add(result);
      count++;
    }
    assertThat(count).isEqualTo(500);
    assertThat(seen).containsExactlyElementsOf(numbers(500).stream().map(n -> n * n).toList());
  }

  @Test
  void aListIsInTheOrderOfTheInputs() {
    RemoteFunction<Integer, Integer> uneven =
        app.function(
            (Integer n) -> {
              Thread.sleep(n % 5 == 0 ? 30 : 0);
              return n;
            });
    MapResults<Integer, Integer> results = uneven.map(numbers(60));
    assertThat(results.toList()).isEqualTo(numbers(60));
    assertThat(results.toList()).isEqualTo(numbers(60)); // as often as one likes
    List<Integer> inOrder = new ArrayList<>();
    uneven.map(numbers(60)).inOrder().forEach(inOrder::add);
    assertThat(inOrder).isEqualTo(numbers(60));
  }

  /** That of the JVM. */
  private static String id() {
    return System.getProperties()
        .computeIfAbsent("test.id", key -> UUID.randomUUID().toString())
        .toString();
  }

  @Test
  void severalWorkersRunIt() {
    RemoteFunction<Integer, String> jvm =
        app.function(
                (Integer n) -> {
                  Thread.sleep(20);
                  return id();
                })
            .maxContainers(3);
    assertThat(new HashSet<>(jvm.map(numbers(300)).toList())).hasSize(3);
    assertThat(new HashSet<>(jvm.maxContainers(1).map(numbers(30)).toList())).hasSize(1);
  }

  @Test
  void aFailureEndsItsInputAlone() {
    MapResults<Integer, Integer> results = pickyAboutThrees.map(numbers(40));
    MapFailedException failed = catchThrowableOfType(MapFailedException.class, results::toList);
    assertThat(failed)
        .hasMessageContaining("4 inputs of a map of the app map failed (36 succeeded, 4 failed)")
        .hasMessageContaining("input 3: java.io.IOException: no 3")
        .hasMessageContaining("and 1 more")
        .hasMessageEndingWith("[MAP_FAILED]");
    assertThat(failed.getCause()).isInstanceOf(IOException.class).hasMessage("no 3");
    assertThat(failed.failed()).extracting(Outcome::index).containsExactly(3L, 13L, 23L, 33L);

    Outcomes<Integer, Integer> outcomes = results.outcomes();
    assertThat(outcomes.succeeded()).hasSize(36);
    assertThat(outcomes.toList()).extracting(Outcome::input).isEqualTo(numbers(40));
    Outcome<Integer, Integer> third = outcomes.toList().get(3);
    assertThat(third.isSuccess()).isFalse();
    assertThat(third.attempts()).isEqualTo(1);
    assertThat(third.worker()).startsWith("pid ");
    assertThatThrownBy(third::value).isInstanceOf(IOException.class);
    assertThatThrownBy(third::rerunLocally).isInstanceOf(IOException.class).hasMessage("no 3");
    assertThat(third.error().orElseThrow().getStackTrace()[0].getClassName())
        .isEqualTo(MapTest.class.getName());
    assertThat(outcomes.failed().rerun().outcomes().toList())
        .extracting(Outcome::input)
        .containsExactly(3, 13, 23, 33);
  }

  record Tagged(int number, long thread) implements Serializable {}

  @Test
  void aFailedInputRunsHereWithTheValuesThatWereFrozen() {
    int[] limit = {3};
    RemoteFunction<Integer, Tagged> limited =
        app.function(
            (Integer n) -> {
              if (n >= limit[0]) {
                throw new IllegalStateException(n + " is not below " + limit[0]++);
              }
              return new Tagged(n, Thread.currentThread().getId());
            });
    List<Outcome<Integer, Tagged>> outcomes = limited.map(numbers(4)).outcomes().toList();
    limit[0] = 100;
    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> outcomes.get(3).rerunLocally())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("3 is not below 3")
          .satisfies(
              thrown ->
                  assertThat(thrown.getStackTrace())
                      .noneMatch(frame -> frame.getClassName().startsWith("dev.openmodal.engine"))
                      .noneMatch(frame -> frame.getClassName().equals("dev.openmodal.Outcome")));
    }
    assertThat(outcomes.get(2).rerunLocally())
        .isEqualTo(new Tagged(2, Thread.currentThread().getId()));
    assertThat(limit[0]).isEqualTo(100);
  }

  @Test
  void anIterationThrowsAtItsEndAndLosesNothing() {
    MapResults<Integer, Integer> results = pickyAboutThrees.map(numbers(40));
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int result : results) {
                seen.add(result);
              }
            })
        .isInstanceOf(MapFailedException.class);
    assertThat(seen).hasSize(36);
    assertThat(results.outcomes().failed().size()).isEqualTo(4);
    assertThatThrownBy(() -> pickyAboutThrees.forEach(numbers(4)))
        .isInstanceOf(MapFailedException.class);
  }

  @Test
  void resultsThatWereTakenAreNotMissedSilently() {
    MapResults<Integer, Integer> results = square.map(numbers(10));
    results.iterator().next();
    assertThatThrownBy(results::toList)
        .isInstanceOfSatisfying(
            OpenModalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESULTS_TAKEN));
  }

  @Test
  void failFastEndsTheMap() {
    RemoteFunction<Integer, Integer> slow =
        app.function(
            (Integer n) -> {
              if (n == 5) {
                throw new IllegalStateException("five");
              }
              Thread.sleep(100);
              return n;
            });
    long start = System.nanoTime();
    MapResults<Integer, Integer> results = slow.failFast().map(numbers(2000));
    assertThatThrownBy(results::toList)
        .isInstanceOf(MapFailedException.class)
        .hasRootCauseMessage("five");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void codeThatFailsRunsAgainAsOftenAsAsked() throws Exception {
    Path trace = folder.resolve("trace");
    String file = trace.toString();
    RemoteFunction<Integer, Integer> third =
        app.function(
            (Integer n) -> {
              Files.writeString(
                  Path.of(file + n), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              if (Files.size(Path.of(file + n)) < 3) {
                throw new FileNotFoundException("try again");
              }
              return n;
            });
    Outcomes<Integer, Integer> outcomes = third.retries(2).map(numbers(20)).outcomes();
    assertThat(outcomes.failed().toList()).isEmpty();
    assertThat(outcomes.toList()).extracting(Outcome::attempts).containsOnly(3);
    assertThat(Files.size(Path.of(file + 7))).isEqualTo(3);

    Retries onlyOthers = Retries.of(5).when(e -> e instanceof IllegalStateException);
    Outcomes<Integer, Integer> notRetried =
        third.retries(onlyOthers).map(List.of(100, 101)).outcomes();
    assertThat(notRetried.failed().size()).isEqualTo(2);
    assertThat(Files.size(Path.of(file + 100))).isEqualTo(1);

    long start = System.nanoTime();
    Retries slowly = Retries.of(2).delay(Duration.ofMillis(200)).backoff(2);
    assertThat(third.retries(slowly).remote(200)).isEqualTo(200);
    assertThat(third.retries(slowly).spawn(201).get()).isEqualTo(201);
    assertThat(third.retries(slowly).map(List.of(202)).toList()).containsExactly(202);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1800));
  }

  @Test
  void functionsOfSeveralArgumentsTakeThemTogether() {
    assertThat(
            app.function((Integer a, String b) -> b.repeat(a))
                .starmap(List.of(args(2, "x"), args(3, "y")))
                .toList())
        .containsExactly("xx", "yyy");
    assertThat(
            app.function((Integer a, Integer b, Integer c) -> a + b * c)
                .starmap(Stream.of(args(1, 2, 3)))
                .toList())
        .containsExactly(7);
    MapResults<?, Integer> four =
        app.function((Integer a, Integer b, Integer c, Integer d) -> a / b + c + d)
            .starmap(List.of(args(1, 0, 3, 4), args(1, 1, 1, 1)));
    assertThat(four.outcomes().failed().rerun().outcomes().failed().size()).isEqualTo(1);
    assertThat(four.outcomes().succeeded().get(0).value()).isEqualTo(3);
  }

  @Test
  void theCodeIsThatOfTheStart() {
    int[] factor = {3};
    RemoteFunction<Integer, Integer> times =
        app.function(
            (Integer n) -> {
              Thread.sleep(5);
              return n * factor[0];
            });
    MapResults<Integer, Integer> results = times.map(numbers(200));
    factor[0] = 1000;
    assertThat(results.toList()).isEqualTo(numbers(200).stream().map(n -> n * 3).toList());
  }

  sealed interface Shape extends Serializable permits Circle, Square {
    double area();
  }

  record Circle(double radius) implements Shape {
    @Override
    public double area() {
      return 3 * radius * radius;
    }
  }

  record Square(double side) implements Shape {
    @Override
    public double area() {
      return side * side;
    }
  }

  @Test
  void inputsMayBringClassesThatTheCodeDoesNotName() {
    int[] more = {6};
    Fn1<Shape, Double> area = Shape::area;
    RemoteFunction<Shape, Double> areas =
        app.function((Shape shape) -> area.apply(shape) + more[0]);
    Iterator<Shape> changing =
        new Iterator<>() {
          private int count;

          @Override
          public boolean hasNext() {
            return count < 20;
          }

          @Override
          public Shape next() {
            more[0] = 1000 + count; // not that of the start
            return count++ < 10 ? new Square(2) : new Circle(1);
          }
        };
    assertThat(areas.map(changing).toList()).hasSize(20).startsWith(10.0, 10.0).endsWith(9.0, 9.0);
  }

  private interface Answer extends Serializable {
    Object get();
  }

  @Test
  void unusualInputsAndResultsHaveEachTheirOwnOutcome() {
    RemoteFunction<Object, Object> echo =
        app.function(
            (Object input) ->
                "stream".equals(input)
                    ? Stream.of(1)
                    : "lambda".equals(input) ? (Answer) () -> "made there" : input);
    Object self = echo;
    List<Object> inputs =
        Arrays.asList(1, null, "stream", "lambda", new Thread("t"), self, new int[] {1, 2});
    List<Outcome<Object, Object>> outcomes = echo.map(inputs).outcomes().toList();
    assertThat(outcomes).hasSize(7);
    assertThat(outcomes.get(0).value()).isEqualTo(1);
    assertThat(outcomes.get(1).value()).isNull();
    assertThat(outcomes.get(1).isSuccess()).isTrue();
    assertThat(code(outcomes.get(2))).isEqualTo(ErrorCode.RESULT_REFUSED);
    assertThat(((Answer) outcomes.get(3).value()).get()).isEqualTo("made there");
    assertThat(code(outcomes.get(4))).isEqualTo(ErrorCode.ARGUMENT_REFUSED);
    assertThat(((RemoteFunction<?, ?>) outcomes.get(5).value()).spec().app()).isEqualTo("map");
    assertThat((int[]) outcomes.get(6).value()).containsExactly(1, 2);
  }

  /** Can be written and not read, where it came from. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private static final Set<String> ELSEWHERE = Set.of("openmodal-call");

    Unreadable(String message) {
      super(message);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (!ELSEWHERE.contains(Thread.currentThread().getName())) {
        throw new InvalidObjectException("it cannot be read here");
      }
    }
  }

  private static final class Unwritable extends Exception {
    private static final long serialVersionUID = 1;
    final Object thread = new Thread("t");

    Unwritable(String message) {
      super(message);
    }
  }

  @Test
  void anExceptionThatCannotTravelIsAClearOutcomeAndNoOtherSuffers() {
    List<Outcome<Integer, Integer>> outcomes =
        app.function(
                (Integer n) -> {
                  if (n == 3) {
                    throw new Unreadable("number three");
                  } else if (n == 5) {
                    throw new Unwritable("number five");
                  }
                  return n;
                })
            .map(numbers(50))
            .outcomes()
            .toList();
    assertThat(outcomes.stream().filter(Outcome::isSuccess)).hasSize(48);
    assertThat(outcomes.get(3).error().orElseThrow())
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("Unreadable: number three");
    assertThat(outcomes.get(5).error().orElseThrow())
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("Unwritable: number five");
  }

  private static ErrorCode code(Outcome<?, ?> outcome) {
    return ((OpenModalException) outcome.error().orElseThrow()).code();
  }

  @Test
  void theSourceIsTakenLazilyAndMayFail() throws Exception {
    AtomicLong given = new AtomicLong();
    MapResults<Long, Long> results =
        app.function((Long n) -> n)
            .map(LongStream.iterate(0, n -> n + 1).peek(n -> given.set(n + 1)).boxed());
    Iterator<Long> iterator = results.iterator();
    iterator.next(); // from a worker that has started
    for (long before = -1; before != given.get() && given.get() < 20_000; Thread.sleep(1000)) {
      before = given.get(); // nobody takes any
    }
    assertThat(given.get()).isLessThan(10_000);
    for (int taken = 0; taken < 30_000; taken++) {
      iterator.next();
      assertThat(given.get() - taken).isLessThan(10_000);
    }
    results.close();

    Iterator<Integer> failing =
        Stream.of(1, 2, 3, 4)
            .map(
                n -> {
                  if (n == 4) {
                    throw new IllegalStateException("the source is broken");
                  }
                  return n;
                })
            .iterator();
    MapResults<Integer, Integer> some = square.map(failing);
    assertThatThrownBy(some::toList).hasMessage("the source is broken");
    assertThat(some.outcomes().succeeded()).hasSize(3);
  }

  @Test
  void aMapIsShownWhenItIsDone() {
    assertThat(square.map(numbers(7)))
        .asString()
        .startsWith("map of app map: 7 inputs, 7 done in ");
    assertThat(square.map(List.of()).toList()).isEmpty();
  }

  @Test
  void mapsOfOnePoolTakeTurns() {
    RemoteFunction<Integer, Integer> slow =
        app.function(
                (Integer n) -> {
                  Thread.sleep(10);
                  return n;
                })
            .maxContainers(1);
    MapResults<Integer, Integer> large = slow.map(numbers(1000));
    large.iterator().next();
    long start = System.nanoTime();
    assertThat(slow.map(numbers(20)).toList()).hasSize(20);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    large.close();
  }
}
