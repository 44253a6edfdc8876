package dev.openmodal.spi;

/**
 * Something that a provider keeps for later instances, and can make again.
 *
 * @param what it is, for people, such as {@code Java for containers}
 * @param name by which people find it there, such as {@code docker volume openmodal-java-1a2b}
 * @param bytes its size there
 * @param isUsed whether an instance uses it now, of whichever client
 */
public record KeptItem(String what, String name, long bytes, boolean isUsed) {}
