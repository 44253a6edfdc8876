/** Javas of other versions than this one: where they come from, and where they are kept. */
@NullMarked
package dev.openmodal.engine.jdk;

import org.jspecify.annotations.NullMarked;
