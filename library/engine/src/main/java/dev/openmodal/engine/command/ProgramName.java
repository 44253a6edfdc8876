package dev.openmodal.engine.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run: {@code FILE} or {@code FILE::FUNCTION}.
 *
 * @param path of the file; {@code -} is standard input
 * @param function is called in place of {@code main}; null for that
 */
record ProgramName(Path path, @Nullable String function) {
  static ProgramName of(String typed) {
    int colons = typed.lastIndexOf("::");
    return colons < 1 || Files.exists(Path.of(typed))
        ? new ProgramName(Path.of(typed), null)
        : new ProgramName(Path.of(typed.substring(0, colons)), typed.substring(colons + 2));
  }

  boolean isStandardInput() {
    return path.toString().equals("-");
  }

  boolean isSnippets() {
    return path.toString().endsWith(".jsh");
  }

  boolean isJava() {
    return isStandardInput() || path.toString().endsWith(".java");
  }
}
