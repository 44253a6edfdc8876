/** The jars and class folders of the REPL's class path, and the settings of its JVM, by content. */
@NullMarked
package dev.openmodal.engine.environment;

import org.jspecify.annotations.NullMarked;
