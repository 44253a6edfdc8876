/** What the library keeps that can be made again, and what of it may go. */
@NullMarked
package dev.openmodal.engine.cache;

import org.jspecify.annotations.NullMarked;
