package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Home;
import dev.openmodal.engine.client.Client;
import dev.openmodal.engine.client.Clients;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which programs a command is about: in a session that session, in a terminal all of this user that
 * have workers.
 */
final class Scope {
  @Option(
      names = {"-a", "--all"},
      description = "All programs of this user that have workers. The default in a terminal.")
  boolean all;

  @Option(
      names = "--client",
      paramLabel = "PID",
      description = "Only that program, whose number ps --all shows.")
  @Nullable Long pid;

  /** Whether the user has said which. */
  boolean isChosen() {
    return all || pid != null;
  }

  /** Whether it is only the session in which the command is typed. */
  boolean isOwn(OpenModalCommand command) {
    return command.isInSession() && !isChosen();
  }

  /**
   * The programs, the oldest first.
   *
   * @throws OpenModalException with {@link ErrorCode#INVALID_NAME} where the one that is named is
   *     not there
   */
  List<Client> clients(OpenModalCommand command) {
    if (isOwn(command)) {
      return List.of(command.session());
    }
    List<Client> clients = new ArrayList<>(Clients.others(Home.run()));
    command.ownSession().ifPresent(clients::add);
    if (pid == null) {
      return clients;
    }
    return clients.stream()
        .filter(client -> client.state().pid() == pid)
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                new OpenModalException(
                    ErrorCode.INVALID_NAME,
                    "No program of this user with the number "
                        + pid
                        + " has called anything. The command ps --all lists those that have."));
  }
}
