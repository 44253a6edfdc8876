package dev.openmodal.engine.program;

import java.util.Map;

/**
 * A program in class files.
 *
 * @param mainClass the binary name of the first class of its file
 * @param classes the class files by binary name
 */
public record CompiledProgram(String mainClass, Map<String, byte[]> classes) {}
