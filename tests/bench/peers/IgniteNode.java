package peers;

import java.io.IOException;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCompute;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Apache Ignite on loopback, with peer class loading and without TLS. */
public final class IgniteNode {
  private IgniteNode() {}

  /** A server, until its standard input ends: {@code IgniteNode NAME PORT FOLDER}. */
  public static void main(String[] args) throws IOException {
    Ignition.start(configuration(args[0], Integer.parseInt(args[1]), args[2]));
    System.out.println("up");
    while (System.in.read() >= 0) {
      // whoever has started it is there
    }
    Runtime.getRuntime().halt(0);
  }

  /** A client in this JVM; its calls go to the servers in turn. */
  public static IgniteCompute client(int port, String folder) {
    Ignite ignite = Ignition.start(configuration("client", port, folder).setClientMode(true));
    return ignite.compute(ignite.cluster().forServers());
  }

  private static IgniteConfiguration configuration(String name, int port, String folder) {
    DataRegionConfiguration region =
        new DataRegionConfiguration().setInitialSize(64L << 20).setMaxSize(64L << 20);
    TcpDiscoverySpi discovery =
        new TcpDiscoverySpi()
            .setIpFinder(
                new TcpDiscoveryVmIpFinder()
                    .setAddresses(List.of("127.0.0.1:" + port + ".." + (port + 3))));
    discovery.setLocalAddress("127.0.0.1");
    discovery.setLocalPort(port);
    discovery.setLocalPortRange(4);
    TcpCommunicationSpi communication = new TcpCommunicationSpi();
    communication.setLocalPort(port + 10);
    communication.setLocalPortRange(10);
    return new IgniteConfiguration()
        .setIgniteInstanceName(name)
        .setPeerClassLoadingEnabled(true)
        .setLocalHost("127.0.0.1")
        .setDiscoverySpi(discovery)
        .setCommunicationSpi(communication)
        .setConnectorConfiguration(null)
        .setClientConnectorConfiguration(null)
        .setDataStorageConfiguration(
            new DataStorageConfiguration().setDefaultDataRegionConfiguration(region))
        .setMetricsLogFrequency(0)
        .setGridLogger(new NullLogger())
        .setWorkDirectory(folder);
  }
}
