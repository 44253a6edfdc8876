/** What a person sees while calls run: what they print, and how far a map has got. */
@NullMarked
package dev.openmodal.engine.output;

import org.jspecify.annotations.NullMarked;
