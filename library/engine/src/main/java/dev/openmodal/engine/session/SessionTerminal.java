package dev.openmodal.engine.session;

import dev.openmodal.engine.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what the jshell of this session is shown on. */
public final class SessionTerminal {
  private SessionTerminal() {}

  /** That of a jshell; other programs and notebook kernels show no progress. */
  public static Terminal find() {
    if (JShell.isRemoteVm()) {
      return ProcessHandle.current()
          .parent()
          .map(tool -> of(Long.toString(tool.pid())))
          .orElse(Terminal.NONE);
    }
    return JShell.isTool() ? of("self") : Terminal.NONE;
  }

  private static Terminal of(String process) {
    boolean redraws = isTerminal(process) && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    return new Terminal(true, redraws, redraws && (noColor == null || noColor.isEmpty()));
  }

  /** Where there is no such file to look at, as on macOS, lines are printed and not redrawn. */
  private static boolean isTerminal(String process) {
    Path output = Path.of("/proc", process, "fd", "1");
    try {
      String target = Files.readSymbolicLink(output).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
