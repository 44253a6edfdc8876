/** The {@code openmodal} program: what {@code java -jar} starts. */
@NullMarked
package dev.openmodal.command;

import org.jspecify.annotations.NullMarked;
