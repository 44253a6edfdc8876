package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.openmodal.Image;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The images of containers: what a name stands for is asked once in a session. */
final class Images {
  private final DockerClient docker;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  Images(DockerEngine engine) {
    this.docker = engine.client();
  }

  /** The id of the image of that name, which is pulled if it is not there. */
  String resolve(Image image) {
    return ids.computeIfAbsent(image.reference(), this::find);
  }

  private String find(String name) {
    try {
      return id(name);
    } catch (NotFoundException e) {
      pull(name);
      return id(name);
    }
  }

  private String id(String name) {
    return String.valueOf(docker.inspectImageCmd(name).exec().getId());
  }

  private void pull(String name) {
    try {
      docker.pullImageCmd(name).start().awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the pull of " + name + " was interrupted", e);
    }
  }
}
