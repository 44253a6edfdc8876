package dev.openmodal.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why the Engine does not do what was asked, in words that say what to change. They hold what the
 * Engine said; the exception that brought it says nothing more, and is kept only where no advice is
 * known.
 */
final class EngineFailure {
  /** What the Engine says of what it was asked to do. */
  private static final List<String> OF_THE_REQUEST =
      List.of(
          "unable to find",
          "oci runtime",
          "no space left",
          "uids and gids",
          "not a directory",
          "invalid reference",
          "argument list too long",
          "working directory",
          "read-only file system");

  private EngineFailure() {}

  static OpenModalException badSettings(Throwable cause) {
    return new OpenModalException(
        ErrorCode.SETUP,
        "The settings of the docker client cannot be read: "
            + said(cause)
            + ". Look at DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CERT_PATH and ~/.docker/config.json.",
        cause);
  }

  static OpenModalException notReached(URI address, RuntimeException cause) {
    String said = said(cause);
    String lower = said.toLowerCase(Locale.ROOT);
    String advice;
    if (lower.contains("permission denied")) {
      advice =
          "This user may not use its socket. Add yourself to the group docker (sudo usermod -aG"
              + " docker $USER) and log in again";
    } else if (address.getScheme() != null && address.getScheme().equals("unix")) {
      advice =
          "It seems not to run. Start it (sudo systemctl start docker, or Docker Desktop), or"
              + " install it";
    } else {
      advice = "It seems not to run, or not there. Start it, or correct DOCKER_HOST";
    }
    return new OpenModalException(
        ErrorCode.PROVIDER_UNREACHABLE,
        "No Docker Engine answers at "
            + address
            + ": "
            + said
            + ". "
            + advice
            + "; or choose another provider, as with OPENMODAL_PROVIDER=process.");
  }

  /** Something else went wrong between a request and a running container. */
  static OpenModalException notStarted(String app, RuntimeException cause) {
    if (cause instanceof OpenModalException known) {
      return known;
    }
    String said = said(cause);
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("range of cpus")) {
      return new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "cpu(…): the Docker Engine refuses the container of app "
              + app
              + ": "
              + said
              + ". Ask for no more than its machine has.");
    }
    if (lower.contains("unable to find user")
        || lower.contains("unable to find group")
        || lower.contains("uids and gids")) {
      return notStarted(
          app,
          said,
          "Give user(…) a name that the image's /etc/passwd has, or a number such as 1000:1000",
          null);
    }
    if (lower.contains("argument list too long")) {
      return notStarted(app, said, "Give env(…) less: a variable may have 128 KiB", null);
    }
    if (lower.contains("no space left")) {
      return notStarted(
          app,
          said,
          "The Engine's disk is full. Make room there, as by docker system prune or openmodal"
              + " clean, and call again",
          null);
    }
    if (lower.contains("not a directory") || lower.contains("working directory")) {
      return notStarted(
          app, said, "Give workdir(…) a folder of the image, or one that can be made there", null);
    }
    return notStarted(app, said, "Look at the Engine's log, then call again", cause);
  }

  private static OpenModalException notStarted(
      String app, String said, String advice, @Nullable Throwable cause) {
    return new OpenModalException(
        ErrorCode.WORKER_START,
        "No container could be started for the app " + app + ": " + said + ". " + advice + ".",
        cause);
  }

  /** Whether the Engine has not answered at all. */
  static boolean isSilence(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DockerException || cause instanceof OpenModalException) {
        return false;
      }
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the Engine itself is in trouble, as while it ends: what it says then is about its own
   * parts and not about what was asked.
   */
  static boolean isTrouble(Throwable failure) {
    String said = said(failure).toLowerCase(Locale.ROOT);
    return failure instanceof InternalServerErrorException
        && OF_THE_REQUEST.stream().noneMatch(said::contains);
  }

  /** Whether something is missing that was there before. */
  static boolean isMissing(Throwable failure) {
    String said = said(failure).toLowerCase(Locale.ROOT);
    return said.contains("no such image")
        || (said.contains(Volumes.JAVA) && said.contains("no such file"));
  }

  static OpenModalException noGpu(String wanted, DockerEngine engine) {
    return new OpenModalException(
        ErrorCode.UNSUPPORTED_OPTION,
        "gpu("
            + wanted
            + "): the Docker Engine at "
            + engine.address()
            + " has no runtime for GPUs. Install the NVIDIA Container Toolkit on its machine, or choose"
            + " a provider that has GPUs.");
  }

  static OpenModalException otherGpu(String wanted) {
    return new OpenModalException(
        ErrorCode.UNSUPPORTED_OPTION,
        "gpu("
            + wanted
            + "): a Docker Engine gives the GPU that it has, whichever that is. Ask for gpu(\"any\"), or"
            + " choose a provider that picks by kind.");
  }

  /** The Engine's own words, without its JSON around them. */
  static String said(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && !(deepest instanceof DockerException)) {
      deepest = deepest.getCause();
    }
    String text = String.valueOf(deepest.getMessage()).strip();
    int at = text.indexOf("{\"message\":\"");
    if (at >= 0) {
      text =
          text.substring(at + "{\"message\":\"".length())
              .replaceAll("\"}\\s*$", "")
              .replace("\\\"", "\"")
              .replace("\\n", "\n");
    }
    return text.replaceAll("\\.$", "");
  }
}
