/**
 * From a lambda to what it needs elsewhere: class bytes, the values it holds, the snippet variables
 * it reads.
 */
@NullMarked
package dev.openmodal.engine.capture;

import org.jspecify.annotations.NullMarked;
