package dev.openmodal.spi;

import dev.openmodal.ContainerOptions;
import dev.openmodal.DataSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance is to be.
 *
 * @param app the app it is for: a label, part of names that people see
 * @param javaHome the Java to run, a folder that holds {@code bin/java}
 * @param agentJar the one jar, whose class {@code dev.openmodal.agent.AgentMain} is the program
 * @param jvmOptions all options of the JVM in their order, {@code -Xmx} included
 * @param residentLimit the resident size at which it is ended
 * @param cpu the number of CPUs asked for
 * @param env environment variables asked for
 * @param container what its container is to be, where it has one
 * @param identity what the agent reads first (its key, its certificate, the client's certificate);
 *     to be handed over by stdin, a file or a secret, never by environment or command line
 * @param logs takes what the instance's processes write, as it comes; called by one thread a stream
 * @param isInBackground whether it is to get out of the way of whatever else runs there
 */
public record InstanceSpec(
    String app,
    Path javaHome,
    Path agentJar,
    List<String> jvmOptions,
    Optional<DataSize> residentLimit,
    Optional<Double> cpu,
    Map<String, String> env,
    ContainerOptions container,
    byte[] identity,
    LogSink logs,
    boolean isInBackground) {

  /** Takes the bytes that the instance's processes wrote to standard output or standard error. */
  @FunctionalInterface
  public interface LogSink {
    /**
     * Takes bytes.
     *
     * @param error whether it was standard error
     * @param bytes holds the bytes from 0 to length; reused after the call
     * @param length how many
     */
    void write(boolean error, byte[] bytes, int length);
  }

  /** Without the identity. */
  @Override
  public String toString() {
    return "instance of " + app + " with " + javaHome;
  }
}
