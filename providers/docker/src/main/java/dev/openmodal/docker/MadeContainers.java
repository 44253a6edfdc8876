package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What this client has made at its Engine and is not gone, whether it was started or not: nothing
 * of it is left when the client ends, and nothing new is made then.
 */
final class MadeContainers implements AutoCloseable {
  private final DockerClient docker;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  /** Shared by who makes one, so that none is made unseen while all are removed. */
  private final ReadWriteLock making = new ReentrantReadWriteLock();

  private volatile boolean isClosed;

  MadeContainers(DockerClient docker) {
    this.docker = docker;
  }

  /**
   * Makes one.
   *
   * @return its id
   * @throws IllegalStateException if this client is ending
   */
  String make(CreateContainerCmd command) {
    making.readLock().lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("this client is ending");
      }
      String id = command.exec().getId();
      ids.add(id);
      return id;
    } finally {
      making.readLock().unlock();
    }
  }

  /** It has gone by itself. */
  void gone(String id) {
    ids.remove(id);
  }

  /** Removes it now, running or not. */
  void remove(String id) {
    try {
      docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (RuntimeException e) {
      // it is gone already, or the Engine is
    }
    ids.remove(id);
  }

  /** Those that are there. */
  Set<String> all() {
    return Set.copyOf(ids);
  }

  @Override
  public void close() {
    making.writeLock().lock();
    try {
      isClosed = true;
    } finally {
      making.writeLock().unlock();
    }
    all().parallelStream().forEach(this::remove);
  }
}
