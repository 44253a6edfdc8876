package dev.openmodal.engine.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.bridge.OwnThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where this client answers other programs of its user: a Unix socket that only its owner can open,
 * and whose other end is asked for its user before anything is read. A request is a line of JSON,
 * and so is its answer; see {@link Requests}.
 */
public final class ClientSocket implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 16;
  private static final long AFTER_A_FAILURE_NANOS = 50_000_000;

  /**
   * Whoever asks waits for it: what is asked of a program that is stopped must not be done when it
   * goes on, long after that one was told that it does not answer.
   */
  private static final byte[] GREETING = "{}\n".getBytes(StandardCharsets.UTF_8);

  private final ClientFiles files;
  private final Client client;
  private final Requests requests;

  @GuardedBy("this")
  private final Set<SocketChannel> connected = new HashSet<>();

  @GuardedBy("this")
  private @Nullable ServerSocketChannel server;

  @GuardedBy("this")
  private boolean isClosed;

  /**
   * Prepares it.
   *
   * @param folder this client's run folder
   * @param client who answers
   */
  public ClientSocket(Path folder, Client client) {
    files = new ClientFiles(folder);
    this.client = client;
    requests = new Requests(client);
  }

  /**
   * Begins to answer, aside, as nobody waits for it. Where there is no way to do so safely, others
   * do not see this client.
   */
  public void start() {
    OwnThreads.daemon("openmodal-clients", this::run).start();
  }

  private void run() {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX);
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      if (!Peer.isKnown(probe)) {
        return;
      }
      Path path = files.prepareSocket();
      synchronized (this) {
        if (isClosed) {
          return;
        }
        server = opened;
        Files.deleteIfExists(path); // of a process that was killed and had this number
        opened.bind(UnixDomainSocketAddress.of(path));
        files.write(client.state(), path);
      }
      accept(opened, Files.getOwner(path));
    } catch (IOException | UnsupportedOperationException e) {
      // seen by nobody, or closed
    }
  }

  private void accept(ServerSocketChannel opened, UserPrincipal owner) {
    while (opened.isOpen()) {
      try {
        admit(opened.accept(), owner);
      } catch (IOException e) {
        // closed, or that one has left; or no more files can be opened
        LockSupport.parkNanos(AFTER_A_FAILURE_NANOS);
      }
    }
  }

  private void admit(SocketChannel other, UserPrincipal owner) throws IOException {
    boolean isServed = false;
    try {
      if (Peer.isOf(owner, other) && add(other)) {
        OwnThreads.daemon("openmodal-client", () -> serve(other)).start();
        isServed = true;
      }
    } catch (OutOfMemoryError e) {
      // no thread for it now
    } finally {
      if (!isServed) {
        forget(other);
        other.close();
      }
    }
  }

  private synchronized boolean add(SocketChannel other) {
    return connected.size() < MOST_CONNECTIONS && connected.add(other);
  }

  private synchronized void forget(SocketChannel other) {
    connected.remove(other);
  }

  private void serve(SocketChannel other) {
    try (other;
        BufferedReader in = new BufferedReader(Channels.newReader(other, StandardCharsets.UTF_8));
        OutputStream out = Channels.newOutputStream(other)) {
      out.write(GREETING);
      for (String line; (line = in.readLine()) != null; ) {
        out.write((requests.answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | UncheckedIOException e) {
      // it has left
    } finally {
      forget(other);
    }
  }

  /** Answers nobody any more. */
  @Override
  public synchronized void close() {
    isClosed = true;
    try {
      if (server != null) {
        server.close();
      }
      files.delete();
    } catch (IOException e) {
      // swept by the next client
    }
  }
}
