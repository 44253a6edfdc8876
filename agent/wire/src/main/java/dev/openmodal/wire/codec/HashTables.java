package dev.openmodal.wire.codec;

import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/**
 * The size of the table behind a HashMap, on which the order of its entries depends. A spliterator
 * over a table halves it until one bucket is left; so the number of halvings tells the size.
 */
final class HashTables {
  /** The load factor of almost every table. */
  static final float LOAD = 0.75f;

  private HashTables() {}

  /**
   * How many buckets there are.
   *
   * @return a power of two, or 0 where there is no table yet
   */
  static int capacity(Spliterator<?> overTable) {
    int halvings = 0;
    while (halvings < 30) {
      @Nullable Object half = overTable.trySplit();
      if (half == null) {
        break;
      }
      halvings++;
    }
    return halvings == 0 ? 0 : 1 << halvings;
  }

  /** A load factor with which so many entries do not make the table grow. */
  static float load(int entries, int capacity) {
    return entries <= LOAD * capacity ? LOAD : (float) entries / capacity + 1f;
  }
}
