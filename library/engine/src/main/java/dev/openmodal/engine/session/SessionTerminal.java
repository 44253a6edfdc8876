package dev.openmodal.engine.session;

import dev.openmodal.engine.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;

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
    Optional<Path> device = device(process);
    boolean redraws = device.isPresent() && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    return new Terminal(
        true,
        redraws,
        redraws && (noColor == null || noColor.isEmpty()),
        device.<IntSupplier>map(TerminalWidth::new).orElse(Terminal.NONE.columns()));
  }

  /** Where there is no such file to look at, as on macOS, lines are printed and not redrawn. */
  private static Optional<Path> device(String process) {
    Path output = Path.of("/proc", process, "fd", "1");
    try {
      Path target = Files.readSymbolicLink(output);
      String name = target.toString();
      return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty")
          ? Optional.of(target)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
