package dev.openmodal.engine.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Says once, in one line, that jshell has replayed the session: {@code /env} and {@code /reload}
 * run every snippet again, remote calls too. In jshell's default engine that happens in a new JVM
 * of the same jshell, which is told by a file named by the jshell's process; in its local engine in
 * a new class loader.
 */
public final class ReplayNotice {
  private static final String LAST_LOADER = "openmodal.jshell.loader";

  private final Path folder;

  @GuardedBy("this")
  private boolean looked;

  /**
   * @param folder where the file is kept
   */
  public ReplayNotice(Path folder) {
    this.folder = folder;
  }

  /** To be called before each remote call. */
  public synchronized void beforeCall(Object code) {
    ClassLoader loader = code.getClass().getClassLoader();
    if (loader == null || !JShell.isSnippet(code)) {
      return;
    }
    String now = Integer.toHexString(System.identityHashCode(loader));
    String last =
        System.setProperty(LAST_LOADER, now); // outlives this class, if that is of the loader
    boolean newLoader = last != null && !last.equals(now);
    boolean newVm = !looked && isAnotherVmOfTheSameJshell();
    looked = true;
    if (newLoader || newVm) {
      System.err.println(
          "openmodal: jshell has started anew; where it replays the session (/env, /reload), remote calls run again.");
    }
  }

  private boolean isAnotherVmOfTheSameJshell() {
    if (!JShell.isRemoteVm()) {
      return false;
    }
    Optional<ProcessHandle> jshell = ProcessHandle.current().parent();
    if (jshell.isEmpty()) {
      return false;
    }
    try {
      Files.createDirectories(folder);
      deleteThoseOfEndedShells();
      Path file = folder.resolve(fileName(jshell.get()));
      boolean another = Files.exists(file);
      Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
      return another;
    } catch (IOException e) {
      return false; // a notice is not worth an error
    }
  }

  private void deleteThoseOfEndedShells() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "jshell-*")) {
      for (Path file : files) {
        long pid = Long.parseLong(file.getFileName().toString().split("-", 3)[1]);
        boolean alive = ProcessHandle.of(pid).filter(p -> file.endsWith(fileName(p))).isPresent();
        if (!alive) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String fileName(ProcessHandle jshell) {
    long started = jshell.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return "jshell-" + jshell.pid() + "-" + started;
  }
}
