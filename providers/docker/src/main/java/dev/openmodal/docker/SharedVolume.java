package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.openmodal.bridge.OwnThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/**
 * A volume of the Engine that containers of all clients read and none can write to. Its name holds
 * the hash of its content.
 *
 * @param name its name at the Engine
 * @param target where it is in containers
 * @param files what is in it
 */
record SharedVolume(String name, String target, FileTree files) {
  private static final int CHUNK_BYTES = 1 << 16;

  /** As containers see it. */
  Mount mount() {
    return writableMount().withReadOnly(true);
  }

  /** As who fills it sees it. */
  Mount writableMount() {
    return new Mount().withType(MountType.VOLUME).withSource(name).withTarget(target);
  }

  /**
   * Whether it has been filled to its end, seen from a container that mounts it and need not run.
   */
  boolean isComplete(DockerClient docker, String container) throws IOException {
    try (InputStream mark =
        docker.copyArchiveFromContainerCmd(container, target + "/" + FileTree.COMPLETE).exec()) {
      return mark.read() >= 0;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /**
   * Fills it.
   *
   * @param container mounts it so that it can be written to, and is not started
   */
  void fill(DockerClient docker, String container) throws IOException {
    try (PipedInputStream tar = new PipedInputStream(CHUNK_BYTES);
        PipedOutputStream out = new PipedOutputStream(tar)) {
      OwnThreads.daemon("openmodal-fill-volume", () -> write(out)).start();
      docker
          .copyArchiveToContainerCmd(container)
          .withRemotePath(target)
          .withTarInputStream(tar)
          .exec();
      if (!isComplete(docker, container)) {
        throw new IOException("the volume " + name + " could not be filled");
      }
    }
  }

  private void write(PipedOutputStream out) {
    try (out) {
      files.writeTo(out);
    } catch (IOException e) {
      // an archive that breaks off lacks its last file
    }
  }
}
