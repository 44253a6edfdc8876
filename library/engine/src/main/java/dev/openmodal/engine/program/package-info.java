/** From the source of a program to what is launched on a worker. */
@NullMarked
package dev.openmodal.engine.program;

import org.jspecify.annotations.NullMarked;
