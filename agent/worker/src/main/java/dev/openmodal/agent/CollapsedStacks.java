package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts equal stacks, and writes a line for each: {@code a.b;c.d 12}. */
final class CollapsedStacks {
  static final String OTHER = "(other)";
  private static final String OWN = "(openmodal)";
  private static final String DEEPER = "(deeper)";

  /** What is kept of them while they are counted; further ones are counted as one. */
  private static final long MOST_KEPT = 8L << 20;

  private final Map<String, Long> counts = new HashMap<>();
  private long kept;

  /**
   * Counts one.
   *
   * @param frames the innermost first
   * @param isTruncated whether there are more below
   */
  void add(StackTraceElement[] frames, boolean isTruncated) {
    StringBuilder line = new StringBuilder();
    StackTraceElement[] shown = UserFrames.withoutFoot(frames);
    boolean isOwn = shown.length < frames.length && !isOfUser(shown);
    if (isOwn) {
      line.append(OWN); // reads or writes values
    } else {
      if (isTruncated && shown.length == frames.length) {
        line.append(DEEPER);
      }
      for (int i = shown.length - 1; i >= 0; i--) {
        if (!UserFrames.isHidden(shown[i])) {
          line.append(line.isEmpty() ? "" : ";");
          line.append(shown[i].getClassName()).append('.').append(shown[i].getMethodName());
        }
      }
    }
    if (!line.isEmpty()) {
      count(line.toString());
    }
  }

  private void count(String line) {
    boolean isNew = !counts.containsKey(line);
    boolean hasRoom = kept + line.length() <= MOST_KEPT;
    kept += isNew && hasRoom ? line.length() : 0;
    counts.merge(isNew && !hasRoom ? OTHER : line, 1L, Long::sum);
  }

  /** How many were counted. */
  long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static boolean isOfUser(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (UserFrames.isUser(frame)) {
        return true;
      }
    }
    return false;
  }

  /** All in so many bytes at most, where need be with the rarest as one. */
  ByteString text(int mostBytes) {
    List<Map.Entry<String, Long>> commonest = new ArrayList<>(counts.entrySet());
    commonest.removeIf(each -> each.getKey().equals(OTHER));
    commonest.sort(Map.Entry.<String, Long>comparingByValue().reversed());
    StringBuilder text = new StringBuilder();
    long other = 0;
    long notKept = counts.getOrDefault(OTHER, 0L);
    int room = mostBytes - 64;
    for (Map.Entry<String, Long> each : commonest) {
      String line = each.getKey() + " " + each.getValue() + "\n";
      int size = line.getBytes(StandardCharsets.UTF_8).length;
      if (other > 0 || size > room) {
        other += each.getValue();
      } else {
        text.append(line);
        room -= size;
      }
    }
    if (other + notKept > 0) {
      text.append(OTHER).append(' ').append(other + notKept).append('\n');
    }
    return ByteString.copyFromUtf8(text.toString());
  }
}
