package dev.openmodal.spi;

import java.time.Duration;

/**
 * What an instance takes.
 *
 * @param cpu the processor time that its JVM has used since its start
 * @param memoryBytes what it holds of the machine's memory now
 */
public record InstanceUsage(Duration cpu, long memoryBytes) {}
