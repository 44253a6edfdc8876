package dev.openmodal.notebook;

import java.util.List;

/** What a session imports of us. */
public final class Imports {
  /** Snippets, each complete. */
  public static final List<String> SNIPPETS =
      List.of(
          "import static dev.openmodal.OpenModal.*;",
          "import dev.openmodal.*;",
          "import java.time.Duration;");

  private Imports() {}
}
