package dev.openmodal.tests.provider;

import static dev.openmodal.OpenModal.openmodal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is printed here. */
final class Commands {
  private Commands() {}

  /** By a command of this session. */
  static String printed(String... words) {
    return printedBy(() -> openmodal(words));
  }

  /** By what runs here. */
  static synchronized String printedBy(Runnable code) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      code.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
