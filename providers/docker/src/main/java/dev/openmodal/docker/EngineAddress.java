package dev.openmodal.docker;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Which addresses of a Docker Engine can be used: those whose published ports are on this machine.
 */
final class EngineAddress {
  private EngineAddress() {}

  /**
   * Refuses what cannot work.
   *
   * @throws OpenModalException with {@code PROVIDER_UNREACHABLE} saying why
   */
  static void check(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme();
    switch (scheme) {
      case "unix", "npipe" -> {}
      case "http", "https" ->
          throw refused(address, "docker writes tcp:// for it. Write that in place of " + scheme);
      case "tcp" -> {
        if (!isHere(address.getHost())) {
          throw refused(
              address,
              "it is on another machine, where containers cannot be reached by the ports that they"
                  + " publish there. Use an Engine of this machine");
        }
      }
      case "ssh" ->
          throw refused(
              address,
              "an Engine behind ssh is not supported. Forward its socket (ssh -L"
                  + " /tmp/docker.sock:/var/run/docker.sock …) only where its ports are forwarded"
                  + " too, or use an Engine of this machine");
      default -> throw refused(address, "there is no such kind of address. Give unix:///PATH");
    }
  }

  private static OpenModalException refused(URI address, String why) {
    return new OpenModalException(
        ErrorCode.PROVIDER_UNREACHABLE,
        "The Docker Engine at "
            + address
            + " (DOCKER_HOST or the docker context) cannot be used: "
            + why
            + ", or choose another provider.");
  }

  private static boolean isHere(String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
