package dev.openmodal.engine.capture;

import dev.openmodal.Captured;
import dev.openmodal.engine.environment.ClassPath;
import java.util.function.Supplier;

/**
 * What a lambda needs to run elsewhere, as of the moment of its capture.
 *
 * @param loader the loader of the lambda's class, against which its results are decoded
 * @param classPath the class path that its classes see
 * @param code the classes that travel, and the static fields whose values do
 * @param values one graph: the lambda, then the values of the variables
 * @param report what was captured, in a user's words; made when asked for
 */
public record Capture(
    ClassLoader loader,
    ClassPath classPath,
    CapturedCode code,
    byte[] values,
    Supplier<Captured> report) {}
