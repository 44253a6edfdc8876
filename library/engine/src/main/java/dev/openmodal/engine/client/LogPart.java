package dev.openmodal.engine.client;

/**
 * A part of what a call or a map has printed.
 *
 * @param bytes as they were printed, in the client's charset
 * @param next the byte at which the next part begins
 * @param isLast whether nothing more comes
 */
public record LogPart(byte[] bytes, long next, boolean isLast) {}
