package dev.openmodal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the inputs of a {@code map} ended. Iterating gives each as it ends; the other methods wait
 * for all. Each can be asked as often as one likes.
 *
 * <pre>{@code
 * var inverse = app("map").function((Integer n) -> 1 / n);
 * var outcomes = inverse.map(List.of(1, 0, -1)).outcomes();
 * outcomes.size() // 3
 * outcomes.get(2).value() // -1
 * outcomes.failed().inputs() // [0]
 * outcomes.failed().rerun().outcomes().failed().size() // 1
 * }</pre>
 *
 * @param <A> type of the inputs
 * @param <R> type of the results
 */
public final class Outcomes<A extends @Nullable Object, R extends @Nullable Object>
    implements Iterable<Outcome<A, R>> {
  private static final int LONGEST_LINE = 500;

  private final IntFunction<@Nullable Outcome<A, R>> byPlace;
  private final Function<Iterable<A>, MapResults<A, R>> again;

  Outcomes(
      IntFunction<@Nullable Outcome<A, R>> byPlace, Function<Iterable<A>, MapResults<A, R>> again) {
    this.byPlace = byPlace;
    this.again = again;
  }

  @Override
  public Iterator<Outcome<A, R>> iterator() {
    return new Iterator<>() {
      private int place;

      @Override
      public boolean hasNext() {
        return byPlace.apply(place) != null;
      }

      @Override
      public Outcome<A, R> next() {
        Outcome<A, R> next = byPlace.apply(place);
        if (next == null) {
          throw new NoSuchElementException("all inputs have ended");
        }
        place++;
        return next;
      }
    };
  }

  /** {@return all, in the order of the inputs} */
  public List<Outcome<A, R>> toList() {
    return where(outcome -> true);
  }

  /** {@return how many there are} */
  public int size() {
    return toList().size();
  }

  /**
   * That of one input.
   *
   * @param index the place of the input, from 0
   * @return how it ended
   * @throws IndexOutOfBoundsException if no input of that place has an outcome here
   */
  public Outcome<A, R> get(long index) {
    List<Outcome<A, R>> all = toList();
    return of(
        all,
        index,
        all.isEmpty()
            ? "the map had no input"
            : "the map had " + all.size() + ", counted from 0 to " + (all.size() - 1));
  }

  private static <A extends @Nullable Object, R extends @Nullable Object> Outcome<A, R> of(
      List<Outcome<A, R>> outcomes, long index, String which) {
    for (Outcome<A, R> each : outcomes) {
      if (each.index() == index) {
        return each;
      }
    }
    IndexOutOfBoundsException error =
        new IndexOutOfBoundsException("there is no input " + index + " here: " + which);
    OpenModalException.beginAtTheCaller(error);
    throw error;
  }

  /** {@return those that have a value, in the order of the inputs} */
  public List<Outcome<A, R>> succeeded() {
    return where(Outcome::isSuccess);
  }

  /** {@return those that have failed} */
  public Failed<A, R> failed() {
    return new Failed<>(where(outcome -> !outcome.isSuccess()), again);
  }

  private List<Outcome<A, R>> where(Predicate<Outcome<A, R>> wanted) {
    var unused = byPlace.apply(Integer.MAX_VALUE); // waits for all of them at once
    List<Outcome<A, R>> all = new ArrayList<>();
    for (Outcome<A, R> each : this) {
      if (wanted.test(each)) {
        all.add(each);
      }
    }
    all.sort(Comparator.comparingLong(Outcome::index));
    return java.util.Collections.unmodifiableList(all);
  }

  /** One line for each, after all have ended; no more than some. */
  @Override
  public String toString() {
    return lines(toList());
  }

  private static <A extends @Nullable Object, R extends @Nullable Object> String lines(
      List<Outcome<A, R>> outcomes) {
    int shown = 20;
    StringBuilder text = new StringBuilder();
    outcomes.stream()
        .limit(shown)
        .forEach(each -> text.append(shortened(each.toString())).append('\n'));
    if (outcomes.size() > shown) {
      text.append("and ").append(outcomes.size() - shown).append(" more\n");
    }
    return text.toString().stripTrailing();
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }

  /**
   * The inputs that have failed.
   *
   * @param <A> type of the inputs
   * @param <R> type of the results
   */
  public static final class Failed<A extends @Nullable Object, R extends @Nullable Object>
      implements Iterable<Outcome<A, R>> {
    private final List<Outcome<A, R>> failed;
    private final Function<Iterable<A>, MapResults<A, R>> again;

    Failed(List<Outcome<A, R>> failed, Function<Iterable<A>, MapResults<A, R>> again) {
      this.failed = failed;
      this.again = again;
    }

    /** {@return how many} */
    public int size() {
      return failed.size();
    }

    /**
     * That of one input.
     *
     * @param index the place of the input in its map, from 0
     * @return how it ended
     * @throws IndexOutOfBoundsException if that input has not failed
     */
    public Outcome<A, R> get(long index) {
      String shown =
          failed.stream()
              .limit(10)
              .map(each -> Long.toString(each.index()))
              .collect(Collectors.joining(", "));
      return of(
          failed,
          index,
          failed.isEmpty()
              ? "none has failed"
              : "those that have failed are " + shown + (failed.size() > 10 ? ", \u2026" : ""));
    }

    /** {@return the inputs themselves, in their order: for a map of the code as it is now} */
    public List<A> inputs() {
      List<A> inputs = new ArrayList<>(failed.size()); // List.of takes no null
      failed.forEach(each -> inputs.add(each.input()));
      return java.util.Collections.unmodifiableList(inputs);
    }

    @Override
    public Iterator<Outcome<A, R>> iterator() {
      return failed.iterator();
    }

    /** {@return them, in the order of the inputs} */
    public List<Outcome<A, R>> toList() {
      return failed;
    }

    /**
     * Runs them again, and no others, on the code and the values that were frozen for the map. The
     * places of their results count from 0.
     *
     * @return the results, which come as they are ready
     */
    public MapResults<A, R> rerun() {
      return again.apply(inputs());
    }

    @Override
    public String toString() {
      return failed.isEmpty() ? "no input has failed" : lines(failed);
    }
  }
}
