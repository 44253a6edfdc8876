package dev.openmodal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a running call spent its time, of {@link RemoteCall#profile}: its threads were looked at in
 * equal periods, and what ran then was counted. What waits is not counted; {@link
 * RemoteCall#threadDump} tells of that. As text it lists the methods that ran most, the user's own
 * first; in a notebook it is a flame graph.
 *
 * <pre>{@code
 * var burns = app("burns").function(() -> {
 *   long length = 0;
 *   while (!Thread.interrupted()) length += Long.toString(length).length();
 *   return length;
 * }).spawn();
 * while (!burns.toString().contains("running")) Thread.sleep(100);
 * var profile = burns.profile(Duration.ofSeconds(1));
 * profile.samples() > 0 // true
 * profile.svg().startsWith("<svg ") // true
 * burns.cancel() // true
 * }</pre>
 *
 * @param call which, such as {@code call 3 of app shop}
 * @param worker where it runs, such as {@code pid 4711}
 * @param period how often it was looked at
 * @param recorded for how long
 * @param hasEnded whether the call ended before the time that was asked for
 * @param areAtSafepoints whether threads were looked at where Java can stop them, which can take a
 *     method for the one that has called it: where the recorder of Java saw next to nothing, as it
 *     does of some code (that of Math.sin) before Java 25
 * @param stacks what was seen, the commonest first; beyond 1 MiB the rarest are one, {@code
 *     (other)}
 */
public record Profile(
    String call,
    String worker,
    Duration period,
    Duration recorded,
    boolean hasEnded,
    boolean areAtSafepoints,
    List<Stack> stacks) {

  /**
   * Methods that had called one another.
   *
   * @param frames such as {@code java.util.HashMap.put}, the outermost first, without what of the
   *     worker has called the user's code
   * @param samples how often it was seen
   */
  public record Stack(List<String> frames, long samples) {}

  /**
   * One method.
   *
   * @param name as its author knows it, such as {@code Node.add}, {@code cost}, {@code lambda}
   * @param isOfJava whether its class is Java's own
   * @param self in how many samples it ran itself
   * @param total in how many samples it, or what it had called, ran
   */
  public record ProfiledMethod(String name, boolean isOfJava, long self, long total) {}

  /** {@return of which call it is, and how much was seen, on one line} */
  public String headline() {
    return ProfileText.headline(this);
  }

  /** {@return how often it was looked at while something ran} */
  public long samples() {
    return stacks.stream().mapToLong(Stack::samples).sum();
  }

  /** {@return all methods: the user's own first, and those first that ran most themselves} */
  public List<ProfiledMethod> methods() {
    Map<String, Long> self = new HashMap<>();
    Map<String, Long> total = new HashMap<>();
    for (Stack stack : stacks) {
      Set<String> seen = new HashSet<>(stack.frames());
      seen.forEach(frame -> total.merge(frame, stack.samples(), Long::sum));
      if (!stack.frames().isEmpty()) {
        String top = stack.frames().get(stack.frames().size() - 1);
        self.merge(top, stack.samples(), Long::sum);
      }
    }
    List<ProfiledMethod> methods = new ArrayList<>();
    total.forEach(
        (frame, samples) ->
            methods.add(
                new ProfiledMethod(
                    CodeNames.method(frame),
                    CodeNames.isOfJava(frame) || frame.startsWith("("),
                    self.getOrDefault(frame, 0L),
                    samples)));
    methods.sort(
        Comparator.comparing(ProfiledMethod::isOfJava)
            .thenComparing(Comparator.comparingLong(ProfiledMethod::self).reversed())
            .thenComparing(Comparator.comparingLong(ProfiledMethod::total).reversed())
            .thenComparing(ProfiledMethod::name));
    return methods;
  }

  /**
   * A line for each stack, as tools for flame graphs read them: {@code
   * lambda;cost;java.lang.Math.pow 12}.
   *
   * @return such lines, the commonest first
   */
  public String collapsed() {
    StringBuilder text = new StringBuilder();
    for (Stack stack : stacks) {
      text.append(String.join(";", stack.frames().stream().map(CodeNames::method).toList()));
      text.append(' ').append(stack.samples()).append('\n');
    }
    return text.toString();
  }

  /** {@return a flame graph, the outermost methods above, as an SVG document without scripts} */
  public String svg() {
    return new FlameGraph(this).svg();
  }

  /**
   * Writes it to a file, which is replaced where it exists.
   *
   * @param file {@code .svg}: the flame graph; {@code .collapsed} or {@code .txt}: the stacks
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} if its name ends otherwise
   * @throws IOException if it cannot be written
   */
  public void writeTo(Path file) throws IOException {
    String name = file.toString();
    if (name.endsWith(".svg")) {
      Files.writeString(file, svg());
    } else if (name.endsWith(".collapsed") || name.endsWith(".txt")) {
      Files.writeString(file, collapsed());
    } else {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "The profile cannot be written to "
              + file
              + ": let its name end with .svg for the flame graph, or with .collapsed or .txt for"
              + " the stacks.");
    }
  }

  /** The methods that ran most, ten of the user's and ten of Java's. */
  @Override
  public String toString() {
    return new ProfileText(this).text();
  }
}
