package dev.openmodal.engine.client;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the other clients of this user. */
public final class Clients {
  private Clients() {}

  /**
   * All but this program, the oldest first. Those that were killed are left out.
   *
   * @param run the folder that holds a folder for each
   */
  public static List<Client> others(Path run) {
    List<Client> others = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(run, "[0-9]*")) {
      for (Path folder : folders) {
        read(folder)
            .filter(found -> found.client().pid() != ProcessHandle.current().pid())
            .ifPresent(found -> others.add(new RemoteClient(found)));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // as if there were none
    }
    others.sort(Comparator.comparing(client -> client.state().started()));
    return others;
  }

  private static Optional<ClientFiles.Found> read(Path folder) {
    try {
      return Optional.of(new ClientFiles(folder).read()).filter(found -> isAlive(found.client()));
    } catch (IOException | RuntimeException e) { // none of ours, or on its way out
      return Optional.empty();
    }
  }

  /**
   * Another process may have its number by now; nobody listens there then. Its time of start would
   * not tell: it moves with the clock.
   */
  private static boolean isAlive(ClientState client) {
    return ProcessHandle.of(client.pid()).filter(ProcessHandle::isAlive).isPresent();
  }
}
