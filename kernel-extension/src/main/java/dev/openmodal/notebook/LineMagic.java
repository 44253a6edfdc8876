package dev.openmodal.notebook;

import dev.openmodal.bridge.Engines;
import java.util.List;

/** {@code %openmodal}: the command, about the session of the kernel. */
public final class LineMagic {
  /** What is typed after the {@code %}. */
  public static final String NAME = "openmodal";

  private LineMagic() {}

  /**
   * Runs it; it shows or prints what there is to say.
   *
   * @throws IllegalArgumentException where it fails, so that its cell does
   */
  public static void run(List<String> words) {
    int status = Engines.current().command(true, words.toArray(new String[0]));
    if (status != 0) {
      IllegalArgumentException error =
          new IllegalArgumentException(
              "%" + NAME + " " + String.join(" ", words) + " has failed; see above");
      error.setStackTrace(new StackTraceElement[0]); // none of it is the user's
      throw error;
    }
  }
}
