package dev.openmodal.engine.client;

import java.nio.charset.Charset;

/**
 * A part of what a call or a map has printed.
 *
 * @param bytes as they were printed
 * @param charset that of the client
 * @param next the byte at which the next part begins
 * @param isLast whether nothing more comes
 * @param notKept how many bytes were printed beyond what is kept
 */
public record LogPart(byte[] bytes, Charset charset, long next, boolean isLast, long notKept) {}
