package dev.openmodal.bridge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The array that the code of a whole cell returns: the value of its last expression, what it has
 * thrown, its variables, and last why some of these could not travel. Users never meet it.
 */
public final class CellParts {
  /** How many parts there are where there is no variable. */
  public static final int FEWEST = 3;

  private static final int THROWN = 1;
  private static final int FIRST_VARIABLE = 2;

  private final @Nullable Object[] parts;

  /**
   * @param parts what came back
   * @throws IllegalArgumentException if these are too few
   */
  public CellParts(@Nullable Object[] parts) {
    if (parts.length < FEWEST) {
      throw new IllegalArgumentException("a cell of " + parts.length + " parts came back");
    }
    this.parts = parts;
  }

  /** The value of the last expression; null also where it could not travel. */
  public @Nullable Object value() {
    return parts[0];
  }

  /** Why the value could not travel, from an arrow on; nothing if it did. */
  public Optional<String> valueRefused() {
    return refused(0);
  }

  /** What the cell has thrown. */
  public Optional<Throwable> thrown() {
    return parts[THROWN] instanceof Throwable thrown ? Optional.of(thrown) : Optional.empty();
  }

  /** Why what it has thrown could not travel, from an arrow on; nothing if it did. */
  public Optional<String> thrownRefused() {
    return refused(THROWN);
  }

  /**
   * The value of a variable; null also where it could not travel.
   *
   * @param index from 0
   */
  public @Nullable Object variable(int index) {
    return parts[FIRST_VARIABLE + index];
  }

  /**
   * Why a variable could not travel, from an arrow on; nothing if it did.
   *
   * @param index from 0
   */
  public Optional<String> variableRefused(int index) {
    return refused(FIRST_VARIABLE + index);
  }

  private Optional<String> refused(int part) {
    return parts[parts.length - 1] instanceof String[] why && part < why.length
        ? Optional.ofNullable(why[part])
        : Optional.empty();
  }
}
