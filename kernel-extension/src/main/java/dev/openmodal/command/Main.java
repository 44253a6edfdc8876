package dev.openmodal.command;

import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Engines;
import java.util.Locale;

/** Starts the {@code openmodal} command: {@code java -jar openmodal-VERSION.jar …}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    warnAboutCharset();
    int exit;
    try {
      exit = Engines.current().command(false, arguments);
    } catch (OpenModalException e) {
      System.err.println(e.getMessage());
      exit = 1;
    }
    System.out.flush();
    System.exit(exit);
  }

  /** The JVM chose how it reads file names before any of our code ran: it can only be told. */
  private static void warnAboutCharset() {
    String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
    boolean isWindows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    if (!charset.equalsIgnoreCase("UTF-8") && !isWindows) {
      System.err.println(
          "openmodal: this JVM's charset is "
              + charset
              + ", so files whose names are not plain ASCII cannot be read; set LC_ALL=C.UTF-8.");
    }
  }
}
