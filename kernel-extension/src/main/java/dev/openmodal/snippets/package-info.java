/** A file of snippets that runs as one program, on a worker. */
@NullMarked
package dev.openmodal.snippets;

import org.jspecify.annotations.NullMarked;
