/** The library behind the API: wires its parts together once per JVM. */
@NullMarked
package dev.openmodal.engine;

import org.jspecify.annotations.NullMarked;
