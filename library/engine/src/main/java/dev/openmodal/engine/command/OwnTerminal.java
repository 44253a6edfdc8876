package dev.openmodal.engine.command;

import java.io.Console;

/** The terminal in which this program was started. */
final class OwnTerminal {
  private OwnTerminal() {}

  /** Whether its standard input and output are one. From Java 22 on there is a console anyway. */
  @SuppressWarnings("SystemConsoleNull") // it is null before 22
  static boolean isOne() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
