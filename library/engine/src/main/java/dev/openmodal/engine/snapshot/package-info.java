/** A capture frozen at submission and named by its content. */
@NullMarked
package dev.openmodal.engine.snapshot;

import org.jspecify.annotations.NullMarked;
