/** The {@code openmodal} command, shared by the program and the kernels: one class a command. */
@NullMarked
package dev.openmodal.engine.command;

import org.jspecify.annotations.NullMarked;
