package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Containers that were made and never started, because their client or the Engine ended just then:
 * what has started goes by itself.
 */
final class Leftovers {
  /** Nobody takes so long between making one and starting it. */
  private static final Duration LONG_AGO = Duration.ofMinutes(10);

  private Leftovers() {}

  /**
   * Removes them; those of other clients when these have ended, or when they are old.
   *
   * @param known the ids of this client's containers that are in use
   */
  static void remove(DockerClient docker, Collection<String> known) {
    try {
      List<Container> unstarted =
          docker
              .listContainersCmd()
              .withShowAll(true)
              .withStatusFilter(List.of("created"))
              .withLabelFilter(List.of(Labels.CLIENT))
              .exec();
      for (Container container : unstarted) {
        boolean isOwn = Labels.client().equals(container.getLabels().get(Labels.CLIENT));
        Instant made = Instant.ofEpochSecond(container.getCreated());
        boolean isLeft =
            isOwn
                ? !known.contains(container.getId())
                : hasClientEnded(container.getLabels())
                    || made.isBefore(Instant.now().minus(LONG_AGO));
        if (isLeft) {
          docker
              .removeContainerCmd(container.getId())
              .withForce(true)
              .withRemoveVolumes(true)
              .exec();
        }
      }
    } catch (RuntimeException e) {
      // another client was faster, or the Engine has gone: the next one's turn
    }
  }

  /** Whether it was a process of this system that is no longer there. */
  private static boolean hasClientEnded(Map<String, String> labels) {
    String client = labels.getOrDefault(Labels.CLIENT, "");
    String number = client.substring(0, Math.max(0, client.indexOf('-')));
    return !Labels.processes().isEmpty()
        && Labels.processes().equals(labels.get(Labels.PROCESSES))
        && number.matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(number)).isEmpty();
  }
}
