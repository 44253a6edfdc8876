package dev.openmodal.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the agents of an Engine's containers are reached: by a Unix socket where they have no
 * network; by their own address on the Engine's bridge where that leads there from this machine;
 * else by the port that they publish on loopback, behind which the Engine has a process that
 * copies.
 */
final class Reach {
  private static final Duration CONNECT = Duration.ofMillis(200);

  private volatile boolean isBridgeUsable;

  Reach(DockerEngine engine) {
    isBridgeUsable = engine.sharesKernel();
  }

  /**
   * What is known of a container that has been started; {@link Ways#choose} once its agent listens.
   *
   * @param container as the Engine knows it; empty if it has ended and gone
   * @param socketFolder where its agent makes its socket, if it does not listen on a port
   */
  Ways of(Optional<InspectContainerResponse> container, Optional<Path> socketFolder) {
    if (socketFolder.isPresent()) {
      Path socket = socketFolder.get().resolve(ContainerCommand.SOCKET);
      return new Ways(UnixDomainSocketAddress.of(socket), Optional.empty());
    }
    if (container.isEmpty()) {
      return new Ways(loopback(0), Optional.empty());
    }
    NetworkSettings network = container.get().getNetworkSettings();
    return new Ways(published(network), isBridgeUsable ? bridged(network) : Optional.empty());
  }

  private static InetSocketAddress published(NetworkSettings network) {
    Ports.Binding[] bindings = network.getPorts().getBindings().get(ContainerCommand.PORT);
    return loopback(
        bindings == null || bindings.length == 0
            ? 0
            : Integer.parseInt(bindings[0].getHostPortSpec()));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Optional<InetSocketAddress> bridged(NetworkSettings network) {
    Map<String, ContainerNetwork> networks = network.getNetworks();
    return networks == null
        ? Optional.empty()
        : networks.values().stream()
            .map(ContainerNetwork::getIpAddress)
            .filter(address -> address != null && !address.isEmpty())
            .map(address -> new InetSocketAddress(address, ContainerCommand.PORT.getPort()))
            .findFirst();
  }

  /** The ways to one agent. */
  final class Ways {
    private final SocketAddress sure;
    private final Optional<InetSocketAddress> direct;

    private Ways(SocketAddress sure, Optional<InetSocketAddress> direct) {
      this.sure = sure;
      this.direct = direct;
    }

    /** The best that leads to the agent, which listens. */
    SocketAddress choose() {
      if (direct.isEmpty() || !isBridgeUsable) {
        return sure;
      }
      try (Socket trial = new Socket(Proxy.NO_PROXY)) {
        trial.connect(direct.get(), (int) CONNECT.toMillis());
        return direct.get();
      } catch (IOException e) {
        isBridgeUsable = false; // rootless, behind a firewall, or hidden by another network
        return sure;
      }
    }
  }
}
