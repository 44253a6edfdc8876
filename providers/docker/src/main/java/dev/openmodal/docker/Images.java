package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.openmodal.Image;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The images of containers: what a name stands for is asked for each, as a tag may be moved. */
final class Images {
  private final DockerClient docker;
  private final RegistryCredentials credentials;
  private final String processor;

  /** One pull of a name at a time. */
  private final Map<String, Object> pulls = new ConcurrentHashMap<>();

  Images(DockerEngine engine) {
    docker = engine.client();
    credentials = new RegistryCredentials(engine.settings(), "docker-credential-");
    processor = processor(String.valueOf(engine.info().getArchitecture()));
  }

  /**
   * The id of the image, which is pulled if it is not there.
   *
   * @throws dev.openmodal.OpenModalException with {@code IMAGE_UNAVAILABLE} if it cannot be had,
   *     with {@code IMAGE_UNSUITABLE} if it is for other machines
   */
  String resolve(Image image) {
    String name = image.reference();
    InspectImageResponse found = find(name).orElseGet(() -> pulled(name));
    String wanted = processor(String.valueOf(found.getArch()));
    if (!"linux".equals(found.getOs()) || !processor.equals(wanted)) {
      throw ImageFailure.ofOtherMachines(name, found.getOs() + "/" + wanted, platform());
    }
    return String.valueOf(found.getId());
  }

  String platform() {
    return "linux/" + processor;
  }

  private Optional<InspectImageResponse> find(String name) {
    try {
      return Optional.of(docker.inspectImageCmd(name).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private InspectImageResponse pulled(String name) {
    synchronized (pulls.computeIfAbsent(name, key -> new Object())) {
      return find(name)
          .orElseGet(
              () -> {
                pull(name);
                return docker.inspectImageCmd(name).exec();
              });
    }
  }

  private void pull(String name) {
    try {
      PullImageCmd pull = docker.pullImageCmd(withTag(name));
      credentials.of(ImageFailure.registry(name)).ifPresent(pull::withAuthConfig);
      pull.start().awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the pull of " + name + " was interrupted", e);
    } catch (RuntimeException e) {
      throw ImageFailure.ofPull(name, e);
    }
  }

  /** Without one the Engine would pull all tags. */
  private static String withTag(String name) {
    return name.contains("@") || name.substring(name.lastIndexOf('/') + 1).contains(":")
        ? name
        : name + ":latest";
  }

  /** The kernel's word for a processor in that of images. */
  private static String processor(String word) {
    return switch (word) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> word;
    };
  }
}
