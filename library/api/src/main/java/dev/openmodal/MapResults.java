package dev.openmodal;

import dev.openmodal.bridge.MapHandle;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of a {@code map}, which is under way. Iterating gives each value as its input ends,
 * whatever the order; where inputs fail, the others go on, and the end of the iteration throws one
 * {@link MapFailedException} for all of them.
 *
 * <p>Each value is handed out once, so that a map of millions needs little memory; {@link
 * #toList()} and {@link #outcomes()} keep what they take, and so can be asked again. The map takes
 * inputs from its source ahead of the results that were taken, up to some thousands, and goes on
 * when more are taken.
 *
 * <pre>{@code
 * var twice = app("map").function((Integer n) -> n * 2);
 * for (int each : twice.map(List.of(1, 2, 3))) System.out.println(each); // as they complete
 * twice.map(List.of(1, 2, 3)).toList() // [2, 4, 6]: in the order of the inputs
 * var inverse = app("map").function((Integer n) -> 1 / n);
 * inverse.map(List.of(1, 0)).outcomes().failed().inputs() // [0]
 * }</pre>
 *
 * @param <A> type of the inputs
 * @param <R> type of the results
 */
public final class MapResults<A extends @Nullable Object, R extends @Nullable Object>
    implements Iterable<R>, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final CodeSpec spec;
  private final MapHandle handle;
  private final List<Outcome<A, R>> kept = new ArrayList<>();
  private final List<Outcome<A, R>> failed = new ArrayList<>();
  private boolean keepsAll;
  private boolean hasLetGo;
  private long count;

  MapResults(CodeSpec spec, MapHandle handle) {
    this.spec = spec;
    this.handle = handle;
    CLEANER.register(this, handle::abandon);
  }

  /** The next input that has ended; null when there is none left. */
  private synchronized @Nullable Outcome<A, R> next(boolean handsOut) {
    return note(handle.next(handsOut));
  }

  private synchronized @Nullable Outcome<A, R> nextFrom(long place) {
    return note(handle.nextFrom(place));
  }

  @SuppressWarnings("unchecked") // the engine was given inputs of A and code that returns R
  private synchronized @Nullable Outcome<A, R> note(@Nullable Outcome<?, ?> taken) {
    Outcome<A, R> next = (Outcome<A, R>) taken;
    if (next != null) {
      count++;
      if (keepsAll) {
        kept.add(next);
      } else {
        hasLetGo |= next.isSuccess();
      }
      if (!next.isSuccess()) {
        failed.add(next);
      }
    }
    return next;
  }

  private synchronized void keepAll() {
    if (!keepsAll) {
      keepsAll = true;
      kept.addAll(failed);
    }
  }

  /** The kept outcome of that place, in the order of their ends; null if there are no more. */
  private synchronized @Nullable Outcome<A, R> kept(int place) {
    while (kept.size() <= place) {
      if (next(kept.size() == place) == null) {
        return null;
      }
    }
    return kept.get(place);
  }

  private synchronized void throwIfFailed() {
    Throwable ofAll = handle.failure();
    if (ofAll != null) {
      throw OpenModalException.asUnchecked(ofAll);
    }
    if (!failed.isEmpty()) {
      List<Outcome<A, R>> all =
          failed.stream()
              .sorted(
                  Comparator.<Outcome<A, R>, Boolean>comparing(Outcome::wasStopped)
                      .thenComparingLong(Outcome::index))
              .toList();
      long stopped = all.stream().filter(Outcome::wasStopped).count();
      throw new MapFailedException(spec.app(), count - all.size(), stopped, all);
    }
  }

  /**
   * The values that were not taken yet, as their inputs end. Its {@code hasNext} waits, and throws
   * a {@link MapFailedException} at the end if inputs have failed.
   */
  @Override
  public Iterator<R> iterator() {
    return new Values<>(() -> nextSuccess(true), this::throwIfFailed);
  }

  private @Nullable Outcome<A, R> nextSuccess(boolean handsOut) {
    Outcome<A, R> next = next(handsOut);
    while (next != null && !next.isSuccess()) {
      if (spec.options().failures().failFast()) {
        return null;
      }
      next = next(handsOut);
    }
    return next;
  }

  /**
   * {@return the values that were not taken yet, in the order of their inputs} While one takes
   * long, the others go on as far as the map goes ahead of the results that were taken.
   */
  public Iterable<R> inOrder() {
    return () -> {
      long[] place = {0};
      return new Values<>(() -> nextSuccessFrom(place), this::throwIfFailed);
    };
  }

  private @Nullable Outcome<A, R> nextSuccessFrom(long[] place) {
    while (true) {
      Outcome<A, R> next = nextFrom(place[0]);
      if (next == null) {
        return null;
      }
      place[0] = next.index() + 1;
      if (next.isSuccess()) {
        return next;
      }
    }
  }

  /**
   * {@return the values that were not taken yet, as their inputs end; closing it closes the map}
   */
  public Stream<R> stream() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), 0), false)
        .onClose(this::close);
  }

  /**
   * Waits for all results.
   *
   * @return the values in the order of their inputs
   * @throws MapFailedException if inputs have failed; {@link #outcomes} then has the results
   * @throws OpenModalException with {@link ErrorCode#RESULTS_TAKEN} if an iterator has taken some
   */
  public List<R> toList() {
    keepAll();
    List<Outcome<A, R>> all = outcomes().toList();
    synchronized (this) {
      throwIfFailed();
      if (hasLetGo) {
        throw new OpenModalException(
            ErrorCode.RESULTS_TAKEN,
            "Some results of this map of the app "
                + spec.app()
                + " were taken by an iterator, which keeps none. Call toList() first, or map again.");
      }
    }
    List<R> values = new ArrayList<>(all.size()); // List.of takes no null
    all.forEach(each -> values.add(each.value()));
    return java.util.Collections.unmodifiableList(values);
  }

  /**
   * {@return how each input ended: all of them, or all that no iterator has taken yet and those
   * that have failed} They are kept as long as this object.
   */
  public Outcomes<A, R> outcomes() {
    keepAll();
    return new Outcomes<>(this::kept, inputs -> new MapResults<>(spec, handle.again(inputs)));
  }

  /** Waits for the end of all inputs, and drops their values. */
  void awaitAll() {
    while (nextSuccess(false) != null) {
      // the next one
    }
    throwIfFailed();
  }

  /**
   * {@return what the inputs have printed so far, each line with the number of its input: all of
   * it, up to 16 MiB, while no more than 1 MiB is shown}
   */
  public String logs() {
    return handle.logs();
  }

  /** Stops what still runs. What has ended can still be taken. */
  @Override
  public void close() {
    handle.close();
  }

  /**
   * One line about how far it is. Waits a second for the end: a shell shows a map where it was only
   * given a name.
   */
  @Override
  public String toString() {
    handle.awaitSettled(Duration.ofSeconds(1));
    return handle.describe();
  }

  /** Gives outcomes one by one. */
  private interface Source<A extends @Nullable Object, R extends @Nullable Object> {
    @Nullable Outcome<A, R> next();
  }

  private static final class Values<A extends @Nullable Object, R extends @Nullable Object>
      implements Iterator<R> {
    private final Source<A, R> source;
    private final Runnable atEnd;
    private @Nullable Outcome<A, R> next;
    private boolean isOver;

    Values(Source<A, R> source, Runnable atEnd) {
      this.source = source;
      this.atEnd = atEnd;
    }

    @Override
    public boolean hasNext() {
      if (next == null && !isOver) {
        next = source.next();
        if (next == null) {
          isOver = true;
          atEnd.run();
        }
      }
      return next != null;
    }

    @Override
    public R next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all results are taken");
      }
      Outcome<A, R> taken = java.util.Objects.requireNonNull(next);
      next = null;
      return taken.value();
    }
  }
}
