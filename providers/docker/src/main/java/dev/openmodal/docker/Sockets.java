package dev.openmodal.docker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.TemporaryFolder;
import dev.openmodal.spi.InstanceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which agents without a network make the socket by which this client reaches them:
 * a container sees its own one, and nothing else of this machine.
 */
final class Sockets {
  private final DockerEngine engine;

  @GuardedBy("this")
  private @Nullable TemporaryFolder all;

  @GuardedBy("this")
  private int count;

  Sockets(DockerEngine engine) {
    this.engine = engine;
  }

  /**
   * A folder for an instance whose network is blocked; empty for others.
   *
   * @throws OpenModalException with {@code UNSUPPORTED_OPTION} where the Engine does not see the
   *     folders of this machine
   */
  synchronized Optional<Path> folderFor(InstanceSpec spec) throws IOException {
    if (!spec.container().isNetworkBlocked()) {
      return Optional.empty();
    }
    if (!engine.sharesKernel()) {
      throw refused(
          "runs in a machine of its own, where a container without a network cannot be reached");
    }
    if (all == null) {
      all = TemporaryFolder.create(NosuidFolder.best(), "sockets");
    }
    Path folder = Files.createDirectory(all.path().resolve(Integer.toString(++count)));
    // The agent may be any user; the folder around it lets in nobody else of this machine.
    return Optional.of(
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx")));
  }

  private OpenModalException refused(String why) {
    return new OpenModalException(
        ErrorCode.UNSUPPORTED_OPTION,
        "blockNetwork(): the Docker Engine at "
            + engine.address()
            + " "
            + why
            + ". Leave it out, or use an Engine on Linux.");
  }
}
