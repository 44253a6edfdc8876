package dev.openmodal.tests.repl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where two launchers differ: the frames by which Java's calls {@code main}. It takes them off the
 * exception that ends the program, but leaves them to that one's causes, and to one that is thrown
 * while the class is initialized; {@code openmodal run} takes all of its own off. Hence frames that
 * are left out as common to two exceptions are written out, and then those of a launcher go.
 */
final class LauncherFrames {
  private static final Pattern HEAD = Pattern.compile("(\t*)(Caused by|Suppressed|Exception in).*");
  private static final Pattern FRAME = Pattern.compile("(\t+)at .*");
  private static final Pattern MORE = Pattern.compile("(\t+)\\.\\.\\. (\\d+) more");
  private static final Pattern LAUNCHER =
      Pattern.compile(
          "\t+at (java\\.base/(jdk\\.internal\\.(reflect|misc\\.Unsafe)|java\\.lang\\.(reflect|Class\\b))"
              + "|jdk\\.compiler/).*");

  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, List<String>> traces = new HashMap<>();
  private List<String> enclosing = List.of();
  private List<String> current = new ArrayList<>();

  private LauncherFrames() {}

  /** What was printed, without them. */
  static String without(String printed) {
    LauncherFrames frames = new LauncherFrames();
    printed.lines().forEach(frames::add);
    return String.join("\n", frames.lines);
  }

  private void add(String line) {
    Matcher head = HEAD.matcher(line);
    Matcher more = MORE.matcher(line);
    if (head.matches()) {
      int depth = head.group(1).length();
      boolean isSuppressed = head.group(2).equals("Suppressed");
      enclosing = traces.getOrDefault(isSuppressed ? depth - 1 : depth, List.of());
      current = new ArrayList<>();
      traces.put(depth, current);
      lines.add(line);
    } else if (more.matches()) {
      int count = Integer.parseInt(more.group(2));
      for (String frame : enclosing.subList(enclosing.size() - count, enclosing.size())) {
        frame(more.group(1) + frame.strip());
      }
    } else if (FRAME.matcher(line).matches()) {
      frame(line);
    } else {
      lines.add(line);
    }
  }

  private void frame(String line) {
    current.add(line);
    if (!LAUNCHER.matcher(line).matches()) {
      lines.add(line);
    }
  }
}
