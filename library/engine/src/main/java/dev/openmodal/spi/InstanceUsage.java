package dev.openmodal.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an instance takes.
 *
 * @param cpu the processor time that its JVM has used since its start
 * @param memoryBytes what it holds of the machine's memory now
 */
public record InstanceUsage(Duration cpu, long memoryBytes) {
  /**
   * What a process of this machine takes; empty if it has ended or the system does not say.
   *
   * @param pid as this machine's system counts processes
   */
  public static Optional<InstanceUsage> ofProcess(long pid) {
    OptionalLong memory = ResidentSize.ofProcess(pid);
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .filter(cpu -> memory.isPresent())
        .map(cpu -> new InstanceUsage(cpu, memory.getAsLong()));
  }
}
