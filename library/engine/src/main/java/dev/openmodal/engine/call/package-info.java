/** One call's life: captured, submitted, awaited, cancelled, decoded. */
@NullMarked
package dev.openmodal.engine.call;

import org.jspecify.annotations.NullMarked;
