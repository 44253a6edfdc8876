/**
 * The provider {@code process}: each instance is a child JVM on this machine, ended with everything
 * that it has started.
 */
@NullMarked
package dev.openmodal.process;

import org.jspecify.annotations.NullMarked;
