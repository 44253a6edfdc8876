/** A snapshot's classes and values made alive again, in a worker or for one call in the client. */
@NullMarked
package dev.openmodal.wire.snapshot;

import org.jspecify.annotations.NullMarked;
